import Calls
import Crypto
import Deliveries
import Foundation

/// SendGrid's signed event webhook: a list of events, signed by ECDSA over a time and the body.
struct SendGridAnswers: AnswerReader {
    let key: P256.Signing.PublicKey
    let news: MailNews

    let path = "/answers/email/sendgrid"
    /// Many events come in one request.
    let longestBody = 1_024 * 1_024
    private static let signatureField = "X-Twilio-Email-Event-Webhook-Signature"
    private static let timeField = "X-Twilio-Email-Event-Webhook-Timestamp"

    func read(_ request: IncomingRequest, now: Timestamp) -> AnswerReading {
        guard request.method == "POST" else { return .refused(.wrongMethod) }
        guard let time = request.field(Self.timeField), let field = request.field(Self.signatureField),
            let bytes = Data(base64Encoded: field),
            let signature = try? P256.Signing.ECDSASignature(derRepresentation: bytes),
            key.isValidSignature(signature, for: Array(time.utf8) + request.body)
        else { return .forged }
        guard let events = try? JSONDecoder().decode([Event].self, from: Data(request.body)) else {
            return .malformed("This is no list of SendGrid's events.")
        }
        return .taken(events.compactMap(answer))
    }

    private func answer(_ event: Event) -> Answer? {
        let found: ReceiptNews
        switch event.event {
        case "delivered": found = .delivered
        case "spamreport": found = .complained("a complaint")
        case "unsubscribe", "group_unsubscribe": found = .optedOut("SendGrid's own opt-out link")
        case "bounce":
            // "blocked" is what SendGrid calls a refusal that may pass.
            let isHard = event.type == "blocked" ? false : nil
            found = news.bounce(isHard: isHard, status: event.status, words: event.reason, address: event.email)
        default: return nil
        }
        return news.receipt(clues: [event.smtpID], address: event.email, id: event.id, found)
    }

    private struct Event: Decodable {
        let id: String
        let event: String
        let email: String?
        let smtpID: String?
        let type: String?
        let reason: String?
        let status: String?

        private enum CodingKeys: String, CodingKey {
            case event, email, type, reason, status
            case id = "sg_event_id"
            case smtpID = "smtp-id"
        }
    }
}
