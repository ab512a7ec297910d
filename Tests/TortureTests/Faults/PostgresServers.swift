import Rehearsal
import TestKit

extension Fault {
    /// Database servers that die and come back, and lines to them that are cut.
    static let postgresServers = [
        onItsOwnServer(name: "PostgreSQL killed and started again", bound: "0; outcomes wait for it") { server in
            try server.crash()
            try server.start()
        },
        onItsOwnServer(name: "all processes of PostgreSQL killed -9", bound: "0; outcomes wait for it") { server in
            try server.killAll()
            try server.start()
        },
        onItsOwnServer(name: "PostgreSQL restarted", bound: "0; outcomes wait for it") { server in
            server.stop()
            try server.start()
        },
        cut(name: "line to PostgreSQL closed", mode: .closed),
        cut(name: "line to PostgreSQL cut without a word", mode: .silent),
        cutOffHost,
    ]

    private static func onItsOwnServer(
        name: String,
        bound: String,
        harm: @escaping @Sendable (PostgresServer) throws -> Void
    ) -> Fault {
        Fault(name: name, concernsStore: true, engines: [.postgres], bound: bound) { round in
            let server = try await OwnThread.run { try PostgresServer() }
            let base = try await StoreBase.make(on: server)
            let acts = try await interrupted(round, base) { try await OwnThread.run { try harm(server) } }
            await OwnThread.run { server.stop() }
            return acts
        }
    }

    private static func cut(name: String, mode: Link.Mode) -> Fault {
        Fault(name: name, concernsStore: true, engines: [.postgres], bound: "0; outcomes wait for it") { round in
            let base = try await StoreBase.make(.postgres)
            return try await interrupted(round, base) {
                base.link?.set(mode)
                try await Task.sleep(for: .seconds(round.number(in: 1.0...4.0)))
                base.link?.set(.open)
            }
        }
    }

    /// The kernel itself sees the cut: the server is on a host of its own, and its cable is pulled.
    private static let cutOffHost = Fault(
        name: "cable to PostgreSQL's host pulled",
        concernsStore: true,
        engines: [.postgres],
        bound: "0; outcomes wait for it",
        obstacle: { HostNetwork.obstacle },
        play: { round in
            let host = try HostNetwork()
            let server = try await OwnThread.run { try PostgresServer(on: host) }
            let base = try await StoreBase.direct(on: server)
            let acts = try await interrupted(round, base) {
                try host.cut()
                try await Task.sleep(for: .seconds(round.number(in: 1.0...6.0)))
                try host.mend()
            }
            await OwnThread.run { server.stop() }
            host.remove()
            return acts
        }
    )

    /// A worker whose database goes away in the middle of its work and comes back.
    private static func interrupted(
        _ round: Round,
        _ base: StoreBase,
        harm: () async throws -> Void
    ) async throws -> [Act] {
        let scene = try await Scene(
            round,
            people: round.scale.people(120, full: 600),
            channels: ["email", "sms"],
            mail: { step in if case .message = step.event { .wait(.milliseconds(10)) } else { nil } },
            base: base
        )
        let worker = try scene.worker()
        try await scene.reachSomeMore(round)
        try await harm()
        try await scene.look { $0.count("queued") + $0.count("sending") == 0 }
        try await scene.stop(worker)
        let evidence = try await scene.evidence()
        await scene.end()
        return [Act("in the end", evidence, .allSent)]
    }
}
