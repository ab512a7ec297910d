import Curl
import Deliveries

/// What an HTTP status means at every gateway, where the gateway itself does not say more.
enum UsualAnswer {
    /// The meaning of a status other than success.
    ///
    /// - Parameters:
    ///   - response: The answer; its status is not 2xx.
    ///   - words: What the gateway says about it; `nil` where only the body can tell.
    /// - Returns: Never `sent`.
    static func refusal(_ response: HTTPResponse, words: String? = nil) -> Outcome {
        let said = words.map { GatewayWords.line($0) } ?? GatewayWords.line(response.body)
        let reason = said.isEmpty ? "HTTP \(response.status)" : said
        switch response.status {
        case 429: return throttled(reason, response)
        case 503 where response.retryAfter != nil: return throttled(reason, response)
        case 408, 500...: return .retry(reason: reason, after: response.retryAfter)
        case 401, 403: return refusesUs(reason)
        case 300..<400:
            let reason = "the gateway answers with a redirect (HTTP \(response.status)); check channels.sms.url"
            return .waiting(Waiting(.unreachable, reason: reason))
        default: return .refused(reason: reason)
        }
    }

    /// The gateway asks us to slow down.
    static func throttled(_ reason: String, _ response: HTTPResponse) -> Outcome {
        .waiting(Waiting(.throttled, reason: reason, after: response.retryAfter))
    }

    /// The gateway would refuse every text of ours: something is wrong with our account or our sender, not with the person.
    static func refusesUs(_ reason: String) -> Outcome {
        .waiting(
            Waiting(.unreachable, reason: GatewayWords.line("the gateway refuses us, check channels.sms: \(reason)"))
        )
    }

    /// A success whose meaning cannot be read: the text may have gone out.
    static func unreadable(_ response: HTTPResponse) -> Outcome {
        let what = response.isWhole ? "cannot be read" : "was cut off or too long"
        return .unknown(reason: "the gateway's answer (HTTP \(response.status)) \(what); the text may have gone out")
    }
}

extension HTTPResponse {
    /// Whether the other side says that it took the request.
    var isSuccess: Bool { (200..<300).contains(status) }
}
