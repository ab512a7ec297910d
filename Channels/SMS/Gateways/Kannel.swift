import Curl
import Deliveries
import People

/// Kannel's smsbox: a gateway of one's own, in front of modems or an SMS centre.
struct Kannel: Gateway {
    let address: HTTPAddress
    let account: HTTPCredentials
    /// Empty leaves it to Kannel's `global-sender`.
    let sender: String

    func request(for message: TextMessage) -> HTTPRequest {
        var form = HTTPForm()
        form.append("username", account.username)
        form.append("password", account.password)
        if !sender.isEmpty { form.append("from", sender) }
        // Kannel takes several receivers between spaces; E.164 has none.
        form.append("to", message.phone.exact)
        form.append("text", message.text.text)
        form.append("charset", "UTF-8")
        if message.text.encoding == .ucs2 { form.append("coding", "2") }
        if let web = message.briefing.publicURL, let token = message.returnToken {
            form.append("dlr-mask", Self.finalReports)
            form.append("dlr-url", "\(web)/answers/sms/kannel?d=\(token)&state=%d&words=%A")
        }
        return HTTPRequest(.get, address.appending("cgi-bin", "sendsms", query: form))
    }

    func read(_ response: HTTPResponse) -> Outcome {
        guard response.isSuccess else { return UsualAnswer.refusal(response) }
        let words = GatewayWords.line(response.body)
        guard response.isWhole else { return UsualAnswer.unreadable(response) }
        // "0: Accepted for delivery", "3: Queued for later delivery"; 202 is said of nothing else.
        if response.status == 202 || words.hasPrefix("0:") || words.hasPrefix("3:") { return .sent(reference: nil) }
        return UsualAnswer.unreadable(response)
    }

    /// Delivered (1), not delivered (2), refused by the SMS centre (16); the stops on the way are of no use to anybody.
    private static let finalReports = "19"
}
