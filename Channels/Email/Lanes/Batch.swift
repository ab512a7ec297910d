import Deliveries
import Synchronization

/// The items of one `deliver` call: hands on each outcome, and knows when the last one has come.
final class Batch: Sendable {
    private let report: @Sendable (Report) -> Void
    private let open: Atomic<Int>
    private let cancelled = Atomic(false)
    private let waiter = Mutex<CheckedContinuation<Void, Never>?>(nil)

    init(count: Int, report: @escaping @Sendable (Report) -> Void) {
        open = Atomic(count)
        self.report = report
    }

    var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

    func cancel() { cancelled.store(true, ordering: .relaxed) }

    /// Hands on an outcome; once for each item.
    func settle(_ delivery: DeliveryNumber, _ outcome: Outcome) {
        report(Report(delivery, outcome))
        guard open.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 else { return }
        let waiting = waiter.withLock { waiter in
            defer { waiter = nil }
            return waiter
        }
        waiting?.resume()
    }

    /// Returns when every item is settled.
    func finished() async {
        await withCheckedContinuation { continuation in
            let isDone = waiter.withLock { waiter in
                if open.load(ordering: .acquiring) == 0 { return true }
                waiter = continuation
                return false
            }
            if isDone { continuation.resume() }
        }
    }
}

/// A mail in the lanes, with whose it is.
struct Job: Sendable {
    let mail: Mail
    let delivery: DeliveryNumber
    let batch: Batch
    /// Whether a delivery may still be begun.
    let mayBegin: @Sendable (DeliveryNumber) -> Bool
    /// When it was begun last.
    var begunAt: ContinuousClock.Instant?
    /// How often it was begun on a connection that then broke.
    var beginnings = 0

    /// Whether somebody told us to stop, or not to begin this one.
    var isStopped: Bool { batch.isCancelled || !mayBegin(delivery) }

    func settle(_ outcome: Outcome) { batch.settle(delivery, outcome) }
}
