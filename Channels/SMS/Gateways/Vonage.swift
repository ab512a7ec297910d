import Curl
import Deliveries
import Foundation
import People

/// Vonage's SMS API, formerly Nexmo's.
///
/// It answers 200 whatever happened; what happened to each part stands in the body.
struct Vonage: Gateway {
    let address: HTTPAddress
    let account: HTTPCredentials
    let sender: String

    func request(for message: TextMessage) -> HTTPRequest {
        // It comes back with the delivery receipts.
        request(to: message.phone.exact, message.text, reference: message.returnToken ?? message.key)
    }

    /// What hands a text over.
    ///
    /// - Parameters:
    ///   - number: In E.164.
    ///   - text: What it says.
    ///   - reference: What receipts about it shall bear.
    /// - Returns: The request.
    func request(to number: String, _ text: SMSText, reference: String?) -> HTTPRequest {
        var form = HTTPForm()
        form.append("api_key", account.username)
        form.append("api_secret", account.password)
        form.append("from", Self.withoutPlus(sender))
        form.append("to", Self.withoutPlus(number))
        form.append("text", text.text)
        if text.encoding == .ucs2 { form.append("type", "unicode") }
        if let reference { form.append("client-ref", reference) }
        return HTTPRequest(.post, address.appending("sms", "json"), fields: [.form], body: form.bytes)
    }

    func read(_ response: HTTPResponse) -> Outcome {
        guard response.isSuccess else { return UsualAnswer.refusal(response) }
        guard response.isWhole, let answer = try? JSONDecoder().decode(Answer.self, from: Data(response.body)),
            let first = answer.messages.first
        else { return UsualAnswer.unreadable(response) }
        guard let fault = answer.messages.first(where: { $0.status != "0" }) else {
            return .sent(reference: first.id.map { GatewayWords.line($0) })
        }
        let words = GatewayWords.line(fault.words ?? "status \(fault.status)")
        // Some parts went out: the person would get them twice.
        if answer.messages.contains(where: { $0.status == "0" }) {
            return .unknown(reason: GatewayWords.line("only a part of the text was taken: \(words)"))
        }
        return meaning(of: fault.status, words, response)
    }

    var probe: HTTPRequest {
        var form = HTTPForm()
        form.append("api_key", account.username)
        form.append("api_secret", account.password)
        return HTTPRequest(.get, address.appending("account", "get-balance", query: form))
    }

    private func meaning(of status: String, _ words: String, _ response: HTTPResponse) -> Outcome {
        switch status {
        // Faster than the account may go, or too many connections.
        case "1", "10": UsualAnswer.throttled(words, response)
        // Credentials wrong, account barred, no credit left, signature wrong or demanded.
        case "4", "8", "9", "14", "32": UsualAnswer.refusesUs(words)
        // An error inside the platform; anything else that it has no name for.
        case "5", "99": .retry(reason: words, after: response.retryAfter)
        default: .refused(reason: words)
        }
    }

    private static func withoutPlus(_ number: String) -> String {
        number.hasPrefix("+") ? String(number.dropFirst()) : number
    }

    /// One entry for each part of the text.
    private struct Answer: Decodable {
        struct Part: Decodable {
            let status: String
            let id: String?
            let words: String?

            private enum CodingKeys: String, CodingKey {
                case status
                case id = "message-id"
                case words = "error-text"
            }

            /// Reads the status as a text, as Vonage writes it, or as a number, as some who copy it do.
            init(from decoder: any Decoder) throws {
                let part = try decoder.container(keyedBy: CodingKeys.self)
                let number = try? part.decode(Int.self, forKey: .status)
                status = try number.map(String.init) ?? part.decode(String.self, forKey: .status)
                id = try part.decodeIfPresent(String.self, forKey: .id)
                words = try part.decodeIfPresent(String.self, forKey: .words)
            }
        }

        let messages: [Part]
    }
}
