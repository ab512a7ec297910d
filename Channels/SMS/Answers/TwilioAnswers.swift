import Calls
import Crypto
import Deliveries
import Foundation

/// Twilio's requests: texts that come in, and what became of those that went out.
///
/// Each is signed with the account's token over the address we gave them and the form's fields. Twilio itself confirms STOP
/// and START and answers HELP, so that nothing is said here.
struct TwilioAnswers: AnswerReader {
    let token: String
    let news: TextNews

    let path = "/answers/sms/twilio"
    /// The name under which a delivery's token travels in the address for reports.
    static let tokenName = "d"

    func read(_ request: IncomingRequest, now: Timestamp) -> AnswerReading {
        guard request.method == "POST" else { return .refused(.wrongMethod) }
        guard isGenuine(request) else { return .forged }
        let form = request.formItems
        guard let sid = form["MessageSid"] ?? form["SmsSid"] else { return .malformed("There is no MessageSid.") }
        if let status = form["MessageStatus"] ?? form["SmsStatus"], status != "received" {
            return .taken(report(status, sid, form, request), respond: Self.nothing)
        }
        let reply = form["From"].flatMap { from in
            form["Body"].flatMap { news.reply(from: from, words: $0, id: sid, gateway: "Twilio") }
        }
        guard let reply else { return .malformed("There is no From, or no Body.") }
        return .taken([reply], respond: Self.nothing)
    }

    @Sendable private static func nothing(_ results: [AnswerResult]) -> AnswerResponse {
        AnswerResponse(status: 200, contentType: "text/xml; charset=utf-8", "<Response/>")
    }

    private func report(_ status: String, _ sid: String, _ form: FormItems, _ request: IncomingRequest) -> [Answer] {
        let token = request.queryItems[Self.tokenName]
        let code = form["ErrorCode"].flatMap { Int($0) }
        let found: ReceiptNews
        switch status {
        case "delivered", "read": found = .delivered
        case "undelivered" where code == 21_610, "failed" where code == 21_610: found = .optedOut("Twilio: error 21610")
        case "undelivered", "failed":
            let words = form["ErrorMessage"] ?? "\(status), error \(form["ErrorCode"] ?? "unknown")"
            found = news.bounce(code.map(Self.isPermanent) ?? false ? .hard : .soft, words)
        // Queued, sending, sent: stops on the way.
        default: return []
        }
        return [news.receipt(token: token, reference: sid, found, gateway: "Twilio")].compactMap(\.self)
    }

    /// Unknown handset, landline, number that cannot be one: nobody will ever read a text there.
    private static func isPermanent(_ code: Int) -> Bool { [30_005, 30_006, 21_211, 21_614].contains(code) }

    // MARK: - Signature

    /// Whether the account's token signed it.
    ///
    /// A form is signed over the address and its fields; any other body over the address alone, which then holds the body's
    /// SHA-256.
    func isGenuine(_ request: IncomingRequest) -> Bool {
        guard let field = request.field("x-twilio-signature"), let signature = Data(base64Encoded: field) else {
            return false
        }
        var signed = request.address
        if let digest = request.queryItems["bodySHA256"] {
            let own = SHA256.hash(data: request.body).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            guard ConstantTime.areEqual(Array(own.utf8), Array(digest.lowercased().utf8)) else { return false }
        } else {
            var fields: [(name: String, value: String)] = []
            for item in request.formItems.all {
                guard let value = item.value else { return false }
                fields.append((item.name, value))
            }
            // By bytes, as every language but Swift sorts.
            fields.sort { left, right in
                left.name == right.name
                    ? left.value.utf8.lexicographicallyPrecedes(right.value.utf8)
                    : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
            }
            for field in fields { signed += field.name + field.value }
        }
        let code = HMAC<Insecure.SHA1>
            .authenticationCode(for: Array(signed.utf8), using: SymmetricKey(data: Array(token.utf8)))
        return ConstantTime.areEqual(Array(code), Array(signature))
    }
}
