package import Calls

/// What planning and submitting need of the database.
package protocol CallStore: Sendable {
    /// The dry run; writes nothing.
    ///
    /// - Throws: ``WordsError`` when the words cannot be sent.
    func plan(_ planning: Planning, now: Timestamp) async throws -> Plan

    /// Writes call and deliveries in one transaction, unless the call is there already or may not be written.
    ///
    /// Throws ``WordsError`` when the words cannot be sent, ``SubmitError`` when the call may not be submitted. `hash` is
    /// the plan that was agreed to; `nil` submits whatever the plan is now.
    func submit(_ planning: Planning, agreed hash: String?, now: Timestamp) async throws -> Submission

    /// Pauses, resumes or cancels; cancelling withdraws what is queued.
    ///
    /// - Returns: False when the call is cancelled already and cannot change its course any more.
    /// - Throws: ``SubmitError`` when the call is not there, or is one by which the program asks: those are only resumed.
    func steer(_ slug: String, _ turn: CourseChange, now: Timestamp) async throws -> Bool

    /// Puts deliveries that ended as `failed`, `held`, `cancelled` or `bounced` back into the queue, with a fresh count of
    /// attempts, and returns how many. Throws ``SubmitError`` when the call is not there, or is cancelled for good.
    func requeue(_ slug: String, from state: DeliveryState, now: Timestamp) async throws -> Int
}

/// What an organizer does to a call that is under way.
package enum CourseChange: String, Sendable {
    case pause, resume, cancel
}

/// What became of submitting a call.
package enum Submission: Sendable, Equatable {
    /// Call and deliveries are written.
    case queued(Plan)
    /// The very same file was submitted before, with a plan of this hash for so many people; nothing changed.
    case alreadySubmitted(at: Timestamp, hash: String, audience: Int)
}

/// Why a call may not be submitted.
package enum SubmitError: Error, Equatable, Sendable {
    /// Another file was submitted under this name.
    case otherWords(slug: String, at: Timestamp)
    /// The plan is no longer the one that was agreed to.
    case moved(agreed: String, now: String)
    /// The plan has faults.
    case faults([String])
    /// No call bears that name.
    case noSuchCall(String)
    /// The call is cancelled, and nothing of it goes out again.
    case cancelled(String)
    /// The program asks this by itself, and goes on asking.
    case service(String)
}

extension SubmitError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .otherWords(let slug, let at):
            "A call '\(slug)' with other words was submitted at \(at). Give this one another name with 'call: …', "
                + "or cancel that one and submit this under a new name."
        case .moved(let agreed, let now):
            "The plan has moved: it was \(agreed) and is now \(now). Call, audience or words have changed since. "
                + "Look at 'clarion plan' again and submit with the new hash."
        case .faults(let faults): faults.joined(separator: "\n")
        case .cancelled(let slug): "'\(slug)' is cancelled, which cannot be undone. Submit it under a new name."
        case .service(let slug):
            "'\(slug)' asks those who opted in to confirm it, and can be neither paused nor cancelled. "
                + "'clarion consent withdraw PERSON --channel CHANNEL' takes back the question to one person."
        case .noSuchCall(let slug): "There is no call '\(slug)'. 'clarion status' lists the calls."
        }
    }
}
