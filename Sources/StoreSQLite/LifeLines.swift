import Deliveries
import FileLock
import Synchronization

/// What this process knows of workers' lives: the locks of its own, and since when others have been silent.
final class LifeLines: Sendable {
    private let held = Mutex<[WorkerNumber: LifeLine]>([:])
    private let heard = Mutex<[WorkerNumber: Heard]>([:])

    private struct Heard {
        let seenAt: Int64
        var silence = Duration.zero
        var lookedAt = ContinuousClock.now
    }

    /// More than this does not count between two looks: we may have been stopped or asleep ourselves, and the other with us.
    private static let longestGap = Duration.seconds(10)

    func keep(_ line: LifeLine, for worker: WorkerNumber) { held.withLock { $0[worker] = line } }

    func drop(_ worker: WorkerNumber) { _ = held.withLock { $0.removeValue(forKey: worker) } }

    /// For how long we have watched the same sign of life.
    ///
    /// Measured on a clock that nobody sets, since the signs themselves bear times of day.
    func silence(of worker: WorkerNumber, seenAt: Int64) -> Duration {
        heard.withLock { heard in
            guard var known = heard[worker], known.seenAt == seenAt else {
                heard[worker] = Heard(seenAt: seenAt)
                return .zero
            }
            let now = ContinuousClock.now
            known.silence += min(known.lookedAt.duration(to: now), Self.longestGap)
            known.lookedAt = now
            heard[worker] = known
            return known.silence
        }
    }
}
