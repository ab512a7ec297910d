package import Work
import Calls
import Deliveries
import Synchronization

/// Counts what a worker tells of itself; group by group, so that a message costs nothing.
package final class WorkMetrics: WorkObserver {
    /// What has been counted since the worker began.
    struct Counts: Sendable {
        struct Channel: Sendable {
            var settled: [String: Int] = [:]
            var attempts = 0
            var claims = 0
            var claimed = 0
            var waits = 0
            var wait: LaneWait?

            /// Claimed, and the outcome not yet written.
            var inHand: Int { max(0, claimed - settled.values.reduce(0, +)) }
        }

        var worker: WorkerNumber?
        var channels: [ChannelID: Channel] = [:]
        var commits = Histogram()
        var claims = Histogram()
        var late = 0
        var rescued = 0
        var stumbles: [String: Int] = ["claim": 0, "settle": 0, "heartbeat": 0]
        var isStopping = false
    }

    private let state = Mutex(Counts())

    package init() {}

    var counts: Counts { state.withLock { $0 } }

    package func note(_ event: WorkEvent) {
        switch event {
        // By far the most frequent ones, and nothing to count.
        case .turned, .ended, .lived: break
        case .began(let worker, let channels):
            state.withLock { state in
                state.worker = worker
                for channel in channels { state.channels[channel] = Counts.Channel() }
            }
        case .claimed(let channel, let count, let took):
            state.withLock { state in
                state.claims.add(took)
                state.channels[channel, default: Counts.Channel()].claims += 1
                state.channels[channel, default: Counts.Channel()].claimed += count
            }
        case .settled(let counts, let took):
            state.withLock { state in
                state.commits.add(took)
                for (channel, counts) in counts {
                    state.channels[channel, default: Counts.Channel()].attempts += counts.attempts
                    for (outcome, count) in counts.outcomes {
                        state.channels[channel, default: Counts.Channel()].settled[outcome, default: 0] += count
                    }
                }
            }
        case .late(let count): state.withLock { $0.late += count }
        case .rescued(let count): state.withLock { $0.rescued += count }
        case .stumbled(let loop): state.withLock { $0.stumbles[loop.task, default: 0] += 1 }
        case .lane(let channel, let wait):
            state.withLock { state in
                let old = state.channels[channel]?.wait
                if wait != nil, old == nil { state.channels[channel, default: Counts.Channel()].waits += 1 }
                state.channels[channel, default: Counts.Channel()].wait = wait
            }
        case .stopping: state.withLock { $0.isStopping = true }
        }
    }
}

extension WorkLoop {
    /// What it asks of the database.
    fileprivate var task: String {
        switch self {
        case .feeder: "claim"
        case .recorder: "settle"
        case .keeper: "heartbeat"
        }
    }
}
