package import Accounts
package import Calls
import Postgres

extension PostgresStore {
    package func openSession(
        _ digest: [UInt8],
        of name: LoginName,
        proven hash: PasswordHash,
        now: Timestamp
    ) async throws -> Bool {
        try await pool.write { db in
            try db.execute(
                "DELETE FROM sessions WHERE seen_at < $1 OR created_at < $2",
                [.integer(SessionRule.idleSince(now).rawValue), .integer(SessionRule.begunSince(now).rawValue)]
            )
            // Locks the account, so that a change of its password either comes first and is seen, or ends this session.
            let account = try db.execute(
                "UPDATE accounts SET last_login = $1 WHERE name = $2 AND password = $3",
                [.integer(now.rawValue), .text(name.rawValue), .text(hash.text)]
            )
            guard account.affected > 0 else { return false }
            try db.execute(
                "INSERT INTO sessions (digest, account, created_at, seen_at) VALUES ($1, $2, $3, $3)",
                [.blob(digest), .text(name.rawValue), .integer(now.rawValue)]
            )
            return true
        }
    }

    package func session(_ digest: [UInt8], now: Timestamp) async throws -> Session? {
        let found = try await pool.read { db in
            try db.execute(
                """
                SELECT a.name, a.role, s.created_at, s.seen_at FROM sessions s JOIN accounts a ON a.name = s.account
                WHERE s.digest = $1 AND s.seen_at >= $2 AND s.created_at >= $3
                """,
                [
                    .blob(digest), .integer(SessionRule.idleSince(now).rawValue),
                    .integer(SessionRule.begunSince(now).rawValue),
                ]
            ).first.flatMap { row in Self.session(row).map { ($0, Timestamp(rawValue: row[3])) } }
        }
        guard let (session, seen) = found else { return nil }
        if seen + SessionRule.noting <= now {
            try await pool.write { db in
                _ = try db.execute(
                    "UPDATE sessions SET seen_at = $1 WHERE digest = $2",
                    [.integer(now.rawValue), .blob(digest)]
                )
            }
        }
        return session
    }

    private static func session(_ row: Row) -> Session? {
        guard let name = LoginName(rawValue: row[0]), let role = Role(rawValue: row[1]) else { return nil }
        let end = Timestamp(rawValue: row[2]) + SessionRule.longest
        return Session(account: name, role: role, expiresAt: end)
    }

    package func endSession(_ digest: [UInt8]) async throws {
        try await pool.write { db in _ = try db.execute("DELETE FROM sessions WHERE digest = $1", [.blob(digest)]) }
    }
}
