import Synchronization

/// Requests that can be withdrawn together.
package final class HTTPBatch: Sendable {
    private let cutOff = Mutex<ContinuousClock.Instant?>(nil)

    /// Begins a batch.
    package init() {}

    /// When its transfers under way are cut off; `nil` while the batch was not withdrawn.
    var cutOffTime: ContinuousClock.Instant? { cutOff.withLock { $0 } }

    /// Marks the batch as withdrawn.
    ///
    /// A second withdrawal can only bring the end nearer.
    func withdraw(cuttingOffAt time: ContinuousClock.Instant) {
        cutOff.withLock { $0 = min($0 ?? time, time) }
    }
}
