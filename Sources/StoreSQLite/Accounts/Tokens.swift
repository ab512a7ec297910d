package import Accounts
package import Calls
import Foundation
import GRDB

extension SQLiteStore {
    package func addToken(
        _ digest: [UInt8],
        title: String,
        role: Role,
        of name: LoginName,
        now: Timestamp
    ) async throws {
        try await pool.write { db in
            try db.execute(
                sql: "INSERT INTO api_tokens (digest, account, title, role, created_at) VALUES (?, ?, ?, ?, ?)",
                arguments: [Data(digest), name.rawValue, title, role.rawValue, now.rawValue]
            )
        }
    }

    package func tokens(of name: LoginName?) async throws -> [APIToken] {
        try await pool.read { db in
            let sql = """
                SELECT number, title, account, role, created_at, used_at FROM api_tokens
                WHERE ?1 IS NULL OR account = ?1 ORDER BY number
                """
            return try Row.fetchAll(db, sql: sql, arguments: [name?.rawValue]).compactMap { row in
                guard let account = LoginName(rawValue: row[2]), let role = Role(rawValue: row[3]) else { return nil }
                return APIToken(
                    number: row[0],
                    title: row[1],
                    account: account,
                    role: role,
                    createdAt: Timestamp(rawValue: row[4]),
                    lastUsed: (row[5] as Int64?).map(Timestamp.init(rawValue:))
                )
            }
        }
    }

    package func bearer(_ digest: [UInt8], now: Timestamp) async throws -> Session? {
        let found = try await pool.read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT a.name, a.role, t.role, t.used_at FROM api_tokens t JOIN accounts a ON a.name = t.account
                    WHERE t.digest = ?
                    """,
                arguments: [Data(digest)]
            ).flatMap { Self.bearer($0, now: now) }
        }
        guard let (session, used) = found else { return nil }
        if used.map({ $0 + SessionRule.noting <= now }) ?? true {
            try await pool.write { db in
                try db.execute(
                    sql: "UPDATE api_tokens SET used_at = ? WHERE digest = ?",
                    arguments: [now.rawValue, Data(digest)]
                )
            }
        }
        return session
    }

    private static func bearer(_ row: Row, now: Timestamp) -> (Session, used: Timestamp?)? {
        guard let name = LoginName(rawValue: row[0]) else { return nil }
        guard let own = Role(rawValue: row[1]), let granted = Role(rawValue: row[2]) else { return nil }
        let session = Session(account: name, role: own.cut(to: granted), expiresAt: now + SessionRule.longest)
        return (session, (row[3] as Int64?).map(Timestamp.init(rawValue:)))
    }

    package func revokeToken(_ number: Int64, of name: LoginName?) async throws -> Bool {
        try await pool.write { db in
            try db.execute(
                sql: "DELETE FROM api_tokens WHERE number = ?1 AND (?2 IS NULL OR account = ?2)",
                arguments: [number, name?.rawValue]
            )
            return db.changesCount > 0
        }
    }
}
