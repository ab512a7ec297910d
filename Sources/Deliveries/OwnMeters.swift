package import Calls
import Synchronization

/// What the workers of this process have taken by their channels' rates, each by its own time, which never runs backwards.
///
/// The store's meter is one for all workers, and holds while their clocks agree. After a clock was set back, one who began
/// before and one who began after count each other's meter as no longer there; with this, each of them still keeps to the rate.
package final class OwnMeters: Sendable {
    private struct Key: Hashable {
        let worker: WorkerNumber
        let channel: ChannelID
    }

    private let meters = Mutex<[Key: Int64]>([:])

    package init() {}

    /// How many a worker may take, as far as it has taken some itself; 0 or more.
    package func allowed(_ worker: WorkerNumber, on channel: ChannelID, by rate: Rate, at now: Timestamp) -> Int {
        rate.allowed(by: meters.withLock { $0[Key(worker: worker, channel: channel)] }, at: now)
    }

    /// Counts what a worker took.
    package func count(_ taken: Int, by worker: WorkerNumber, on channel: ChannelID, rate: Rate, at now: Timestamp) {
        let key = Key(worker: worker, channel: channel)
        meters.withLock { $0[key] = rate.meter(after: taken, from: $0[key], at: now) }
    }
}
