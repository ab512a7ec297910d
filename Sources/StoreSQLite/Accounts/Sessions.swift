package import Accounts
package import Calls
import Foundation
import GRDB

extension SQLiteStore {
    package func openSession(
        _ digest: [UInt8],
        of name: LoginName,
        proven hash: PasswordHash,
        now: Timestamp
    ) async throws -> Bool {
        try await pool.write { db in
            try db.execute(
                sql: "DELETE FROM sessions WHERE seen_at < ? OR created_at < ?",
                arguments: [SessionRule.idleSince(now).rawValue, SessionRule.begunSince(now).rawValue]
            )
            try db.execute(
                sql: "UPDATE accounts SET last_login = ? WHERE name = ? AND password = ?",
                arguments: [now.rawValue, name.rawValue, hash.text]
            )
            guard db.changesCount > 0 else { return false }
            try db.execute(
                sql: "INSERT INTO sessions (digest, account, created_at, seen_at) VALUES (?, ?, ?3, ?3)",
                arguments: [Data(digest), name.rawValue, now.rawValue]
            )
            return true
        }
    }

    package func session(_ digest: [UInt8], now: Timestamp) async throws -> Session? {
        let found = try await pool.read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT a.name, a.role, s.created_at, s.seen_at FROM sessions s JOIN accounts a ON a.name = s.account
                    WHERE s.digest = ? AND s.seen_at >= ? AND s.created_at >= ?
                    """,
                arguments: [Data(digest), SessionRule.idleSince(now).rawValue, SessionRule.begunSince(now).rawValue]
            ).flatMap { row in Self.session(row).map { ($0, Timestamp(rawValue: row[3])) } }
        }
        guard let (session, seen) = found else { return nil }
        if seen + SessionRule.noting <= now {
            try await pool.write { db in
                try db.execute(
                    sql: "UPDATE sessions SET seen_at = ? WHERE digest = ?",
                    arguments: [now.rawValue, Data(digest)]
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
        try await pool.write { try $0.execute(sql: "DELETE FROM sessions WHERE digest = ?", arguments: [Data(digest)]) }
    }
}
