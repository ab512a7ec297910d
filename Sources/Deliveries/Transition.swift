package import Calls
package import People

/// A change of a delivery that a store is to apply, if the delivery is still in the state the change starts from.
package struct Transition: Sendable, Equatable {
    /// The state it goes to.
    package let state: DeliveryState
    /// Why, for organizers; `nil` where nothing needs saying.
    package let reason: String?
    /// When it is due again; `nil` unless it goes back to the queue.
    package let due: Timestamp?
    /// The channel's own id for the message.
    package let reference: String?
    /// Whether the attempt that was counted at claiming stays counted.
    package let countsAttempt: Bool
    /// Whether an opt-out from the channel is written to the ledger in the same transaction.
    package let withdrawsConsent: Bool
    /// Whether this try may have gone out, which later tries must not make anybody forget.
    package let leavesDoubt: Bool

    private init(
        _ state: DeliveryState,
        reason: String? = nil,
        due: Timestamp? = nil,
        reference: String? = nil,
        countsAttempt: Bool = true,
        withdrawsConsent: Bool = false,
        leavesDoubt: Bool = false
    ) {
        self.state = state
        self.reason = reason
        self.due = due
        self.reference = reference
        self.countsAttempt = countsAttempt
        self.withdrawsConsent = withdrawsConsent
        self.leavesDoubt = leavesDoubt
    }

    /// The channel took it.
    package static func sent(reference: String?) -> Transition { Transition(.sent, reference: reference) }

    /// No further attempt is made.
    package static func failed(_ reason: String) -> Transition { Transition(.failed, reason: reason) }

    /// The person told the carrier to stop: refused now, and opted out for the future.
    package static func optedOut(_ reason: String) -> Transition {
        Transition(.failed, reason: reason, withdrawsConsent: true)
    }

    /// It may have gone out and must not go out twice.
    package static func held(_ reason: String) -> Transition { Transition(.held, reason: reason) }

    /// Another try, later; this one counts.
    package static func retry(at due: Timestamp, _ reason: String, leavesDoubt: Bool = false) -> Transition {
        Transition(.queued, reason: reason, due: due, leavesDoubt: leavesDoubt)
    }

    /// Found to be forbidden at the last moment; the attempt was never made.
    package static func skipped(_ reason: SkipReason) -> Transition {
        Transition(.skipped, reason: reason.rawValue, countsAttempt: false)
    }

    /// Its call was cancelled before it went out; the attempt was never made.
    package static let cancelled = Transition(.cancelled, reason: "cancelled by the organizer", countsAttempt: false)

    /// Another try, later; this one does not count.
    package static func snoozed(until due: Timestamp, _ reason: String?) -> Transition {
        Transition(.queued, reason: reason, due: due, countsAttempt: false)
    }
}

/// What an outcome is judged by.
package struct Circumstances: Sendable {
    /// How many attempts have been made, counting this one.
    package let attempt: Int
    /// When and how often to try again.
    package let policy: RetryPolicy
    /// Whether a message whose fate is unknown may go out again.
    package let mayRepeat: Bool
    /// Whether an earlier try may have gone out.
    package let isInDoubt: Bool
    /// When the ask closes.
    package let expiresAt: Timestamp?
    /// The present.
    package let now: Timestamp
    /// Between 0 and 1: spreads the waits, so that what failed together does not come back together.
    package let jitter: Double

    package init(
        attempt: Int,
        policy: RetryPolicy,
        mayRepeat: Bool,
        isInDoubt: Bool,
        expiresAt: Timestamp?,
        now: Timestamp,
        jitter: Double
    ) {
        self.attempt = attempt
        self.policy = policy
        self.mayRepeat = mayRepeat
        self.isInDoubt = isInDoubt
        self.expiresAt = expiresAt
        self.now = now
        self.jitter = jitter
    }
}

extension Transition {
    /// The one place where an outcome becomes a change of state.
    ///
    /// - Parameters:
    ///   - outcome: What the driver said.
    ///   - circumstances: What it is judged by.
    /// - Returns: Exactly one transition.
    package static func from(_ outcome: Outcome, _ circumstances: Circumstances) -> Transition {
        switch outcome {
        case .sent(let reference): .sent(reference: reference)
        case .refused(let reason): .failed(circumstances.isInDoubt ? reason + earlierTry : reason)
        case .optedOut(let reason): .optedOut(reason)
        case .retry(let reason, let after): again(reason, after: after, circumstances)
        case .unknown(let reason): doubtful(reason, circumstances)
        case .snooze(let until, let reason): .snoozed(until: max(until, circumstances.now), reason)
        case .waiting(let waiting): .snoozed(until: circumstances.now, waiting.reason)
        case .interrupted: .snoozed(until: circumstances.now, nil)
        }
    }

    /// What a reason says on where this try did not go out, and one before it may have.
    package static let earlierTry = "; an earlier try may have gone out"

    /// It may have gone out, so that it is never said to have failed: where it may not go out again, somebody decides.
    private static func doubtful(_ reason: String, _ circumstances: Circumstances) -> Transition {
        guard circumstances.mayRepeat else { return .held(reason) }
        switch plan(reason, after: nil, circumstances) {
        case .next(let due): return .retry(at: due, reason, leavesDoubt: true)
        case .none(let reason): return .held(reason)
        }
    }

    private static func again(_ reason: String, after: Duration?, _ circumstances: Circumstances) -> Transition {
        switch plan(reason, after: after, circumstances) {
        case .next(let due): return .retry(at: due, reason)
        case .none(let reason): return circumstances.isInDoubt ? .held(reason + earlierTry) : .failed(reason)
        }
    }

    private enum NextTry {
        case next(Timestamp)
        case none(String)
    }

    private static func plan(_ reason: String, after: Duration?, _ circumstances: Circumstances) -> NextTry {
        guard circumstances.attempt < circumstances.policy.attempts else {
            return .none("given up after \(circumstances.attempt) tries: \(reason)")
        }
        let wait = max(after ?? .zero, circumstances.policy.delay(after: circumstances.attempt))
        let spread = Duration.milliseconds(Int64(Double(wait.milliseconds) * 0.25 * circumstances.jitter))
        let due = circumstances.now + wait + spread
        if let end = circumstances.expiresAt, due >= end {
            return .none("given up, since the call closes before the next try: \(reason)")
        }
        return .next(due)
    }
}
