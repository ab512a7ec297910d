package import Deliveries
import Foundation
package import People

extension Samples {
    /// News about a mail; every one has an id of its own unless one is given.
    package static func receipt(
        _ trace: Receipt.Trace,
        or second: Receipt.Trace? = nil,
        _ news: ReceiptNews,
        on channel: any ScriptedChannel.Type = MailChannel.self,
        id: String = UUID().uuidString
    ) -> Answer {
        .receipt(
            Receipt(
                channel: channel.id,
                kind: channel.profile.addressKind,
                traces: [trace] + [second].compactMap(\.self),
                news: news,
                origin: AnswerOrigin(id: id, source: "a report")
            )
        )
    }

    /// Words by text message; every one has an id of its own unless one is given.
    package static func reply(_ words: String, from person: Person, id: String = UUID().uuidString) -> Answer {
        reply(words, from: person.phone?.exact ?? "", id: id)
    }

    /// Words by text message from a number.
    package static func reply(_ words: String, from number: String, id: String = UUID().uuidString) -> Answer {
        .reply(
            ReceivedReply(
                channel: TextChannel.id,
                kind: .textPhone,
                sender: number,
                words: words,
                origin: AnswerOrigin(id: id, source: "sms: a reply")
            )
        )
    }
}
