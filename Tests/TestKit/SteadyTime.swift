import Synchronization

/// A clock that nobody sets, and that goes on when a test says so.
package final class SteadyTime: Sendable {
    private let instant = Mutex(ContinuousClock.now)

    package init() {}

    package var now: ContinuousClock.Instant { instant.withLock { $0 } }

    package func pass(_ time: Duration) { instant.withLock { $0 += time } }
}
