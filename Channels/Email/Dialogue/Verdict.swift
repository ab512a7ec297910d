import Deliveries

/// What a server's reply means for a message: RFC 5321's classes, and the exceptions that experience has taught.
enum Verdict {
    /// The command that a reply answers.
    enum Step: String, Sendable {
        case mail = "MAIL"
        case recipient = "RCPT"
        case data = "DATA"
        /// The lone dot: from here on the server may have the message.
        case dot = "the message"
    }

    /// Sorts a refusal.
    ///
    /// - Parameters:
    ///   - reply: A reply of class 4 or 5.
    ///   - step: What it answers.
    ///   - server: Its name, for the reason of a wait.
    /// - Returns: `retry`, `refused` or `waiting`.
    static func outcome(of reply: Reply, to step: Step, server: String) -> Outcome {
        if reply.code / 100 == 4 { return .retry(reason: reply.words, after: waitAskedFor(in: reply)) }
        if refusesEverybody(reply, at: step) {
            return .waiting(Waiting(.unreachable, reason: "\(server): \(reply.words)"))
        }
        // RFC 5321 4.5.3.1.10: many servers say 552 at RCPT where they mean 452.
        if step == .recipient, reply.code == 552 { return .retry(reason: reply.words) }
        return .refused(reason: reply.words)
    }

    /// Whether a permanent refusal is about us rather than about the recipient: then nobody's message would get through.
    private static func refusesEverybody(_ reply: Reply, at step: Step) -> Bool {
        switch reply.code {
        // Encryption or log-in wanted (RFC 3207, RFC 4954).
        case 530, 534, 535, 538: true
        // MAIL names the sender alone, and the size: only 552 is about this one message.
        default: step == .mail && reply.code != 552
        }
    }

    /// The wait in words such as "please try again in 300 seconds", as greylisting servers write it.
    ///
    /// - Returns: At most a day; `nil` when there is no such number.
    static func waitAskedFor(in reply: Reply) -> Duration? {
        let words = reply.lines.joined(separator: " ").lowercased().split { !$0.isLetter && !$0.isNumber }
        for (number, unit) in zip(words, words.dropFirst()) {
            guard let count = Int(number), count > 0, count <= 86_400 else { continue }
            switch unit {
            case "s", "sec", "secs", "second", "seconds": return .seconds(count)
            case "min", "mins", "minute", "minutes": return .seconds(min(count * 60, 86_400))
            default: continue
            }
        }
        return nil
    }
}
