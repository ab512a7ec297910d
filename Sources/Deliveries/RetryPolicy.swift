/// When a delivery is tried again, and when it is given up.
package struct RetryPolicy: Sendable, Equatable {
    /// How many tries a delivery gets; 1 or more.
    package let attempts: Int
    /// The wait after the first try that failed.
    package let first: Duration
    /// No wait is longer.
    package let longest: Duration

    /// A policy; by default a minute, four, sixteen, … up to six hours, and eight tries within about a day.
    ///
    /// RFC 5321 4.5.4.1 asks mail servers for days of patience; a call to action is dead sooner, so we begin earlier and
    /// let the call's expiry end it.
    package init(attempts: Int = 8, first: Duration = .seconds(60), longest: Duration = .seconds(6 * 3_600)) {
        self.attempts = attempts
        self.first = first
        self.longest = longest
    }

    /// The wait before the next try, without jitter.
    ///
    /// Grows fourfold with each try and stops growing at ``longest``.
    ///
    /// - Parameter attempt: How many tries have been made, counting the one that just failed; 1 or more.
    /// - Returns: A wait between ``first`` and ``longest``.
    package func delay(after attempt: Int) -> Duration {
        var wait = first
        var tries = 1
        while tries < attempt, wait < longest {
            wait = wait * 4
            tries += 1
        }
        return min(wait, longest)
    }
}
