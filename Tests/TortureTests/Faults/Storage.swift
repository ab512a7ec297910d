import Foundation
import Glibc
import Rehearsal
import TestKit

extension Fault {
    /// Databases that cannot be written for a while.
    static let storage = [
        Fault(
            name: "disk full, freed again",
            concernsStore: true,
            engines: [.sqlite],
            bound: "0",
            obstacle: { SmallDisk.obstacle }
        ) { round in
            try await SmallDisk.with { disk in
                let scene = try await Scene(
                    round,
                    people: round.scale.people(200, full: 600),
                    channels: ["email", "sms"],
                    mail: { step in if case .message = step.event { .wait(.milliseconds(5)) } else { nil } },
                    base: disk.base
                )
                let worker = try scene.worker()
                try await scene.reachSomeMore(round)
                try disk.fill()
                try await worker.complains(of: "trying again")
                disk.free()
                try await scene.look { $0.count("sent") == scene.people * 2 }
                try await scene.stop(worker)
                let evidence = try await scene.evidence()
                await scene.end()
                return [Act("in the end", evidence, .allSent)]
            }
        },
        Fault(
            name: "disk full, then kill -9",
            concernsStore: true,
            engines: [.sqlite],
            bound: "email ≤ in flight at the death, texts 0 and held instead",
            obstacle: { SmallDisk.obstacle }
        ) { round in
            try await SmallDisk.with { disk in
                let scene = try await Scene(
                    round,
                    people: round.scale.people(200, full: 600),
                    channels: ["email", "sms"],
                    mail: { step in if case .message = step.event { .wait(.milliseconds(5)) } else { nil } },
                    base: disk.base
                )
                let worker = try scene.worker()
                try await scene.reachSomeMore(round)
                try disk.fill()
                try await worker.complains(of: "trying again")
                worker.send(SIGKILL)
                _ = await worker.end()
                disk.free()
                try await scene.noteInFlight()
                try await scene.drain()
                let evidence = try await scene.evidence()
                await scene.end()
                return [Act("in the end", evidence, .sentOrHeld)]
            }
        },
        Fault(
            name: "disk full at the submission",
            concernsStore: true,
            engines: [.sqlite],
            bound: "there as a whole or not at all",
            obstacle: { SmallDisk.obstacle }
        ) { round in
            try await SmallDisk.with { disk in
                let scene = try await Scene(round, people: 400, submits: false, base: disk.base)
                try disk.fill(leaving: round.number(in: 64...160) * 1_024)
                let result = try await scene.camp.start(["submit", "call.md"]).end()
                disk.free()
                let isThere = try await scene.isThere(Scene.call)
                if isThere != (result.end == .exited(0)) {
                    throw ToolFailure(tool: "submit (\(result.end))", status: 1, words: "it said otherwise than it did")
                }
                try await scene.camp.run("submit", "call.md")
                try await scene.drain()
                let evidence = try await scene.evidence()
                await scene.end()
                return [Act("in the end", evidence, .allSent)]
            }
        },
        locked(name: "database locked by someone else", seconds: 3...6, isLong: false),
        locked(name: "database locked for more than two minutes", seconds: 125...140, isLong: true),
    ]

    private static func locked(name: String, seconds: ClosedRange<Int>, isLong: Bool) -> Fault {
        Fault(name: name, concernsStore: true, bound: "0", isLong: isLong) { round in
            let scene = try await Scene(
                round,
                people: round.scale.people(120, full: 600),
                channels: ["email", "sms"],
                mail: { step in if case .message = step.event { .wait(.milliseconds(5)) } else { nil } }
            )
            let worker = try scene.worker()
            try await scene.reachSomeMore(round)
            let lock = try await scene.base.lock(in: scene.camp.folder, seconds: round.number(in: seconds))
            _ = await lock.end()
            try await scene.look { $0.count("sent") == scene.people * 2 }
            try await scene.stop(worker)
            let evidence = try await scene.evidence()
            await scene.end()
            return [Act("in the end", evidence, .allSent)]
        }
    }
}

extension RunningProgram {
    /// Waits until standard error holds some words.
    func complains(of words: String) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while !errorsSoFar.contains(words) {
            if ContinuousClock.now > deadline {
                throw ToolFailure(tool: "worker", status: 1, words: "it never said '\(words)': \(errorsSoFar)")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
