public import Calls

/// What came of one attempt, in the driver's words.
///
/// A reason is one line for organizers, in the server's own words where it gave some. Whoever records it masks the
/// addresses in it, so a driver may hand on what it heard.
public enum Outcome: Sendable, Equatable {
    /// The channel took the message; `reference` is the channel's own id for it, if it gave one.
    case sent(reference: String?)
    /// Not now: mailbox busy, greylisted, server error. Counts as an attempt. `after` is the wait the other side asked for.
    case retry(reason: String, after: Duration? = nil)
    /// Never: no such mailbox, number not in service. No further attempt is made.
    case refused(reason: String)
    /// Never, because the person told the channel's carrier to stop. Recorded as an opt-out from this channel.
    case optedOut(reason: String)
    /// It may have gone out and it may not: the answer was lost. Sent again only where the channel may repeat, else held.
    case unknown(reason: String)
    /// Not yet for this person: quiet hours, for instance. Does not count as an attempt.
    case snooze(until: Timestamp, reason: String)
    /// Not now for anybody: the server is away, or asks us to slow down. The whole channel waits; no attempt is counted.
    case waiting(Waiting)
    /// We were told to stop, or not to begin this one, before it was begun. Does not count as an attempt.
    case interrupted
}

/// Why a whole channel waits.
public struct Waiting: Sendable, Equatable {
    /// The two ways of being unable to go on.
    public enum Cause: Sendable, Equatable {
        /// Nobody answers, or the answer refuses everybody: log-in failed, certificate invalid.
        case unreachable
        /// The other side is there and asks us to slow down.
        case throttled
    }

    /// The sort of wait.
    public let cause: Cause
    /// One line: which server, and what it said.
    public let reason: String
    /// The wait the other side asked for; `nil` leaves it to the worker.
    public let after: Duration?

    /// Makes a wait out of its parts.
    public init(_ cause: Cause, reason: String, after: Duration? = nil) {
        self.cause = cause
        self.reason = reason
        self.after = after
    }
}
