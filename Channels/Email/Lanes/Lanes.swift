import Curl
import Deliveries
import Foundation
import Synchronization

/// The connections to the mail server, shared by every `deliver` call of a driver.
///
/// Their thread begins with the first mail and ends when nobody holds this any more.
final class Lanes: Sendable {
    private let endpoint: SMTPEndpoint
    private let limit: Int
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
        self.limit = limit
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

    private func running() throws(SystemError) -> Exchange {
        try exchange.withLock { (current) throws(SystemError) -> Exchange in
            if let current { return current }
            let exchange = try Exchange()
            Thread.detachNewThread { [endpoint, limit, patience] in
                LaneLoop(to: endpoint, limit: limit, patience: patience, exchange: exchange).run()
            }
            current = exchange
            return exchange
        }
    }
}
