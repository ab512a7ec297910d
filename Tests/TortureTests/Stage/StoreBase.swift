import Foundation
import TestKit

/// Where a round's database is, and what others can do to it.
struct StoreBase: Sendable {
    /// What stands behind `database:` in the settings.
    let setting: String

    /// A new database, empty.
    ///
    /// - Throws: ``ToolFailure`` where the engine is not there.
    static func make(_ engine: Engine) async throws -> StoreBase {
        switch engine {
        case .sqlite: StoreBase(setting: "clarion.db")
        case .postgres: throw ToolFailure(tool: "postgres", status: 1, words: "this Clarion has no such engine")
        }
    }

    /// Takes the lock that every writer needs, and returns once it is taken.
    ///
    /// - Parameters:
    ///   - folder: Where the program works.
    ///   - seconds: For how long.
    /// - Returns: Somebody who gives it back when the time is over.
    func lock(in folder: String, seconds: Int) async throws -> RunningProgram {
        let script = """
            import sqlite3, sys, time
            database = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
            database.execute("BEGIN IMMEDIATE")
            print("locked", flush=True)
            time.sleep(int(sys.argv[2]))
            database.execute("ROLLBACK")
            """
        let lock = try python(script, setting, "\(seconds)", in: folder)
        while !lock.outputSoFar.contains("locked") { try await Task.sleep(for: .milliseconds(10)) }
        return lock
    }

    /// Does what a worker does to one whose lease is over, without waiting for the end of the lease.
    func strikeOffWorkers(in folder: String) async throws {
        let script = """
            import sqlite3, sys
            sqlite3.connect(sys.argv[1], timeout=60).executescript("DELETE FROM workers")
            """
        let result = try await python(script, setting, in: folder).end()
        guard result.end == .exited(0) else {
            throw ToolFailure(tool: "python3", status: 1, words: result.errors)
        }
    }

    private func python(_ script: String, _ arguments: String..., in folder: String) throws -> RunningProgram {
        try RunningProgram(
            "/usr/bin/env",
            ["python3", "-c", script] + arguments,
            environment: ProcessInfo.processInfo.environment,
            in: folder
        )
    }
}
