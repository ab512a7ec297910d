import Curl
import Deliveries

/// Why no connection to the mail server could be had, sorted and in words.
struct OpeningFault: Error, Equatable, Sendable {
    /// What went wrong, and what its owner can do.
    let sentence: String
    /// Whether the server is there and has only too much to do.
    let isThrottled: Bool

    /// Sorts what is known.
    ///
    /// - Parameters:
    ///   - error: Facts from the wire.
    ///   - endpoint: Where it was.
    init(_ error: SMTPOpeningError, at endpoint: SMTPEndpoint) {
        var parser = ReplyParser()
        var replies: [Reply] = []
        try? parser.take(error.transcript, into: &replies)
        let refusal = replies.last.flatMap { $0.code >= 400 ? $0 : nil }
        isThrottled = refusal.map { $0.code / 100 == 4 } ?? false
        let why = Self.cause(error, refusal: refusal, endpoint)
        sentence = "\(endpoint.name): \(why)"
    }

    /// What the worker is told.
    var waiting: Waiting { Waiting(isThrottled ? .throttled : .unreachable, reason: sentence) }

    /// The numbers are libcurl's `CURLE_…`.
    private static func cause(_ error: SMTPOpeningError, refusal: Reply?, _ endpoint: SMTPEndpoint) -> String {
        let explanation = error.curl.description
        switch error.curl.code {
        case 6: return "no such host. Check the name in 'server'."
        case 7:
            let why =
                error.systemError == 0 ? explanation : SystemError(number: error.systemError).description.lowercased()
            return "\(why). Check that the server runs and that 'server' is right."
        case 28: return "no answer within \(endpoint.openingLimit / 1_000) s. Check 'server', and firewalls on the way."
        case 35:
            return "encryption failed: \(explanation). Is it smtps:// where the server speaks STARTTLS, or the reverse?"
        case 58, 60, 66, 77, 82, 83:
            return "its certificate is not to be trusted: \(explanation). Check the host's name, or name the"
                + " certificates to trust in 'ca_file'."
        case 64: return "it does not offer STARTTLS, and 'tls' is required. Use smtps://, or another server."
        case 67:
            guard let refusal else { return "log-in failed: no way of logging in that both sides know." }
            return refusal.code / 100 == 4
                ? "log-in is not possible at the moment: \(refusal.words)"
                : "log-in refused: \(refusal.words). Check 'username' and 'password'."
        default: return refusal?.words ?? explanation
        }
    }
}
