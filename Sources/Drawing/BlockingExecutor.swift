@preconcurrency import Dispatch

/// Runs an actor on a queue of its own, so that long C calls never hold a thread of the shared pool.
///
/// `@unchecked`, since a serial queue may be used from everywhere but was not declared so.
package final class BlockingExecutor: SerialExecutor, @unchecked Sendable {
    private let queue: DispatchQueue

    package init(label: String) { queue = DispatchQueue(label: label) }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
