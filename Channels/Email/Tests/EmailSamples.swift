import Calls
import Deliveries
import People
import TestKit
import Testing

@testable import EmailChannel

/// Settings and drivers that several tests need.
enum EmailSamples {
    static let moment = Timestamp(rawValue: 1_796_133_791_120)

    static func settings(port: Int, _ more: [String: String] = [:]) -> ChannelSettings {
        let values = [
            "server": "smtp://127.0.0.1:\(port)",
            "from": "Riverside Tenants Union <organize@riverside.example>",
            "hello": "client.example",
            "connections": "3",
        ]
        return ChannelSettings(
            channel: EmailDriver.id,
            values: values.merging(more) { $1 },
            organization: Samples.organization
        )
    }

    static func driver(
        port: Int,
        _ more: [String: String] = [:],
        patience: Patience = Patience()
    ) throws(ChannelSettingsError) -> EmailDriver {
        try EmailDriver(settings: settings(port: port, more), patience: patience) { moment }
    }

    static func identity() throws -> SenderIdentity {
        let from = try MailboxText.read("Riverside Tenants Union <organize@riverside.example>")
        return SenderIdentity(from: from, replyTo: nil, wayOut: WayOut(mailbox: from.address))
    }

    /// A small mail for the dialogue.
    static func mail(_ ticket: Int, to recipient: String = "ada@example.org", _ message: String = "A: b\r\n\r\nc\r\n")
        throws -> Mail
    {
        let sender = try MailboxText.read("organize@riverside.example").address
        return Mail(
            ticket: ticket,
            sender: sender,
            recipient: try #require(EnvelopeAddress(try EmailAddress(recipient))),
            messageID: MessageID(key: "k\(ticket)", call: 7, domain: "riverside.example"),
            data: MessageData(stuffing: Array(message.utf8))
        )
    }
}
