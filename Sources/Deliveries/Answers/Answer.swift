package import Calls
package import People

/// Something that came back: news about a message that went out, or words from a person.
///
/// Whoever learns of it — a webhook, a mail that could not be delivered, a sheet of paper — turns it into answers, and an
/// ``AnswerStore`` decides what they change.
package enum Answer: Sendable, Equatable {
    case receipt(Receipt)
    case reply(ReceivedReply)
}

/// Where an answer came from, and how the same one is known again.
package struct AnswerOrigin: Sendable, Equatable {
    /// The same whenever the same news is told, and never the same for other news: a gateway's id, a digest of a mail.
    package let id: String
    /// Who told it, for the ledger: `Twilio`, `a bounce report`.
    package let source: String

    package init(id: String, source: String) {
        self.id = id.withoutNUL
        self.source = source.withoutNUL
    }

    /// What stands for a delivery where a report leads to none, so that each report counts for itself: always negative.
    package var numberWithoutDelivery: Int64 {
        Int64(bitPattern: id.utf8.reduce(1 << 63) { $0 &* 31 &+ UInt64($1) }) | .min
    }
}

/// News about one message.
package struct Receipt: Sendable, Equatable {
    /// What tells which message it is about.
    package enum Trace: Sendable, Equatable {
        /// The number in a token of ours.
        case delivery(DeliveryNumber)
        /// The channel's own id for the message.
        case reference(String)
        /// Where it went, in the form of `Person.sharedKey(by:)`: the last message to that address is meant.
        case address(String)
    }

    package let channel: ChannelID
    /// What sort of address the channel uses.
    package let kind: AddressKind
    /// The first that leads somewhere counts.
    package let traces: [Trace]
    package let news: ReceiptNews
    package let origin: AnswerOrigin

    package init(
        channel: ChannelID,
        kind: AddressKind,
        traces: [Trace],
        news: ReceiptNews,
        origin: AnswerOrigin
    ) {
        self.channel = channel
        self.kind = kind
        self.traces = traces
        self.news = news.withoutNUL
        self.origin = origin
    }
}

/// What became of a message after the channel had taken it.
package enum ReceiptNews: Sendable, Equatable {
    /// It arrived.
    case delivered
    /// It did not, and will not be tried again by those who carried it.
    case bounced(Bounce)
    /// The person told their provider that it was unwanted; in the report's words.
    case complained(String)
    /// The person told the channel's carrier to stop; in the report's words.
    case optedOut(String)
}

extension ReceiptNews {
    fileprivate var withoutNUL: ReceiptNews {
        switch self {
        case .complained(let words): .complained(words.withoutNUL)
        case .optedOut(let words): .optedOut(words.withoutNUL)
        case .delivered, .bounced: self
        }
    }
}

/// Why a message came back.
package struct Bounce: Sendable, Equatable {
    /// What it says about the address.
    package enum Permanence: String, Sendable {
        /// There is nobody at this address.
        case hard
        /// There may be somebody another day: mailbox full, phone switched off, refused as spam.
        case soft
    }

    package let permanence: Permanence
    /// One line in the server's own words; whoever keeps it masks the addresses in it.
    package let words: String
    /// The addresses that the report names, in the form of `Person.sharedKey(by:)`; empty when it names none.
    package let addresses: Set<String>

    package init(_ permanence: Permanence, words: String, addresses: Set<String> = []) {
        self.permanence = permanence
        self.words = words.withoutNUL
        self.addresses = addresses
    }
}

/// Words that a person sent.
package struct ReceivedReply: Sendable, Equatable {
    package let channel: ChannelID
    package let kind: AddressKind
    /// Who sent them, in the form of `Person.sharedKey(by:)`; personal data.
    package let sender: String
    /// As they came.
    package let words: String
    package let origin: AnswerOrigin

    package init(channel: ChannelID, kind: AddressKind, sender: String, words: String, origin: AnswerOrigin) {
        self.channel = channel
        self.kind = kind
        self.sender = sender.withoutNUL
        self.words = words.withoutNUL
        self.origin = origin
    }
}

extension String {
    /// The text as every engine can keep it: one of them ends texts at a NUL, which anybody can put into a message.
    fileprivate var withoutNUL: String {
        utf8.contains(0) ? String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 })) : self
    }
}

extension ReceivedReply: Masked {
    /// The channel alone: neither who wrote nor what.
    package var description: String { "a reply by \(channel)" }
}
