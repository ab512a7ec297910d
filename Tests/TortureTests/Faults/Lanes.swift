import Rehearsal
import TestKit

extension Fault {
    /// One channel's server is away, and the others keep their pace.
    static let lanes = [
        Fault(
            name: "mail server down, texts go on",
            concernsStore: true,
            bound: "0; status says what it waits for"
        ) { round in
            let scene = try await Scene(round, people: round.scale.people(60, full: 600), channels: ["email", "sms"])
            scene.mailLink.set(.closed)
            let worker = try scene.worker()
            let began = ContinuousClock.now
            try await scene.look { $0.count("sms", "sent") == scene.people && $0.waiting != nil }
            scene.note(
                Timing(
                    what: "texts beside a dead mail server",
                    seconds: began.duration(to: .now) / .seconds(1),
                    limit: 20
                )
            )
            let down = try await scene.evidence()
            let mended = ContinuousClock.now
            scene.mailLink.set(.open)
            try await scene.look { $0.count("sent") == scene.people * 2 }
            scene.note(Timing(what: "coming back", seconds: mended.duration(to: .now) / .seconds(1), limit: 45))
            try await scene.stop(worker)
            let evidence = try await scene.evidence()
            await scene.end()
            var waits = Expectation("sent", waitsFor: "email")
            for delivery in down.audience where delivery.channel == "email" {
                waits.exceptions[delivery] = ["queued"]
                waits.attemptExceptions[delivery] = 0...0
            }
            return [Act("while it is down", down, waits, isLast: false), Act("in the end", evidence, .allSent)]
        },
        Fault(
            name: "gateway down in the middle, mails go on",
            concernsStore: true,
            bound: "0; texts on the wire are held"
        ) { round in
            let scene = try await Scene(
                round,
                people: round.scale.people(60, full: 600),
                channels: ["email", "sms"],
                texts: { step in if case .message = step.event { .wait(.milliseconds(30)) } else { nil } }
            )
            let worker = try scene.worker()
            try await scene.look { $0.count("sms", "sent") > 0 }
            scene.textsLink.set(.closed)
            scene.note(inFlight: CampSettings().connections, on: "sms")
            try await scene.look { $0.count("email", "sent") == scene.people && $0.waiting?.contains("sms") == true }
            scene.textsLink.set(.open)
            try await scene.look { $0.count("queued") + $0.count("sending") == 0 }
            try await scene.stop(worker)
            let evidence = try await scene.evidence()
            await scene.end()
            return [Act("in the end", evidence, .sentOrHeld)]
        },
        Fault(
            name: "lines cut without a word, then mended",
            concernsStore: true,
            bound: "0"
        ) { round in
            let scene = try await Scene(
                round,
                people: round.scale.people(60, full: 600),
                channels: ["email", "sms"],
                mail: { step in if case .message = step.event { .wait(.milliseconds(10)) } else { nil } },
                texts: { step in if case .message = step.event { .wait(.milliseconds(10)) } else { nil } }
            )
            let worker = try scene.worker()
            try await scene.reachSomeMore(round)
            for link in [scene.mailLink, scene.textsLink] { link.set(.silent) }
            try await Task.sleep(for: .seconds(round.number(in: 1.0...3.0)))
            for link in [scene.mailLink, scene.textsLink] { link.set(.open) }
            try await scene.look { $0.count("queued") + $0.count("sending") == 0 }
            try await scene.stop(worker)
            let evidence = try await scene.evidence()
            await scene.end()
            return [Act("in the end", evidence, .allSent)]
        },
    ]
}
