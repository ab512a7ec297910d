import Curl
import Deliveries
import People

/// One text to one person, ready for a gateway.
struct TextMessage: Sendable {
    /// Where it goes.
    let phone: PhoneNumber
    /// What it says.
    let text: SMSText
    /// The same for every attempt at this delivery and for no other.
    let key: String
    /// What comes back with news about it; `nil` where no news is wanted.
    var returnToken: String?
    /// Whom it asks; only the webhook tells the other side more than the number.
    let person: Person
    /// The call it belongs to.
    let briefing: Briefing
}

/// A service that takes texts over HTTP: how it is asked, and how its answers are read.
///
/// Both are pure: a gateway opens no connection and keeps no state.
protocol Gateway: Sendable {
    /// Where the service is.
    var address: HTTPAddress { get }

    /// What hands one text over.
    func request(for message: TextMessage) -> HTTPRequest

    /// What an answer to ``request(for:)`` means.
    func read(_ response: HTTPResponse) -> Outcome

    /// A request that sends nothing and tells whether the service is there, and knows us where it can say so.
    var probe: HTTPRequest { get }
}

extension Gateway {
    /// A look at the address itself.
    var probe: HTTPRequest { HTTPRequest(.get, address) }

    /// What came of a request, answered or not.
    ///
    /// A text whose answer was lost may have gone out: it is never sent again by itself, since texts cost money and nerves.
    func outcome(of result: HTTPResult) -> Outcome {
        switch result {
        case .success(let response): read(response)
        case .failure(.notSent(let why)):
            .waiting(Waiting(.unreachable, reason: GatewayWords.line("the gateway at \(address.host) is away: \(why)")))
        case .failure(.unanswered(let why)):
            .unknown(reason: GatewayWords.line("no answer from \(address.host), it may have gone out: \(why)"))
        case .failure(.withdrawn): .interrupted
        }
    }
}
