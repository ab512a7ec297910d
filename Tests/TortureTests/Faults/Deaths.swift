import Foundation
import Glibc
import Rehearsal
import TestKit

extension Fault {
    /// Processes that die, with no warning, at moments that nobody chose.
    static let deaths = [
        Fault(
            name: "kill -9 of a worker",
            concernsStore: true,
            bound: "email ≤ in flight at the deaths, texts 0 and held instead"
        ) { round in
            let scene = try await Scene(
                round,
                people: round.scale.people(120, full: 1_000),
                channels: ["email", "sms"]
            )
            for _ in 1...(round.scale.isFull ? 8 : 3) {
                let worker = try scene.worker()
                try await scene.reachSomeMore(round)
                try await scene.kill(worker)
            }
            try await scene.drain()
            let evidence = try await scene.evidence()
            await scene.end()
            return [Act("in the end", evidence, .sentOrHeld)]
        },
        Fault(
            name: "kill -9 of two workers",
            concernsStore: true,
            bound: "email ≤ in flight at the deaths, texts 0 and held instead"
        ) { round in
            let scene = try await Scene(
                round,
                people: round.scale.people(120, full: 1_000),
                channels: ["email", "sms"]
            )
            for _ in 1...(round.scale.isFull ? 5 : 2) {
                let (one, other) = (try scene.worker(), try scene.worker())
                try await scene.reachSomeMore(round)
                try await scene.kill(one, other)
            }
            try await scene.drain()
            let evidence = try await scene.evidence()
            await scene.end()
            return [Act("in the end", evidence, .sentOrHeld)]
        },
        Fault(
            name: "kill -9 of one of two workers",
            concernsStore: true,
            bound: "email ≤ in flight at the death, texts 0 and held instead; the other takes over"
        ) { round in
            let scene = try await Scene(
                round,
                people: round.scale.people(120, full: 1_000),
                channels: ["email", "sms"],
                mail: { step in if case .message = step.event { .wait(.milliseconds(10)) } else { nil } }
            )
            let (victim, heir) = (try scene.worker(), try scene.worker())
            try await scene.reachSomeMore(round)
            // Both stand still while we count, so that the heir does not take over before.
            for worker in [victim, heir] { worker.send(SIGSTOP) }
            try await scene.noteInFlight()
            victim.send(SIGKILL)
            _ = await victim.end()
            heir.send(SIGCONT)
            try await scene.look { $0.count("queued") + $0.count("sending") == 0 }
            try await scene.stop(heir)
            let evidence = try await scene.evidence()
            await scene.end()
            return [Act("in the end", evidence, .sentOrHeld)]
        },
        Fault(
            name: "kill -9 of submit",
            concernsStore: true,
            bound: "there as a whole or not at all"
        ) { round in
            let scene = try await Scene(round, people: round.scale.people(300, full: 1_000), submits: false)
            let began = ContinuousClock.now
            try scene.camp.write("whole.md", Scene.message("whole"))
            try await scene.camp.run("submit", "whole.md")
            let length = began.duration(to: .now)
            try await scene.camp.run("cancel", "whole")
            for number in 1...(round.scale.isFull ? 20 : 4) {
                let slug = "attempt-\(number)"
                try scene.camp.write("\(slug).md", Scene.message(slug))
                try await scene.killSubmission("\(slug).md", after: length * round.number(in: 0.2...1.0))
                if try await scene.isThere(slug) { try await scene.camp.run("cancel", slug) }
            }
            // The same file again, after a death, is the whole call once.
            try await scene.killSubmission("call.md", after: length * round.number(in: 0.2...1.0))
            try await scene.camp.run("submit", "call.md")
            try await scene.drain()
            let evidence = try await scene.evidence()
            await scene.end()
            return [Act("in the end", evidence, .allSent)]
        },
    ]
}

extension Scene {
    /// Waits until the receivers have taken a few more, how many by chance; mails alone come to as many as there are people.
    func reachSomeMore(_ round: Round) async throws {
        try await reach(min(people, receivers.accepted.count + round.number(in: 1...max(1, people / 6))))
    }

    /// Starts a submission and kills it: there is no event inside it to wait for, the moment itself is what is tried.
    func killSubmission(_ file: String, after delay: Duration) async throws {
        let submission = try camp.start(["submit", file])
        try await Task.sleep(for: delay)
        submission.send(SIGKILL)
        _ = await submission.end()
    }

    /// Whether a call is there; if it is, its books go to the evidence.
    func isThere(_ slug: String) async throws -> Bool {
        let result = try await camp.start(["status", slug, "--format", "json"]).end()
        guard result.end == .exited(0) else { return false }
        note(try JSONDecoder().decode(Books.self, from: Data(result.output.utf8)))
        return true
    }
}
