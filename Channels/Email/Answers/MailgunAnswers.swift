import Calls
import Crypto
import Deliveries
import Foundation

/// Mailgun's webhooks: an event each, signed over a time and a random word (HMAC-SHA256).
struct MailgunAnswers: AnswerReader {
    let key: String
    let news: MailNews

    let path = "/answers/email/mailgun"
    /// Mailgun tries for eight hours.
    private static let longestAge = Duration.seconds(24 * 3_600)

    func read(_ request: IncomingRequest, now: Timestamp) -> AnswerReading {
        guard request.method == "POST" else { return .refused(.wrongMethod) }
        guard let hook = try? JSONDecoder().decode(Hook.self, from: Data(request.body)) else {
            return .malformed("This is no event of Mailgun's.")
        }
        guard isGenuine(hook.signature, now: now) else { return .forged }
        return .taken([answer(hook.event)].compactMap(\.self))
    }

    private func isGenuine(_ signature: Hook.Signature, now: Timestamp) -> Bool {
        guard let second = Int64(signature.timestamp), (0...4_000_000_000).contains(second) else { return false }
        let age = now - Timestamp(rawValue: second * 1_000)
        guard (Duration.seconds(-600)..<Self.longestAge).contains(age),
            let claimed = Hexadecimal.bytes(signature.signature)
        else { return false }
        let signed = Array((signature.timestamp + signature.token).utf8)
        let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: Array(key.utf8)))
        return ConstantTime.areEqual(Array(code), claimed)
    }

    private func answer(_ event: Hook.Event) -> Answer? {
        let found: ReceiptNews
        switch event.event {
        case "delivered": found = .delivered
        case "complained": found = .complained("a complaint")
        case "unsubscribed": found = .optedOut("Mailgun's own opt-out link")
        // A temporary one is still being tried.
        case "failed" where event.severity == "permanent":
            let status = event.status
            found = news.bounce(
                isHard: nil,
                status: status?.enhanced,
                words: [status?.message, status?.description, event.reason].compactMap { $0 }.first { !$0.isEmpty },
                address: event.recipient
            )
        default: return nil
        }
        let clues = [event.envelope?.sender, event.message?.headers?.id]
        return news.receipt(clues: clues, address: event.recipient, id: event.id, found)
    }

    private struct Hook: Decodable {
        struct Signature: Decodable {
            let timestamp: String
            let token: String
            let signature: String
        }

        struct Event: Decodable {
            struct Status: Decodable {
                let message: String?
                let description: String?
                let enhanced: String?

                private enum CodingKeys: String, CodingKey {
                    case message, description
                    case enhanced = "enhanced-code"
                }
            }

            struct Envelope: Decodable { let sender: String? }

            struct Message: Decodable {
                struct Headers: Decodable {
                    let id: String?

                    private enum CodingKeys: String, CodingKey { case id = "message-id" }
                }

                let headers: Headers?
            }

            let id: String
            let event: String
            let severity: String?
            let reason: String?
            let recipient: String?
            let status: Status?
            let envelope: Envelope?
            let message: Message?

            private enum CodingKeys: String, CodingKey {
                case id, event, severity, reason, recipient, envelope, message
                case status = "delivery-status"
            }
        }

        let signature: Signature
        let event: Event

        private enum CodingKeys: String, CodingKey {
            case signature
            case event = "event-data"
        }
    }
}
