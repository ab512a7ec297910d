import Calls
import Crypto
import Deliveries
import Foundation

/// Requests of anybody's own gateway: JSON, signed with a shared secret (HMAC-SHA256 over the body, in hexadecimal).
///
///     {"type": "reply", "id": "m1", "from": "+12125550101", "text": "YES"}
///     {"type": "receipt", "delivery": "…", "status": "delivered"}
///     {"type": "receipt", "delivery": "…", "status": "bounced", "permanent": true, "reason": "no such number"}
struct WebhookAnswers: AnswerReader {
    let secret: String
    let news: TextNews

    let path = "/answers/sms/webhook"
    static let signatureField = "X-Clarion-Signature"

    func read(_ request: IncomingRequest, now: Timestamp) -> AnswerReading {
        guard request.method == "POST" else { return .refused(.wrongMethod) }
        guard let signature = request.field(Self.signatureField), isGenuine(signature, request.body) else {
            return .forged
        }
        guard let message = try? JSONDecoder().decode(Message.self, from: Data(request.body)),
            let answer = answer(message)
        else { return .malformed("There must be type, id, from and text; or type, delivery and status.") }
        let organization = news.organization
        let isFromAPerson = message.type == .reply
        return .taken([answer]) { results in
            // A carrier's report of an opt-out has told the person already.
            let words = isFromAPerson ? results.compactMap { $0.words(from: organization) }.first : nil
            let body = (try? JSONEncoder().encode(["reply": words])).map { String(decoding: $0, as: UTF8.self) }
            return AnswerResponse(status: 200, contentType: "application/json", body ?? "{}")
        }
    }

    private func isGenuine(_ signature: String, _ body: [UInt8]) -> Bool {
        let claimed = signature.hasPrefix("sha256=") ? signature.dropFirst(7) : signature[...]
        let own = HMAC<SHA256>.authenticationCode(for: body, using: SymmetricKey(data: Array(secret.utf8))).hexadecimal
        return ConstantTime.areEqual(Array(own.utf8), Array(claimed.lowercased().utf8))
    }

    private func answer(_ message: Message) -> Answer? {
        switch message.type {
        case .reply:
            guard let from = message.from, let id = message.id else { return nil }
            return news.reply(from: from, words: message.text ?? "", id: id, gateway: "the webhook")
        case .receipt:
            let found: ReceiptNews =
                switch message.status {
                case .delivered: .delivered
                case .optedOut: .optedOut(GatewayWords.line(message.reason ?? "opted out"))
                case .bounced, nil:
                    news.bounce(message.permanent == true ? .hard : .soft, message.reason ?? "not delivered")
                }
            guard message.status != nil else { return nil }
            return news.receipt(token: message.delivery, reference: nil, found, gateway: "the webhook")
        }
    }

    private struct Message: Decodable {
        enum Kind: String, Decodable { case reply, receipt }
        enum Status: String, Decodable {
            case delivered, bounced
            case optedOut = "opted-out"
        }

        let type: Kind
        let id: String?
        let from: String?
        let text: String?
        let delivery: String?
        let status: Status?
        let permanent: Bool?
        let reason: String?
    }
}
