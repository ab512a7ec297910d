package import Calls
package import People

/// What looking back needs of the database.
package protocol ReviewStore: Sendable {
    /// Shows deliveries one by one: the newest first, or, when following, the oldest first from a place on.
    func log(_ query: LogQuery, _ show: @Sendable @escaping (LogEntry) throws -> Void) async throws

    /// The place of the last change: all that are at or before it will never be more than they are now.
    ///
    /// Changes that bear a time more than ``LogPlace/drift`` ahead are those of a clock that was set back, and do not count.
    func logEnd(now: Timestamp) async throws -> LogPlace

    /// A call's numbers; `nil` when there is no such call.
    func status(of slug: String, now: Timestamp) async throws -> CallStatus?

    /// Every call's numbers, the newest first.
    func statuses(now: Timestamp) async throws -> [CallStatus]

    /// Why a person was or was not asked; `nil` when there is no such call or person.
    func explain(_ slug: String, _ person: PersonID) async throws -> Explanation?

    /// Notes that the person did it, and withdraws what is still queued for that ask in the same transaction.
    ///
    /// - Returns: `nil` when there is no such call or person.
    func complete(_ slug: String, _ person: PersonID, _ completion: Completion, now: Timestamp) async throws
        -> CompletionResult?
}

/// What became of noting a completion.
package struct CompletionResult: Sendable, Equatable {
    /// False when it was noted before; the first note stays.
    package let isNew: Bool
    /// How many deliveries were withdrawn.
    package let withdrawn: Int
    /// False when the person was never part of the call's audience.
    package let wasAsked: Bool

    package init(isNew: Bool, withdrawn: Int, wasAsked: Bool) {
        self.isNew = isNew
        self.withdrawn = withdrawn
        self.wasAsked = wasAsked
    }
}
