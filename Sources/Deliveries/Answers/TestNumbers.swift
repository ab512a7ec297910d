/// Messages that somebody sends to themselves as a test bear numbers of their own, so that news about one is known as such.
extension DeliveryNumber {
    /// Numbers that no delivery ever has, for they are counted from 1, and this would take half a trillion; a token can name
    /// them all the same.
    private static let tests = (LinkSeal.largest / 2 + 1)...LinkSeal.largest

    /// A number for one message to oneself.
    package static func forTest() -> DeliveryNumber { DeliveryNumber(rawValue: Int64.random(in: tests)) }

    /// Whether it stands for a message to oneself, which is in no store.
    package var isOfTest: Bool { Self.tests.contains(rawValue) }
}

extension Receipt {
    /// Whether it is about a message to oneself, so that it says nothing of any delivery, address or opt-in, although the
    /// address in it may be that of somebody who got a real one.
    package var isAboutTest: Bool {
        traces.contains { trace in
            if case .delivery(let number) = trace { number.isOfTest } else { false }
        }
    }
}
