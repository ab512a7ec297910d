import Calls
import Deliveries
import Foundation

/// Postmark's webhooks, which prove themselves by the name and password in the address that it was given.
struct PostmarkAnswers: AnswerReader {
    let credentials: String
    let news: MailNews

    let path = "/answers/email/postmark"

    func read(_ request: IncomingRequest, now: Timestamp) -> AnswerReading {
        guard request.method == "POST" else { return .refused(.wrongMethod) }
        guard let field = request.field("authorization"), field.lowercased().hasPrefix("basic "),
            let claimed = Data(base64Encoded: String(field.dropFirst(6))),
            ConstantTime.areEqual(Array(claimed), Array(credentials.utf8))
        else { return .forged }
        guard let record = try? JSONDecoder().decode(Record.self, from: Data(request.body)) else {
            return .malformed("This is no record of Postmark's.")
        }
        return .taken([answer(record)].compactMap(\.self))
    }

    private func answer(_ record: Record) -> Answer? {
        let address = record.email ?? record.recipient
        let found: ReceiptNews
        switch (record.kind, record.type) {
        case ("Delivery", _): found = .delivered
        case ("SpamComplaint", _), ("Bounce", "SpamComplaint"): found = .complained("a complaint")
        case ("Bounce", "Unsubscribe"): found = .optedOut("an answer that asks to be left alone")
        case ("SubscriptionChange", _):
            guard record.suppresses == true else { return nil }
            found = .optedOut("Postmark: \(record.reason ?? "unsubscribed")")
        case ("Bounce", "AutoResponder"), ("Bounce", "Subscribe"), ("Bounce", "AddressChange"), ("Bounce", "Transient"):
            return nil
        case ("Bounce", _):
            let isHard = record.type == "HardBounce" || record.type == "BadEmailAddress"
            found = news.bounce(isHard: isHard, words: record.details ?? record.description, address: address)
        default: return nil
        }
        let id = "\(record.kind) \(record.id.map(String.init) ?? record.message ?? "") \(record.changedAt ?? "")"
        return news.receipt(clues: [record.metadata?.token], address: address, id: id, found)
    }

    private struct Record: Decodable {
        let kind: String
        let type: String?
        let id: Int64?
        let message: String?
        let email: String?
        let recipient: String?
        let description: String?
        let details: String?
        let suppresses: Bool?
        let reason: String?
        let changedAt: String?
        let metadata: Metadata?

        private enum CodingKeys: String, CodingKey {
            case kind = "RecordType"
            case type = "Type"
            case id = "ID"
            case message = "MessageID"
            case email = "Email"
            case recipient = "Recipient"
            case description = "Description"
            case details = "Details"
            case suppresses = "SuppressSending"
            case reason = "SuppressionReason"
            case changedAt = "ChangedAt"
            case metadata = "Metadata"
        }
    }

    /// What we gave the mail to bring back; others of the account may have put in anything.
    private struct Metadata: Decodable {
        let token: String?

        init(from decoder: any Decoder) throws {
            let members = try? decoder.container(keyedBy: CodingKeys.self)
            token = try? members?.decode(String.self, forKey: .token)
        }

        private enum CodingKeys: String, CodingKey { case token = "clarion" }
    }
}
