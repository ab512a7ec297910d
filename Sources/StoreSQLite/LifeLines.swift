import Deliveries
import FileLock
import Synchronization

/// What this process knows of workers' lives: the locks of its own, and since when others have been silent.
final class LifeLines: Sendable {
    private let held = Mutex<[WorkerNumber: LifeLine]>([:])
    private let signs = Mutex(LifeSigns())
    private let steady: @Sendable () -> ContinuousClock.Instant

    /// - Parameter steady: A clock that nobody sets.
    init(steady: @escaping @Sendable () -> ContinuousClock.Instant) { self.steady = steady }

    func keep(_ line: LifeLine, for worker: WorkerNumber) { held.withLock { $0[worker] = line } }

    func drop(_ worker: WorkerNumber) { _ = held.withLock { $0.removeValue(forKey: worker) } }

    /// For how long we have watched the same sign of life.
    func silence(of worker: WorkerNumber, seenAt: Int64, isHeld: Bool) -> Duration {
        let now = steady()
        return signs.withLock { $0.look(at: worker, seenAt: seenAt, isMarked: isHeld, now: now).total }
    }
}
