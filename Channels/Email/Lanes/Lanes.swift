import Curl
import Deliveries
import Foundation
import Synchronization

/// The connections to the mail server, shared by every `deliver` call of a driver.
///
/// Their thread begins with the first mail and ends when nobody holds this any more.
final class Lanes: Sendable {
    private let endpoint: SMTPEndpoint
    private let count: LaneCount
    private let patience: Patience
    private let exchange = Mutex<Exchange?>(nil)

    /// Prepares lanes; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - endpoint: Where to.
    ///   - limit: How many connections at most.
    ///   - patience: How long to wait for what.
    init(to endpoint: SMTPEndpoint, limit: Int, patience: Patience = Patience()) {
        self.endpoint = endpoint
        count = LaneCount(limit: limit)
        self.patience = patience
    }

    deinit { exchange.withLock { $0 }?.put { $0.isStopped = true } }

    /// Hands over mails; each is settled in time.
    func submit(_ jobs: [Job]) {
        do throws(SystemError) {
            try running().put { $0.jobs += jobs }
        } catch {
            for job in jobs { job.settle(.waiting(Waiting(.unreachable, reason: "this machine: \(error)"))) }
        }
    }

    /// Looks after batches that were cancelled.
    func sweep() {
        exchange.withLock { $0 }?.put { $0.hasCancellations = true }
    }

    /// How many connections are open or being opened.
    var open: Int { count.open }

    /// Sets how many there may be; those beyond it are closed as soon as they are idle.
    func limit(to limit: Int) {
        count.limit(to: limit)
        exchange.withLock { $0 }?.put { _ in }
    }

    private func running() throws(SystemError) -> Exchange {
        try exchange.withLock { (current) throws(SystemError) -> Exchange in
            if let current { return current }
            let exchange = try Exchange()
            Thread.detachNewThread { [endpoint, count, patience] in
                LaneLoop(to: endpoint, count: count, patience: patience, exchange: exchange).run()
            }
            current = exchange
            return exchange
        }
    }
}
