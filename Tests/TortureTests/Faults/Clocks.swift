import Rehearsal
import TestKit

extension Fault {
    /// Clocks that are set while the work goes on.
    static let clocks = [
        clock(name: "clock moved by −1 h", offset: "-3600", expectation: Expectation("sent", "queued")),
        // What is overdue by days may be held for a person's word.
        clock(name: "clock moved by +3 d", offset: "259200", expectation: Expectation("sent", "held")),
    ]

    private static func clock(name: String, offset: String, expectation: Expectation) -> Fault {
        Fault(
            name: name,
            concernsStore: true,
            bound: "0; what waits goes out once the clock is right",
            obstacle: { FakeClock.obstacle }
        ) { round in
            let scene = try await Scene(
                round,
                people: round.scale.people(120, full: 600),
                channels: ["email", "sms"],
                mail: { step in if case .message = step.event { .wait(.milliseconds(10)) } else { nil } },
                texts: { step in if case .message = step.event { .wait(.milliseconds(10)) } else { nil } }
            )
            let clock = try FakeClock(in: scene.camp.folder)
            let worker = try scene.worker(clock: clock)
            try await scene.reachSomeMore(round)
            try clock.set(offset)
            // A second worker knows no other time; when it has nothing left to do, neither has the first.
            try await scene.drain(clock: clock)
            try await scene.look { $0.count("sending") == 0 }
            try await scene.stop(worker)
            let moved = try await scene.evidence()
            try await scene.retry("held")
            try await scene.drain()
            let evidence = try await scene.evidence()
            await scene.end()
            return [
                Act("while the clock is wrong", moved, expectation, isLast: false),
                Act("in the end", evidence, .allSent),
            ]
        }
    }
}
