import Foundation
import Rehearsal
import TestKit

extension Fault {
    /// The database server's clock, by which all workers live, set while the work goes on.
    static let serverClocks = [forward, back]

    private static let forward = Fault(
        name: "clock of PostgreSQL moved by +3 d",
        concernsStore: true,
        engines: [.postgres],
        bound: "0; nobody who lives is struck off",
        obstacle: { FakeClock.obstacle },
        play: { round in
            try await withServer { clock, base in
                let scene = try await scene(round, base)
                let workers = [try scene.worker(), try scene.worker()]
                try await scene.reachSomeMore(round)
                try clock.set("259200")
                // A newcomer knows no other time.
                try await scene.drain()
                try await scene.look { $0.count("queued") + $0.count("sending") == 0 }
                for worker in workers { try await scene.stop(worker) }
                let evidence = try await scene.evidence()
                await scene.end()
                return [Act("in the end", evidence, .allSent)]
            }
        }
    )

    private static let back = Fault(
        name: "clock of PostgreSQL moved by −1 h, and a worker killed",
        concernsStore: true,
        engines: [.postgres],
        bound: "email ≤ in flight at the death, texts 0 and held instead; at once, not in an hour",
        obstacle: { FakeClock.obstacle },
        play: { round in
            try await withServer { clock, base in
                let scene = try await scene(round, base)
                let worker = try scene.worker()
                try await scene.reachSomeMore(round)
                try await scene.kill(worker)
                try clock.set("-3600")
                // It ends when nothing is in anybody's hands; what was due by the other clock waits.
                try await scene.drain()
                var expectation = Expectation("sent", "queued", "held")
                expectation.holdsOnlyInFlight = true
                let moved = try await scene.evidence()
                try clock.set("0")
                try await scene.drain()
                let evidence = try await scene.evidence()
                await scene.end()
                return [
                    Act("while the clock is wrong", moved, expectation, isLast: false),
                    Act("in the end", evidence, .sentOrHeld),
                ]
            }
        }
    )

    private static func withServer(_ play: (FakeClock, StoreBase) async throws -> [Act]) async throws -> [Act] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "clock-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let clock = try FakeClock(in: folder.path)
        let server = try await OwnThread.run { try PostgresServer(environment: clock.environment) }
        let acts = try await play(clock, try await StoreBase.make(on: server))
        await OwnThread.run { server.stop() }
        return acts
    }

    private static func scene(_ round: Round, _ base: StoreBase) async throws -> Scene {
        try await Scene(
            round,
            people: round.scale.people(120, full: 600),
            channels: ["email", "sms"],
            mail: { step in if case .message = step.event { .wait(.milliseconds(10)) } else { nil } },
            texts: { step in if case .message = step.event { .wait(.milliseconds(10)) } else { nil } },
            base: base
        )
    }
}
