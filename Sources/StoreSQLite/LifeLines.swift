import Deliveries
import FileLock
import Synchronization

/// What this process knows of workers' lives: the locks of its own, and since when others have been silent.
final class LifeLines: Sendable {
    private let held = Mutex<[WorkerNumber: LifeLine]>([:])
    private let heard = Mutex<[WorkerNumber: (seenAt: Int64, since: ContinuousClock.Instant)]>([:])

    func keep(_ line: LifeLine, for worker: WorkerNumber) { held.withLock { $0[worker] = line } }

    func drop(_ worker: WorkerNumber) { _ = held.withLock { $0.removeValue(forKey: worker) } }

    /// For how long we have seen the same sign of life.
    ///
    /// Measured on a clock that nobody sets, since the signs themselves bear times of day.
    func silence(of worker: WorkerNumber, seenAt: Int64) -> Duration {
        heard.withLock { heard in
            if let known = heard[worker], known.seenAt == seenAt { return known.since.duration(to: .now) }
            heard[worker] = (seenAt, .now)
            return .zero
        }
    }
}
