import Calls
import Deliveries
import Foundation

/// Amazon SES's reports, which come through a topic of SNS.
struct SNSAnswers: AnswerReader {
    let topic: String
    let news: MailNews

    /// The name under which a mail's token goes out and comes back.
    static let tag = "clarion"

    let path = "/answers/email/ses"
    /// Many events come in one request.
    let longestBody = 1_024 * 1_024

    func read(_ request: IncomingRequest, now: Timestamp) -> AnswerReading {
        guard request.method == "POST" else { return .refused(.wrongMethod) }
        guard let message = try? JSONDecoder().decode(SNSMessage.self, from: Data(request.body)) else {
            return .malformed("This is no message of SNS's.")
        }
        guard ConstantTime.areEqual(Array(message.topic.utf8), Array(topic.utf8)),
            SNSMessage.isAmazons(message.certificateAddress), message.certificateAddress.hasSuffix(".pem")
        else { return .forged }
        guard let certificate = request.fetched[message.certificateAddress] else {
            return .needs(message.certificateAddress)
        }
        guard message.isSigned(by: certificate) else { return .forged }
        switch message.kind {
        case .notification: return .taken(answers(message))
        case .unsubscription: return .taken([])
        case .subscription:
            // Whoever fetches that page agrees to the subscription.
            guard let address = message.subscribeAddress, SNSMessage.isAmazons(address) else { return .forged }
            return request.fetched[address] == nil ? .needs(address) : .taken([])
        }
    }

    private func answers(_ message: SNSMessage) -> [Answer] {
        guard let event = try? JSONDecoder().decode(Event.self, from: Data(message.text.utf8)) else { return [] }
        let clues =
            [event.mail?.source] + (event.mail?.tags?[Self.tag] ?? [])
            + (event.mail?.headers ?? []).filter(\.isMessageID).map(\.value)
        switch event.kind {
        case "Bounce":
            return (event.bounce?.recipients ?? []).compactMap { recipient in
                let isHard: Bool? = event.bounce?.type == "Permanent" ? (recipient.status == nil ? true : nil) : false
                let found = news.bounce(
                    isHard: isHard,
                    status: recipient.status,
                    words: recipient.diagnostic ?? event.bounce?.subtype,
                    address: recipient.address
                )
                let id = "\(message.id) \(recipient.address)"
                return news.receipt(clues: clues, address: recipient.address, id: id, found)
            }
        case "Complaint":
            return (event.complaint?.recipients ?? []).compactMap { recipient in
                let words = event.complaint?.type ?? "a complaint"
                let id = "\(message.id) \(recipient.address)"
                return news.receipt(clues: clues, address: recipient.address, id: id, .complained(words))
            }
        case "Delivery":
            return (event.delivery?.recipients ?? []).prefix(50).compactMap { address in
                news.receipt(clues: clues, address: address, id: "\(message.id) \(address)", .delivered)
            }
        default: return []
        }
    }

    private struct Event: Decodable {
        struct Mail: Decodable {
            /// There only where the topic's settings ask for it.
            struct Header: Decodable {
                let name: String?
                let value: String?

                var isMessageID: Bool { name?.lowercased() == "message-id" }
            }

            let source: String?
            let headers: [Header]?
            /// There only where a configuration set publishes the event.
            let tags: [String: [String]]?
        }

        struct Recipient: Decodable {
            let address: String
            let status: String?
            let diagnostic: String?

            private enum CodingKeys: String, CodingKey {
                case status
                case address = "emailAddress"
                case diagnostic = "diagnosticCode"
            }
        }

        struct Bounce: Decodable {
            let type: String?
            let subtype: String?
            let recipients: [Recipient]?

            private enum CodingKeys: String, CodingKey {
                case type = "bounceType"
                case subtype = "bounceSubType"
                case recipients = "bouncedRecipients"
            }
        }

        struct Complaint: Decodable {
            let type: String?
            let recipients: [Recipient]?

            private enum CodingKeys: String, CodingKey {
                case type = "complaintFeedbackType"
                case recipients = "complainedRecipients"
            }
        }

        struct Delivery: Decodable { let recipients: [String]? }

        /// SES calls it `notificationType` where a topic belongs to an identity, and `eventType` in a configuration set.
        var kind: String { notificationType ?? eventType ?? "" }

        let notificationType: String?
        let eventType: String?
        let mail: Mail?
        let bounce: Bounce?
        let complaint: Complaint?
        let delivery: Delivery?
    }
}
