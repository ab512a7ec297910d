package import Calls
package import Deliveries

/// What the database keeps of people who come by themselves, and of whose links they came through.
package protocol ArrivalStore: Sendable {
    /// Takes in somebody who was not asked and did it: a person without an address, who is never asked anything.
    ///
    /// - Parameters:
    ///   - arrival: Who came, and how.
    ///   - now: The present.
    /// - Returns: `nil` when there is no such call.
    /// - Throws: What the engine throws.
    func take(_ arrival: Arrival, now: Timestamp) async throws -> ArrivalNumber?

    /// The call that a link leads to which somebody passed on; `nil` when there is no such link, or its owner is forgotten.
    func standing(sharedBy sharer: Sharer) async throws -> CallStanding?

    /// How many came through the links of one person, and through theirs in turn.
    func countOfArrivals(through sharer: Sharer) async throws -> Int
}

/// Somebody who came by themselves and did it.
package struct Arrival: Sendable {
    /// The call's slug.
    package let call: String
    /// As they call themselves; not empty.
    package let name: String
    /// A BCP 47 tag; empty when unknown.
    package let language: String
    /// Through whose link; `nil` for the public page's own address.
    package let sharer: Sharer?

    package init(call: String, name: String, language: String, sharer: Sharer?) {
        self.call = call
        self.name = name
        self.language = language
        self.sharer = sharer
    }
}

extension Arrival: CustomStringConvertible, CustomReflectable {
    /// The call alone: no name.
    package var description: String { "somebody who came to \(call)" }
    /// A mirror without children: reflection finds no name.
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// An arrival's number in its store: positive, never used again.
package struct ArrivalNumber: RawRepresentable, Hashable, Sendable {
    package let rawValue: Int64
    package init(rawValue: Int64) { self.rawValue = rawValue }
}

/// Who passed a link on: somebody who was asked, or somebody who came by such a link.
package enum Sharer: Hashable, Sendable {
    case delivery(DeliveryNumber)
    case arrival(ArrivalNumber)
}
