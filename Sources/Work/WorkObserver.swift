package import Calls
package import Deliveries

/// Somebody who watches a worker: metrics, a watchdog, the service manager.
package protocol WorkObserver: Sendable {
    /// Hears of an event, group by group and never per message.
    ///
    /// Called from the worker's loops themselves, so it must be quick and never wait.
    func note(_ event: WorkEvent)
}

/// What a worker tells of itself.
package enum WorkEvent: Sendable {
    /// It is enlisted, has taken up what others left, and is about to claim.
    case began(WorkerNumber, channels: [ChannelID])
    /// A loop has come round: it is not stuck.
    case turned(WorkLoop)
    /// A loop has ended in order and will not come round again.
    case ended(WorkLoop)
    /// The database has taken a sign of life.
    case lived
    /// Deliveries were claimed; `took` is what the database needed for it.
    case claimed(ChannelID, count: Int, took: Duration)
    /// A group of outcomes was written, in one commit that took so long.
    case settled([ChannelID: SettledCounts], took: Duration)
    /// So many outcomes came after another worker had taken over.
    case late(Int)
    /// The database refused or failed; it will be asked again.
    case stumbled(WorkLoop)
    /// So many deliveries were taken up from workers that had ended.
    case rescued(Int)
    /// A channel waits, or, with `nil`, goes on.
    case lane(ChannelID, LaneWait?)
    /// It was asked to stop and claims no more.
    case stopping
}

/// The loops whose coming round is a worker's progress.
package enum WorkLoop: Hashable, Sendable {
    /// Claims for one channel.
    case feeder(ChannelID)
    /// Writes outcomes.
    case recorder
    /// Gives signs of life, and takes up what dead workers left.
    case keeper
}

/// What became of one channel's part of a group of outcomes.
package struct SettledCounts: Sendable, Equatable {
    /// By the state that was written; what goes back to the queue is `retried` when the attempt counts, else `deferred`.
    package private(set) var outcomes: [String: Int] = [:]
    /// How many of them were attempts that count.
    package private(set) var attempts = 0

    package init() {}

    package mutating func add(_ transition: Transition) {
        if transition.countsAttempt { attempts += 1 }
        let outcome =
            transition.state != .queued ? transition.state.rawValue : transition.countsAttempt ? "retried" : "deferred"
        outcomes[outcome, default: 0] += 1
    }
}

/// Nobody watches.
package struct Unobserved: WorkObserver {
    package init() {}
    package func note(_ event: WorkEvent) {}
}

/// Several who watch.
package struct Observers: WorkObserver {
    private let all: [any WorkObserver]

    package init(_ all: [any WorkObserver]) { self.all = all }

    package func note(_ event: WorkEvent) {
        for observer in all { observer.note(event) }
    }
}
