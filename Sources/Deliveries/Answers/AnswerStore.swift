package import Calls
package import Crypto
package import People

/// What the way back needs of the database.
package protocol AnswerStore: Sendable {
    /// Takes answers in, all of them in one transaction, and tells what became of each, in their order.
    ///
    /// The same answer twice, by its origin's id, changes nothing the second time.
    func receive(_ answers: [Answer], now: Timestamp) async throws -> [AnswerResult]

    /// What organizers have to read, the oldest first.
    func inbox(includingHandled: Bool) async throws -> [InboxMessage]

    /// Notes that an organizer has seen to a message; false when there is no such message, or it was seen to before.
    func handle(_ message: InboxNumber, by organizer: String, now: Timestamp) async throws -> Bool

    /// Random bytes of this database for ``LinkSeal``, where the settings name no secret.
    var linkSecret: SymmetricKey { get }
}

/// What became of an answer.
package enum AnswerResult: Sendable, Equatable {
    /// It leads to no message and to nobody.
    case unknown
    /// It was told before, or comes too late to matter.
    case nothingNew
    /// The delivery stands there now; `nil` when it did not move, but the bounce was counted. Whether the address was struck out.
    case noted(DeliveryState?, isStruckOut: Bool)
    /// The person, and everybody who shares the address, gets nothing more on this channel.
    case optedOut(AnswerLanguage)
    /// What a STOP had ended goes on.
    case optedIn(AnswerLanguage)
    /// The person asks who we are.
    case askedForHelp(AnswerLanguage)
    /// The person did what the call asks; false when that was known.
    case completed(call: String, isNew: Bool)
    /// An organizer has to read it; so many of the person's messages are held until then.
    case kept(InboxNumber, held: Int)

    /// What is to be said to the person in return, once, in one text.
    ///
    /// - Parameter organization: Who says it.
    /// - Returns: One sentence or two; `nil` when nothing is to be said.
    package func words(from organization: Organization) -> String? {
        switch self {
        case .optedOut(let language): language.stopped(organization.name)
        case .optedIn(let language): language.started(organization.name)
        case .askedForHelp(let language): language.help(organization.name)
        case .unknown, .nothingNew, .noted, .completed, .kept: nil
        }
    }
}

/// A message's number in the inbox: positive, never used again.
package struct InboxNumber: RawRepresentable, Hashable, Sendable {
    package let rawValue: Int64
    package init(rawValue: Int64) { self.rawValue = rawValue }
}

/// A reply that no rule could answer.
package struct InboxMessage: Sendable, Equatable {
    package let number: InboxNumber
    package let at: Timestamp
    package let channel: ChannelID
    /// Who wrote; `nil` when nobody, or more than one person, bears the address.
    package let person: PersonID?
    /// The address it came from; personal data.
    package let sender: String
    /// As they came; to be escaped wherever they are shown.
    package let words: String
    /// Whether it may mean that the person wants no more messages, which are held meanwhile.
    package let isPerhapsStop: Bool
    /// When an organizer had seen to it.
    package let handledAt: Timestamp?

    package init(
        number: InboxNumber,
        at: Timestamp,
        channel: ChannelID,
        person: PersonID?,
        sender: String,
        words: String,
        isPerhapsStop: Bool,
        handledAt: Timestamp?
    ) {
        self.number = number
        self.at = at
        self.channel = channel
        self.person = person
        self.sender = sender
        self.words = words
        self.isPerhapsStop = isPerhapsStop
        self.handledAt = handledAt
    }
}

extension InboxMessage: Masked {
    /// Its number: neither who wrote nor what.
    package var description: String { "message \(number.rawValue) in the inbox" }
}
