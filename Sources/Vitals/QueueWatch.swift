package import Calls
package import Reviews
import ServiceLifecycle
import Synchronization

/// Looks at the queue every few seconds and keeps what it saw, so that whoever asks is answered at once: with old numbers and
/// their age, should the database hang.
package final class QueueWatch: Service {
    /// What was seen last.
    struct Sight: Sendable {
        let health: QueueHealth
        let at: ContinuousClock.Instant
    }

    private let store: any QueueHealthStore
    private let now: @Sendable () -> Timestamp
    private let pause: Duration
    private let sight = Mutex<Sight?>(nil)

    /// Makes a watch over a store's queue.
    ///
    /// - Parameters:
    ///   - store: Whose queue.
    ///   - pause: How long the numbers are good for.
    ///   - now: The time of day.
    package init(_ store: any QueueHealthStore, pause: Duration = .seconds(5), now: @escaping @Sendable () -> Timestamp)
    {
        self.store = store
        self.pause = pause
        self.now = now
    }

    /// The last sight; `nil` before the first.
    var last: Sight? { sight.withLock { $0 } }

    /// Looks until the worker has ended.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.look()
                try? await Task.sleep(for: self.pause)
            }
        }
    }

    /// Looks once; what cannot be seen leaves the old numbers, whose age tells.
    package func look() async {
        guard let health = try? await store.queueHealth(now: now()) else { return }
        sight.withLock { $0 = Sight(health: health, at: .now) }
    }
}
