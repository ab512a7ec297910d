package import Calls
package import Deliveries
package import People

/// What the database keeps of people who come by themselves, and of whose links they came through.
package protocol ArrivalStore: Sendable {
    /// Takes in somebody who was not asked and did it: a new person, who is never asked anything.
    ///
    /// With an ``OptIn`` one message is queued to its address, if ``OptInRule/asks(_:)``, and the consent of whoever bears it
    /// is pending until ``confirm(_:now:)``. What was done stays with the new person, whoever bears the address: nobody can
    /// say of somebody else that they did it.
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

    /// The question that a delivery asks; `nil` when it asks for no confirmation, or its person is forgotten.
    func optInRequest(_ delivery: DeliveryNumber, now: Timestamp) async throws -> OptInRequest?

    /// Notes the yes of whoever holds the link in a confirmation, with the words that they had before them.
    ///
    /// - Returns: What it came to; `nil` as for ``optInRequest(_:now:)``.
    func confirm(_ delivery: DeliveryNumber, now: Timestamp) async throws -> OptInAnswer?
}

/// What somebody asks for who fills in a form: to hear from us at an address that may be theirs.
package struct OptIn: Sendable {
    /// By which channel.
    package let channel: ChannelID
    package let email: EmailAddress
    /// The exact words beside the box that was ticked.
    package let wording: String
    /// The call that carries the question.
    package let confirmation: Call

    package init(channel: ChannelID, email: EmailAddress, wording: String, confirmation: Call) {
        self.channel = channel
        self.email = email
        self.wording = wording
        self.confirmation = confirmation
    }
}

/// A question whether it was they who filled in a form, as the page shows it to whoever holds its link.
package struct OptInRequest: Sendable {
    package let person: Person
    package let channel: ChannelID
    /// The words that are agreed to.
    package let wording: String
    /// What pressing the button comes to.
    package let answer: OptInAnswer

    package init(person: Person, channel: ChannelID, wording: String, answer: OptInAnswer) {
        self.person = person
        self.channel = channel
        self.wording = wording
        self.answer = answer
    }
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
    /// That they want to hear from us; `nil` when they said nothing of it.
    package let optIn: OptIn?

    package init(call: String, name: String, language: String, sharer: Sharer?, optIn: OptIn? = nil) {
        self.call = call
        self.name = name
        self.language = language
        self.sharer = sharer
        self.optIn = optIn
    }

    /// Where they came from, for the ledger and for completions.
    ///
    /// - Parameter isShared: Whether the link was found that somebody passed on.
    /// - Returns: The same words every time.
    package static func place(isShared: Bool) -> String {
        isShared ? "the call's public page, by a link that was passed on" : "the call's public page"
    }

    /// The line that says that they are asked to confirm.
    ///
    /// - Parameters:
    ///   - isShared: Whether the link was found that somebody passed on.
    ///   - now: The present.
    /// - Returns: `nil` without an ``OptIn``.
    package func pending(isShared: Bool, now: Timestamp) -> ConsentChange? {
        optIn.map { optIn in
            ConsentChange(
                channel: optIn.channel,
                state: .pending,
                at: now,
                source: "\(Self.place(isShared: isShared)) of '\(call)', not confirmed yet",
                wording: optIn.wording,
                evidence: "the form on that page"
            )
        }
    }
}

extension ConsentChange {
    /// The line that says that somebody confirmed.
    ///
    /// - Parameters:
    ///   - delivery: Which message asked for it.
    ///   - channel: By which channel.
    ///   - wording: The words that were agreed to.
    ///   - now: The present.
    /// - Returns: A grant.
    package static func confirmed(_ delivery: DeliveryNumber, _ channel: ChannelID, wording: String, now: Timestamp)
        -> ConsentChange
    {
        ConsentChange(
            channel: channel,
            state: .granted,
            at: now,
            source: "the button behind the link in a confirmation (double opt-in)",
            wording: wording,
            evidence: "\(channel) delivery \(delivery.rawValue)"
        )
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
