import Curl
import Deliveries
import Foundation
import People

/// Twilio's Programmable Messaging, and the services that copy its interface.
struct Twilio: Gateway {
    let address: HTTPAddress
    let account: HTTPCredentials
    let sender: String
    /// Where texts are handed over; the same for all.
    private let messages: HTTPAddress

    init(address: HTTPAddress, account: HTTPCredentials, sender: String) {
        self.address = address
        self.account = account
        self.sender = sender
        messages = address.appending("2010-04-01", "Accounts", account.username, "Messages.json")
    }

    func request(for message: TextMessage) -> HTTPRequest {
        var form = HTTPForm()
        form.append(Self.isMessagingService(sender) ? "MessagingServiceSid" : "From", sender)
        form.append("To", message.phone.exact)
        form.append("Body", message.text.text)
        if let web = message.briefing.publicURL, let token = message.returnToken {
            form.append("StatusCallback", "\(web)/answers/sms/twilio?\(TwilioAnswers.tokenName)=\(token)")
        }
        return HTTPRequest(.post, messages, fields: [.form], credentials: account, body: form.bytes)
    }

    func read(_ response: HTTPResponse) -> Outcome {
        // What nearly every answer is: one that took the text, and needs no object to be built.
        if response.isSuccess, response.isWhole,
            let sid = JSONGlance.text(under: "sid", without: ["code", "message"], in: response.body), !sid.isEmpty
        {
            return .sent(reference: GatewayWords.line(sid))
        }
        let answer = try? JSONDecoder().decode(Answer.self, from: Data(response.body))
        if response.isSuccess {
            guard response.isWhole, let sid = answer?.sid, !sid.isEmpty else { return UsualAnswer.unreadable(response) }
            return .sent(reference: GatewayWords.line(sid))
        }
        let words = answer?.message.map { GatewayWords.line($0) }
        switch answer?.code {
        case 21_610: return .optedOut(reason: words ?? "the person told Twilio to stop")
        case 20_429, Self.senderQueueIsFull: return UsualAnswer.throttled(words ?? "too many requests", response)
        case let code? where Self.faultsOfOurs.contains(code): return UsualAnswer.refusesUs(words ?? "error \(code)")
        // A code of the messaging product speaks of this text, whatever the status.
        case let code? where (21_000..<22_000).contains(code) && response.status < 500:
            return .refused(reason: words ?? "error \(code)")
        default: return UsualAnswer.refusal(response, words: words)
        }
    }

    var probe: HTTPRequest {
        let itself = address.appending("2010-04-01", "Accounts", account.username + ".json")
        return HTTPRequest(.get, itself, credentials: account)
    }

    /// Whether a sender is a messaging service, which chooses the number by itself.
    static func isMessagingService(_ sender: String) -> Bool {
        sender.hasPrefix("MG") && sender.utf8.count == 34
            && sender.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }

    /// Account not known, not active, not allowed; sender missing, invalid, unable to text or not ours.
    private static let faultsOfOurs: Set<Int> = [
        20_003, 20_005, 20_006, 21_212, 21_603, 21_606, 21_659, 21_660, 21_703,
    ]
    private static let senderQueueIsFull = 21_611

    /// A message that was taken, or an error.
    private struct Answer: Decodable {
        let sid: String?
        let code: Int?
        let message: String?
    }
}
