import Synchronization

/// How many connections there may be and how many there are, for those who open them and those who set the limit.
///
/// Opening takes a place before it begins; so after ``limit(to:)`` has returned, no more are open than the limit, or than were
/// open then.
package final class LaneCount: Sendable {
    private let state: Mutex<(limit: Int, open: Int)>

    /// Begins with none open.
    package init(limit: Int) { state = Mutex((limit, 0)) }

    /// How many there may be.
    package var limit: Int { state.withLock { $0.limit } }

    /// How many there are, or will be at once.
    package var open: Int { state.withLock { $0.open } }

    /// Sets how many there may be.
    package func limit(to limit: Int) { state.withLock { $0.limit = limit } }

    /// Takes places for connections that are to be opened.
    ///
    /// - Parameter wanted: How many; may be negative.
    /// - Returns: How many were free, at most so many; 0 or more.
    package func take(_ wanted: Int) -> Int {
        state.withLock { state in
            let taken = max(0, min(wanted, state.limit - state.open))
            state.open += taken
            return taken
        }
    }

    /// Gives places back whose connections are closed.
    package func release(_ count: Int) { state.withLock { $0.open -= count } }
}
