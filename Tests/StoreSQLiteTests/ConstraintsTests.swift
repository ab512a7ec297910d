import GRDB
import StoreSQLite
import Testing

/// What the tables refuse, and that refusing costs nothing where it matters.
struct ConstraintsTests {
    private func withFile(_ body: (DatabaseQueue) throws -> Void) async throws {
        try await withDatabasePath { path in
            _ = try SQLiteStore(path: path)
            try body(try DatabaseQueue(path: path))
        }
    }

    private static let delivery =
        "INSERT INTO deliveries (call, person, channel, state, due, at) VALUES (1, 1, 'email', ?, ?, 1)"

    /// A rule that compares with a list of words makes SQLite plant a tree of them for every row that is written.
    @Test(
        arguments: [
            delivery,
            "UPDATE deliveries SET state = 'sent', due = ?, at = ? WHERE number = 1",
            "INSERT INTO consents (person, channel, state, entry) VALUES (1, 'email', ?, ?)",
            """
            INSERT INTO consent_entries (person, channel, state, at, recorded_at, recorded_by, source, wording, evidence,
                salt, detail, hash) VALUES (1, 'email', ?, ?, 1, '', '', '', '', x'', x'', x'')
            """,
        ]
    )
    func whatIsWrittenRowByRowPlantsNoTree(sql: String) async throws {
        try await withFile { file in
            let steps = try file.read { db in
                try Row.fetchAll(db, sql: "EXPLAIN " + sql, arguments: ["queued", 1]).map { $0["opcode"] as String }
            }
            #expect(steps.contains("Insert") || steps.contains("IdxInsert"), "it is the plan of a write")
            #expect(!steps.contains("OpenEphemeral"))
        }
    }

    @Test(arguments: ["queued", "sending", "sent", "delivered", "bounced", "failed", "skipped", "held", "cancelled"])
    func everyStateIsAllowed(state: String) async throws { try await withFile { try Self.write(state, to: $0) } }

    @Test(arguments: ["", "Sent", "lost", "sent "])
    func noOtherStateIs(state: String) async throws {
        try await withFile { file in
            #expect(throws: DatabaseError.self) { try Self.write(state, to: file) }
        }
    }

    @Test func theFileIsSound() async throws {
        try await withFile { file in
            let answer = try file.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }
            #expect(answer == ["ok"])
        }
    }

    private static func write(_ state: String, to file: DatabaseQueue) throws {
        try file.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA foreign_keys = OFF")
            try db.execute(
                sql: """
                    INSERT INTO deliveries (call, person, channel, state, reason, due, at, worker)
                    VALUES (1, 1, 'email', ?1, 'why', iif(?1 = 'queued', 1, NULL), 1, iif(?1 = 'sending', 1, NULL))
                    """,
                arguments: [state]
            )
        }
    }
}
