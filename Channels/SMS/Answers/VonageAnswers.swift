import Calls
import Crypto
import Deliveries
import Foundation

/// Vonage's signed requests: texts that come in and delivery receipts, as a form, a query or JSON.
///
/// Only HMAC-SHA256 and HMAC-SHA512 are taken of the methods that Vonage offers; the others rest on MD5 or SHA-1.
struct VonageAnswers: AnswerReader {
    /// The account's signature secret.
    let secret: String
    let news: TextNews

    let path = "/answers/sms/vonage"
    /// Vonage tries for a day; what is older was recorded by somebody.
    private static let longestAge = Duration.seconds(25 * 3_600)

    func read(_ request: IncomingRequest, now: Timestamp) -> AnswerReading {
        guard let fields = Self.fields(of: request) else { return .malformed("Neither a form nor JSON.") }
        guard isGenuine(fields, now: now) else { return .forged }
        guard let number = fields["msisdn"], let id = fields["messageId"] ?? fields["message-id"] else {
            return .malformed("There is no msisdn, or no messageId.")
        }
        guard let status = fields["status"] else {
            guard let reply = news.reply(from: number, words: fields["text"] ?? "", id: id, gateway: "Vonage") else {
                return .malformed("There is no number, or no id.")
            }
            return .taken([reply])
        }
        return .taken(report(status, id, fields))
    }

    private func report(_ status: String, _ id: String, _ fields: [String: String]) -> [Answer] {
        let found: ReceiptNews
        switch status {
        case "delivered": found = .delivered
        case "failed", "rejected", "expired":
            let code = fields["err-code"] ?? ""
            // Absent subscriber, permanently; illegal number.
            found = news.bounce(["3", "9"].contains(code) ? .hard : .soft, "\(status), error \(code)")
        default: return []
        }
        let answer = news.receipt(token: fields["client-ref"], reference: id, found, gateway: "Vonage")
        return [answer].compactMap(\.self)
    }

    private static func fields(of request: IncomingRequest) -> [String: String]? {
        let type = request.field("content-type")?.lowercased() ?? ""
        if type.hasPrefix("application/json") { return json(request.body) }
        let items = request.method == "POST" ? request.formItems : request.queryItems
        var fields: [String: String] = [:]
        for item in items.all { fields[item.name] = fields[item.name] ?? item.value }
        return fields
    }

    private static func json(_ body: [UInt8]) -> [String: String]? {
        guard let object = try? JSONDecoder().decode([String: Scalar].self, from: Data(body)) else { return nil }
        return object.compactMapValues(\.text)
    }

    /// A JSON value as it stands in the string that is signed.
    private struct Scalar: Decodable {
        let text: String?

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            let number = try? value.decode(Int64.self)
            text = number.map(String.init) ?? (try? value.decode(String.self))
        }
    }

    private func isGenuine(_ fields: [String: String], now: Timestamp) -> Bool {
        guard let signature = fields["sig"], let second = fields["timestamp"].flatMap({ Int64($0) }),
            (0...4_000_000_000).contains(second)
        else { return false }
        let age = now - Timestamp(rawValue: second * 1_000)
        guard (Duration.seconds(-600)..<Self.longestAge).contains(age) else { return false }
        let names = fields.keys.filter { $0 != "sig" }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        var signed = ""
        for name in names {
            let value = (fields[name] ?? "").replacing("&", with: "_").replacing("=", with: "_")
            signed += "&\(name)=\(value)"
        }
        let key = SymmetricKey(data: Array(secret.utf8))
        let codes = [
            HMAC<SHA256>.authenticationCode(for: Array(signed.utf8), using: key).hexadecimal,
            HMAC<SHA512>.authenticationCode(for: Array(signed.utf8), using: key).hexadecimal,
        ]
        return codes.contains { ConstantTime.areEqual(Array($0.utf8), Array(signature.lowercased().utf8)) }
    }
}

extension Sequence<UInt8> {
    /// Two lower-case digits for each byte.
    var hexadecimal: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
