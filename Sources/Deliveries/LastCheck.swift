package import Calls
package import People

/// Whether a call goes on.
///
/// The raw values stand in stores.
package enum CallCourse: String, Sendable, CaseIterable {
    case running, paused, cancelled
}

extension Transition {
    /// The last look at a delivery that was claimed and has not been begun: what becomes of it if it may no longer go out.
    ///
    /// - Parameters:
    ///   - facts: What the gate looks at, as it is now.
    ///   - course: Whether the call goes on.
    ///   - now: The present.
    /// - Returns: `nil` when it may go out; else a transition that counts no attempt, to the state it would have come to
    ///   had it never been claimed.
    package static func lastCheck(_ facts: GateFacts, course: CallCourse, now: Timestamp) -> Transition? {
        if course == .cancelled { return .cancelled }
        if let reason = mayAsk(facts) { return .skipped(reason) }
        return course == .paused ? .snoozed(until: now, nil) : nil
    }
}
