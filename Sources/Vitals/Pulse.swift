package import Work
import Synchronization

/// Tells whether a worker gets on, by its loops coming round.
///
/// A database that hangs holds the loop that asked it, so a loop that has not come round for long is the sign. Errors are no
/// such sign: a loop that is told "disk full" comes round and asks again, and a restart would not help.
package final class Pulse: WorkObserver {
    private struct State {
        var turns: [WorkLoop: ContinuousClock.Instant] = [:]
        var lived: ContinuousClock.Instant?
    }

    private let state = Mutex(State())

    package init() {}

    package func note(_ event: WorkEvent) {
        switch event {
        case .turned(let loop): state.withLock { $0.turns[loop] = .now }
        case .ended(let loop): state.withLock { _ = $0.turns.removeValue(forKey: loop) }
        case .began, .lived: state.withLock { $0.lived = .now }
        default: break
        }
    }

    /// Whether every loop has come round lately.
    ///
    /// - Parameters:
    ///   - limit: What counts as lately.
    ///   - present: The moment to look from.
    /// - Returns: True when no loop has been away for longer.
    package func isBeating(within limit: Duration, at present: ContinuousClock.Instant = .now) -> Bool {
        state.withLock { $0.turns.values.allSatisfy { $0.duration(to: present) <= limit } }
    }

    /// How long ago the database last took a sign of life; `nil` when it never has.
    package func sinceSignOfLife(at present: ContinuousClock.Instant = .now) -> Duration? {
        state.withLock { $0.lived?.duration(to: present) }
    }
}
