/// Marks what goes out so that what comes back can be told: return paths, message ids, report addresses.
package struct ReturnSeal: Sendable {
    package let seal: LinkSeal

    package init(_ seal: LinkSeal) { self.seal = seal }

    /// What stands in a return path for a delivery; it opens as ``LinkPurpose/bounce``.
    package func token(_ delivery: DeliveryNumber) -> String? { seal.token(.bounce, delivery.rawValue) }

    /// What stands in the mail by which a person opts out; it opens as ``LinkPurpose/stop``.
    package func stopToken(_ delivery: DeliveryNumber) -> String? { seal.token(.stop, delivery.rawValue) }
}
