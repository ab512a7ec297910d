/// A turf's name for good: the call's number and its own within the call, such as `T1-3`.
///
/// Its sheets have the same two numbers: `S1-3-…`.
public struct TurfID: Hashable, Sendable, Comparable {
    /// The call's number in its store.
    public let call: Int64
    /// Counted within the call and never used again there; also the number of the batch that its sheets are printed in.
    public let number: Int

    /// Takes the numbers as they are.
    public init(call: Int64, number: Int) {
        self.call = call
        self.number = number
    }

    /// Reads a name as somebody typed it; case does not matter; `nil` when it is no turf's name.
    ///
    /// - Parameter text: `T1-3`.
    public init?(_ text: String) {
        guard text.utf8.count <= 40, text.first.map({ $0 == "T" || $0 == "t" }) == true else { return nil }
        let parts = text.dropFirst().split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy { 0x30...0x39 ~= $0 } }),
            let call = Int64(parts[0]), let number = Int(parts[1]), call > 0, number > 0
        else { return nil }
        self.init(call: call, number: number)
    }

    /// Call by call, in the order in which they were numbered.
    public static func < (left: TurfID, right: TurfID) -> Bool {
        (left.call, left.number) < (right.call, right.number)
    }
}

extension TurfID: CustomStringConvertible {
    /// As it is printed.
    public var description: String { "T\(call)-\(number)" }
}

/// What a driver must know of the turf whose doors an envelope holds.
public struct Turf: Sendable, Equatable {
    /// Its name.
    public let id: TurfID
    /// Who walks it; empty when nobody has been named.
    public let walker: String

    /// Makes a turf out of its parts.
    public init(id: TurfID, walker: String = "") {
        self.id = id
        self.walker = walker
    }
}
