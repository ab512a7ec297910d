package import Calls

/// A stretch of time in which no worker lived: the laptop was closed, the service was down, a backup was restored.
package struct Sleep: Sendable, Equatable {
    /// The last sign of life before it.
    package let began: Timestamp
    /// When the next worker enlisted.
    package let ended: Timestamp

    package init(began: Timestamp, ended: Timestamp) {
        self.began = began
        self.ended = ended
    }
}

/// What fell due while nobody worked, and was found so late that a person has to say whether it should still go out.
package enum Overdue {
    /// For how long at one stretch nobody worked since a delivery could have gone out.
    ///
    /// Waits while a worker lived (for a server, for a rate, for its turn in a long queue) are no sleep and count nothing.
    ///
    /// - Parameters:
    ///   - due: When it fell due, or could first have gone out: not before its call was published or resumed.
    ///   - sleeps: When nobody worked.
    /// - Returns: Zero when somebody worked all the time.
    package static func slept(since due: Timestamp, _ sleeps: [Sleep]) -> Duration {
        sleeps.map { $0.ended - max(due, $0.began) }.max().map { max($0, .zero) } ?? .zero
    }

    /// Why it is held, and what to do.
    package static func reason(call: String, due: Timestamp, slept: Duration) -> String {
        let hours = slept.components.seconds / 3_600
        let length = hours < 48 ? "\(hours) hours" : "\(hours / 24) days"
        return "long overdue: it fell due at \(due) and no worker ran for \(length) after that; "
            + "'clarion retry \(call) --state held' sends it all the same"
    }
}
