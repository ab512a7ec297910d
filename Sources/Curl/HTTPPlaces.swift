import Synchronization

/// How many connections an ``HTTPClient`` may have; fewer from now on, once those that are too many can be closed.
///
/// libcurl does not tell how many it keeps, so what counts is how many it may have.
final class HTTPPlaces: Sendable {
    private let state: Mutex<(limit: Int, open: Int)>

    init(_ connections: Int) { state = Mutex((connections, connections)) }

    /// How many there are to be.
    var limit: Int { state.withLock { $0.limit } }

    /// How many there may be at this moment: more than the limit until ``shrink()``.
    var open: Int { state.withLock { $0.open } }

    /// Whether connections have to be closed, and nothing may begin until they are.
    var areTooMany: Bool { state.withLock { $0.limit < $0.open } }

    func limit(to limit: Int) {
        state.withLock { state in
            state.limit = limit
            state.open = max(state.open, limit)
        }
    }

    /// Notes that every connection is closed.
    func shrink() { state.withLock { $0.open = $0.limit } }
}
