import Glibc
import Rehearsal
import Synchronization
import TestKit

extension Fault {
    /// Processes that are asked to stop, or stand still for too long.
    static let stops = [
        stop(name: "SIGTERM once, 100 in flight", asking: 1, share: (0, 2)),
        stop(name: "SIGTERM five times, 100 in flight", asking: 5, share: (1, 2)),
        Fault(
            name: "SIGSTOP past the lease, then SIGCONT",
            concernsStore: true,
            bound: "email ≤ in its hands, texts 0 and held instead; the sleeper changes nothing"
        ) { round in
            let holds = Atomic(true)
            let opens = Atomic(false)
            let held = Gathered<Int>()
            let scene = try await Scene(
                round,
                people: round.scale.people(60, full: 300),
                channels: ["email", "sms"],
                mail: { step in
                    if case .message = step.event { held.hold(while: holds, until: opens) }
                    return nil
                },
                texts: { step in
                    if case .message = step.event { held.hold(while: holds, until: opens) }
                    return nil
                }
            )
            let sleeper = try scene.worker()
            try await scene.reach(8, of: held)
            sleeper.send(SIGSTOP)
            try await scene.noteInFlight()
            holds.store(false, ordering: .sequentiallyConsistent)
            if round.scale.isFull {
                // Another worker listens for its signs of life until the lease is over.
                let heir = try scene.worker()
                try await scene.lookPatiently(for: .seconds(180)) { $0.count("queued") + $0.count("sending") == 0 }
                try await scene.stop(heir)
            } else {
                try await scene.base.strikeOffWorkers(in: scene.camp.folder)
                try await scene.drain()
            }
            let settled = try await scene.evidence().log
            opens.store(true, ordering: .sequentiallyConsistent)
            sleeper.send(SIGCONT)
            // It says that nobody takes its outcomes any more, and begins anew with empty hands.
            try await sleeper.complains(of: "came too late")
            try await scene.stop(sleeper)
            var evidence = try await scene.evidence()
            evidence.settled = settled
            await scene.end()
            return [Act("in the end", evidence, .sentOrHeld)]
        },
    ]

    private static func stop(name: String, asking times: Int, share: (place: Int, every: Int)) -> Fault {
        Fault(
            name: name,
            concernsStore: true,
            bound: "0; ends within 10 s, what was taken is known to be taken",
            share: share
        ) { round in
            let slow = Gathered<Int>()
            let arrivals = Gathered<Int>()
            let scene = try await Scene(
                round,
                people: 500,
                mail: { step in
                    // A worker's hand grows while all goes quickly; then the server turns slow.
                    guard case .message = step.event, arrivals.add(step.connection) > 320 else { return nil }
                    slow.add(step.connection)
                    return .wait(.seconds(3))
                },
                adjust: { $0.connections = 100 }
            )
            let worker = try scene.worker()
            try await scene.reach(100, of: slow)
            try await scene.stop(worker, asking: times)
            var known = Expectation("sent", "queued")
            known.attempts = 0...1
            let stopped = try await scene.evidence()
            scene.receivers.mend()
            try await scene.drain()
            let evidence = try await scene.evidence()
            await scene.end()
            return [Act("at the stop", stopped, known, isLast: false), Act("in the end", evidence, .allSent)]
        }
    }
}

extension Gathered<Int> {
    /// Stands on a connection's own thread until the gate opens, at most for five minutes.
    fileprivate func hold(while holds: borrowing Atomic<Bool>, until opens: borrowing Atomic<Bool>) {
        guard holds.load(ordering: .sequentiallyConsistent) else { return }
        add(1)
        for _ in 0..<60_000 where !opens.load(ordering: .sequentiallyConsistent) { usleep(5_000) }
    }
}
