package import Calls
package import Deliveries

/// Tells from the queue's numbers what needs a person's look, and what to do about it.
package struct QueueDiagnosis: Sendable {
    private let health: QueueHealth
    private let now: Timestamp

    /// How long something may be due before somebody should look: a busy queue has this behind it in no time.
    package static let patience = Duration.seconds(600)
    /// For how long a lane may wait before it is more than a server that caught its breath.
    package static let laneTrouble = Duration.seconds(60)
    /// After so long without a sign of life a worker hangs; it gives one every five seconds.
    package static let silence = Duration.seconds(60)

    package init(_ health: QueueHealth, now: Timestamp) {
        self.health = health
        self.now = now
    }

    /// Everything there is to say, good and bad.
    package var findings: [Finding] { queue + oldestUnsent + held + lanes + workers }

    private var alive: [QueueHealth.Worker] { health.workers.filter(\.isAlive) }

    private var queue: [Finding] {
        let waiting = health.channels.filter { $0.queued > 0 }
        if waiting.isEmpty { return [.good("nothing waits in the queue")] }
        return waiting.map { channel in
            guard let due = channel.oldestDue else {
                return .good("\(channel.id): \(channel.queued) in the queue, none due yet")
            }
            let age = now - due
            let text = "\(channel.id): \(channel.queued) in the queue, the oldest due for \(Self.words(age))"
            return age < Self.patience ? .good(text) : .bad("\(text). \(advice(channel.id))")
        }
    }

    private func advice(_ channel: ChannelID) -> String {
        if health.lanes[channel] != nil { return "The channel waits; why is said below." }
        if alive.isEmpty {
            return "No worker runs: start 'clarion work', or look at 'systemctl status clarion'."
        }
        return "A worker runs and does not get to it: is the channel in its settings? Look at its log."
    }

    private var oldestUnsent: [Finding] {
        guard let unsent = health.oldestUnsent else { return [] }
        let age = Self.words(now - unsent.submittedAt)
        return [.good("the oldest call with something unsent is '\(unsent.call)', submitted \(age) ago")]
    }

    private var held: [Finding] {
        health.channels.filter { $0.held > 0 }.map { channel in
            .bad(
                "\(channel.held) held on \(channel.id): they may have gone out, and only a person can decide. "
                    + "'clarion log --state held' shows them; 'clarion retry CALL --state held' sends them again."
            )
        }
    }

    private var lanes: [Finding] {
        health.lanes.sorted { $0.key < $1.key }.map { channel, wait in
            let text = "\(channel) waits \(wait.words)"
            return now - wait.since < Self.laneTrouble ? .good(text) : .bad(text)
        }
    }

    private var workers: [Finding] {
        guard !alive.isEmpty else {
            let last = health.lastSeen.map { "the last sign of life was at \($0)" } ?? "none has run yet"
            let hasWork = health.channels.contains { ($0.oldestDue.map { now - $0 >= Self.patience }) ?? false }
            let isBroken = health.channels.contains { $0.sending > 0 }
            if isBroken {
                return [
                    .bad(
                        "a worker died with deliveries in its hands, and no other runs (\(last)). "
                            + "Start 'clarion work'; it takes them up."
                    )
                ]
            }
            return [
                hasWork
                    ? .bad("no worker runs, and something is due; \(last). Start 'clarion work'.")
                    : .good("no worker runs; \(last)")
            ]
        }
        return alive.map { worker in
            let who = "worker \(worker.number.rawValue) (\(worker.host), process \(worker.process))"
            let silence = now - worker.seenAt
            return silence < Self.silence
                ? .good("\(who) runs since \(worker.startedAt)")
                : .bad("\(who) lives but gave no sign for \(Self.words(silence)). Does its disk answer? Restart it.")
        }
    }

    /// A length of time as people say it: the largest unit that is not zero.
    package static func words(_ length: Duration) -> String {
        let seconds = max(0, length.components.seconds)
        return switch seconds {
        case ..<60: "\(seconds) s"
        case ..<3_600: "\(seconds / 60) min"
        case ..<172_800: "\(seconds / 3_600) h"
        default: "\(seconds / 86_400) days"
        }
    }
}
