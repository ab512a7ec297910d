import Foundation
import TestKit

/// Where a round's database is, and what others can do to it.
struct StoreBase: Sendable {
    /// What stands behind `database:` in the settings.
    let setting: String
    /// The server behind it, and the line to that; an embedded database has neither.
    var server: PostgresServer?
    var link: Link?

    /// A new database, empty.
    ///
    /// - Throws: ``ToolFailure`` where the engine is not there.
    static func make(_ engine: Engine) async throws -> StoreBase {
        switch engine {
        case .sqlite: StoreBase(setting: "clarion.db")
        case .postgres: try await make(on: PostgresServer.shared.value)
        }
    }

    /// A new database on a server, behind a line that can be cut.
    static func make(on server: PostgresServer) async throws -> StoreBase {
        let database = try await OwnThread.run { try server.makeDatabase() }
        guard var address = URLComponents(string: server.url(database)), let port = address.port else {
            throw ToolFailure(tool: "postgres", status: 1, words: "its address cannot be read")
        }
        let link = try Link(to: port)
        address.port = link.port
        return StoreBase(setting: address.string ?? "", server: server, link: link)
    }

    /// A new database on a server that is reached over the network as it is.
    static func direct(on server: PostgresServer) async throws -> StoreBase {
        let database = try await OwnThread.run { try server.makeDatabase() }
        return StoreBase(setting: server.url(database), server: server)
    }

    /// Takes the lock that every writer needs, and returns once it is taken.
    ///
    /// - Parameters:
    ///   - folder: Where the program works.
    ///   - seconds: For how long.
    /// - Returns: Somebody who gives it back when the time is over.
    /// - Throws: ``ToolFailure`` when it is not to be had.
    func lock(in folder: String, seconds: Int) async throws -> RunningProgram {
        let lock =
            if server != nil {
                try program(
                    "stdbuf",
                    "-oL",
                    "psql",
                    setting,
                    "-qAt",
                    "-c",
                    "BEGIN",
                    "-c",
                    "LOCK TABLE deliveries IN ACCESS EXCLUSIVE MODE",
                    "-c",
                    "SELECT 'locked'",
                    "-c",
                    "SELECT pg_sleep(\(seconds))",
                    "-c",
                    "COMMIT",
                    in: folder
                )
            } else {
                try program("python3", "-c", Self.lockScript, setting, "\(seconds)", in: folder)
            }
        while !lock.outputSoFar.contains("locked") {
            try await Task.sleep(for: .milliseconds(10))
            guard lock.errorsSoFar.isEmpty else {
                throw ToolFailure(tool: "lock", status: 1, words: lock.errorsSoFar)
            }
        }
        return lock
    }

    /// Does what a worker does to one whose lease is over, without waiting for the end of the lease.
    func strikeOffWorkers(in folder: String) async throws {
        let statement = "DELETE FROM workers"
        let result =
            if server != nil {
                try await program("psql", setting, "-q", "-c", statement, in: folder).end()
            } else {
                try await program("python3", "-c", Self.script, setting, statement, in: folder).end()
            }
        guard result.end == .exited(0) else {
            throw ToolFailure(tool: "striking off", status: 1, words: result.errors)
        }
    }

    private func program(_ arguments: String..., in folder: String) throws -> RunningProgram {
        try RunningProgram(
            "/usr/bin/env",
            arguments,
            environment: ProcessInfo.processInfo.environment,
            in: folder
        )
    }

    private static let script = """
        import sqlite3, sys
        sqlite3.connect(sys.argv[1], timeout=60).executescript(sys.argv[2])
        """

    private static let lockScript = """
        import sqlite3, sys, time
        database = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
        database.execute("BEGIN IMMEDIATE")
        print("locked", flush=True)
        time.sleep(int(sys.argv[2]))
        database.execute("ROLLBACK")
        """
}
