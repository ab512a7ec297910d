package import Calls
package import People

/// What the way back needs of the database.
package protocol AnswerStore: Sendable {
    /// Takes answers in, all of them in one transaction, and tells what became of each, in their order.
    ///
    /// The same answer twice, by its origin's id, changes nothing the second time.
    func receive(_ answers: [Answer], now: Timestamp) async throws -> [AnswerResult]

    /// What organizers have to read, the oldest first.
    func inbox(includingHandled: Bool) async throws -> [InboxMessage]

    /// Addresses that are struck out, in the order in which they were.
    func suppressions() async throws -> [Suppression]

    /// Takes back that a person's address was struck out because messages came back, or because a sheet said so; a STOP is
    /// not taken back, and what stands on the sheet stays as it is.
    ///
    /// - Parameters:
    ///   - kinds: Which of their addresses.
    ///   - person: Who bears it; others may as well.
    ///   - because: Why, in the organizer's words; kept.
    ///   - now: The present.
    /// - Returns: How many reasons were taken back; `nil` when there is no such person.
    /// - Throws: What the database says.
    func lift(_ kinds: [StruckKind], of person: PersonID, because: String, now: Timestamp) async throws -> Int?

    /// Forgets messages of the inbox that were seen to before a moment, and what was only kept to know an answer again.
    ///
    /// - Returns: How many messages.
    func pruneAnswers(before moment: Timestamp) async throws -> Int

    /// Notes that an organizer has seen to a message; false when there is no such message, or it was seen to before.
    func handle(_ message: InboxNumber, by organizer: String, now: Timestamp) async throws -> Bool
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

    /// Why texts are held as long as a message that may be an opt-out is unread.
    package static let holdingReason = "the person wrote what may be an opt-out; see the inbox"

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
