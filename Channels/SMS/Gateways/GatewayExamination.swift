import Curl
import Deliveries

/// What `doctor` makes of a gateway's answer to its probe.
enum GatewayExamination {
    /// One line: who was asked, what was found, and what to do.
    static func finding(_ result: HTTPResult, _ settings: SMSSettings) -> Finding {
        let gateway = "the text gateway at \(settings.address)"
        let text: Finding =
            switch result {
            case .failure(.notSent(let why)): .bad("\(gateway) cannot be reached: \(why)")
            case .failure(.unanswered(let why)): .bad("\(gateway) does not answer: \(why)")
            case .failure(.withdrawn): .bad("\(gateway) was not asked: we were told to stop")
            case .success(let response):
                switch response.status {
                case 401, 403: .bad("\(gateway) refuses us; check channels.sms.account and token")
                case 300..<400: .bad("\(gateway) answers with a redirect; check channels.sms.url")
                case 500...: .bad("\(gateway) is in trouble (HTTP \(response.status)); ask whoever runs it")
                case 429: .good("\(gateway) answers, and asks us to slow down")
                default: .good("\(gateway) answers")
                }
            }
        let line = GatewayWords.masking(settings.secrets, in: GatewayWords.line(text.text))
        return text.isGood ? .good(line) : .bad(line)
    }
}
