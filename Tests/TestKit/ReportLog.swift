package import Deliveries
import Synchronization

/// Keeps what a driver reports, in the order in which it came, and lets a test wait for a report.
package final class ReportLog: Sendable {
    private struct State {
        var reports: [Report] = []
        var listeners: [AsyncStream<Report>.Continuation] = []
    }

    private let state = Mutex(State())

    package init() {}

    /// To be handed to `deliver`.
    package var take: @Sendable (Report) -> Void {
        { report in
            self.state.withLock { state in
                state.reports.append(report)
                for listener in state.listeners { listener.yield(report) }
            }
        }
    }

    /// Everything so far.
    package var reports: [Report] { state.withLock(\.reports) }

    /// The numbers of the deliveries reported so far, ascending; one that was reported twice stands there twice.
    package var deliveries: [Int] { reports.map { Int($0.delivery.rawValue) }.sorted() }

    /// How many the channel took so far.
    package var sent: Int { reports.count { $0.outcome.isSent } }

    /// What was said of a delivery first.
    package func outcome(of delivery: Int) -> Outcome? {
        reports.first { $0.delivery.rawValue == delivery }?.outcome
    }

    /// The first report that fits, waiting for it where it has not come.
    package func first(where fits: @Sendable (Report) -> Bool) async -> Report? {
        let (stream, listener) = AsyncStream<Report>.makeStream()
        state.withLock { state in
            for report in state.reports { listener.yield(report) }
            state.listeners.append(listener)
        }
        return await stream.first(where: fits)
    }
}

extension Outcome {
    /// Whether the channel took the message.
    package var isSent: Bool { if case .sent = self { true } else { false } }
}
