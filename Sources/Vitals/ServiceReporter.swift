import ServiceLifecycle
package import Systemd
package import Work
import Calls
import Deliveries
import Synchronization

/// Reports to the service manager: ready, alive, stopping, and one line on how it goes.
///
/// It says that the worker is alive only while the worker's loops come round, so that a worker that hangs is ended and
/// started anew.
package final class ServiceReporter: Service, WorkObserver {
    private let manager: ServiceManager
    private let pulse: Pulse
    private let metrics: WorkMetrics

    /// Makes a reporter.
    ///
    /// - Parameters:
    ///   - manager: To whom.
    ///   - pulse: Whether the worker gets on.
    ///   - metrics: How it goes.
    package init(_ manager: ServiceManager, pulse: Pulse, metrics: WorkMetrics) {
        self.manager = manager
        self.pulse = pulse
        self.metrics = metrics
    }

    package func note(_ event: WorkEvent) {
        switch event {
        case .began: manager.socket.say("READY=1\nSTATUS=\(status)")
        case .stopping: manager.socket.say("STOPPING=1\nSTATUS=Stopping: what is in flight is finished or given back")
        default: break
        }
    }

    /// Reports until the worker has ended.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                self.report()
                try? await Task.sleep(for: self.pause)
            }
        }
    }

    /// Four times in the span after which the manager would lose patience.
    var pause: Duration { manager.watchdog.map { min($0 / 4, .seconds(15)) } ?? .seconds(15) }

    /// How long a loop may be away; an idle one comes round every five seconds.
    var patience: Duration { manager.watchdog.map { max($0 / 2, .seconds(8)) } ?? .seconds(150) }

    func report(at present: ContinuousClock.Instant = .now) {
        let isBeating = pulse.isBeating(within: patience, at: present)
        if isBeating, manager.watchdog != nil { manager.socket.say("WATCHDOG=1") }
        // Once it stops, the line says so and stays.
        guard !metrics.counts.isStopping else { return }
        manager.socket.say("STATUS=\(isBeating ? status : "Stuck: the database does not answer")")
    }

    private var status: String {
        let counts = metrics.counts
        let parts = counts.channels.sorted { $0.key < $1.key }.map { channel, counts in
            let sent = counts.settled[DeliveryState.sent.rawValue] ?? 0
            return "\(channel): \(sent) sent" + (counts.wait.map { ", waits until \($0.next)" } ?? "")
        }
        return parts.isEmpty ? "Working" : parts.joined(separator: "; ")
    }
}
