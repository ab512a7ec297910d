package import Calls

/// What telling other programs needs of the database.
///
/// A message is written in the transaction of what it tells, by the database itself, so that neither comes without the other,
/// whichever process did it. It is told until the listener has taken it: at least once, each time with the same id.
package protocol WebhookStore: Sendable {
    /// Makes known who listens, from now on; what waits for others is dropped.
    func listen(_ listeners: [WebhookListener], now: Timestamp) async throws

    /// Writes messages about calls that have finished since the last look; a call that goes on again may finish again.
    func noteFinishedCalls(now: Timestamp) async throws

    /// Takes messages that are due, the oldest first; nobody else gets them before ``WebhookRule/lease`` is over.
    func webhookMessages(for listener: String, atMost limit: Int, now: Timestamp) async throws -> [WebhookMessage]

    /// Notes what came of a try.
    func settleWebhook(_ number: Int64, _ result: WebhookResult, now: Timestamp) async throws

    /// What waits and what was given up, by listener.
    func webhookStandings() async throws -> [WebhookStanding]

    /// Has messages that were given up told again, and returns how many.
    func retryWebhooks(now: Timestamp) async throws -> Int
}

/// What came of telling a message once.
package enum WebhookResult: Sendable, Equatable {
    case taken
    case later(Timestamp)
    case givenUp
}

/// How it stands with one listener.
package struct WebhookStanding: Sendable, Equatable {
    package let listener: String
    package let waiting: Int
    /// How many of those failed at least once.
    package let late: Int
    package let givenUp: Int

    package init(listener: String, waiting: Int, late: Int, givenUp: Int) {
        self.listener = listener
        self.waiting = waiting
        self.late = late
        self.givenUp = givenUp
    }
}

/// When a message is tried again.
package enum WebhookRule {
    /// For how long a message belongs to whoever took it: longer than a try can last.
    package static let lease = Duration.seconds(120)
    /// What was given up is forgotten after this.
    package static let memory = Duration.seconds(30 * 86_400)

    /// The waits between tries: three days in all.
    private static let waits: [Int] = [5, 60, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 64_800, 86_400]

    /// How long to wait after a try that failed; `nil` gives up.
    ///
    /// - Parameters:
    ///   - attempts: How often it has been tried by now; 1 or more.
    ///   - asked: What the listener asked for; it can only make the wait longer, up to a day.
    /// - Returns: The wait.
    package static func wait(after attempts: Int, asked: Duration? = nil) -> Duration? {
        guard attempts <= waits.count else { return nil }
        let own = Duration.seconds(waits[max(attempts, 1) - 1])
        return min(max(own, asked ?? .zero), .seconds(86_400))
    }
}
