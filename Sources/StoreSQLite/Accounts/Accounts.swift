package import Accounts
package import Calls
import Foundation
import GRDB

extension SQLiteStore: AccountStore {
    package func accounts() async throws -> [Account] {
        try await pool.read { db in
            let sql = "SELECT name, role, created_at, last_login FROM accounts ORDER BY name"
            return try Row.fetchAll(db, sql: sql).compactMap { row in
                guard let name = LoginName(rawValue: row[0]), let role = Role(rawValue: row[1]) else { return nil }
                return Account(
                    name: name,
                    role: role,
                    createdAt: Timestamp(rawValue: row[2]),
                    lastLogin: (row[3] as Int64?).map(Timestamp.init(rawValue:))
                )
            }
        }
    }

    package func addAccount(_ name: LoginName, role: Role, _ hash: PasswordHash, now: Timestamp) async throws -> Bool {
        try await pool.write { db in
            try db.execute(
                sql: """
                    INSERT INTO accounts (name, role, password, created_at) VALUES (?, ?, ?, ?)
                    ON CONFLICT (name) DO NOTHING
                    """,
                arguments: [name.rawValue, role.rawValue, hash.text, now.rawValue]
            )
            return db.changesCount > 0
        }
    }

    package func passwordHash(of name: LoginName) async throws -> PasswordHash? {
        try await pool.read { db in
            let sql = "SELECT password FROM accounts WHERE name = ?"
            return try String.fetchOne(db, sql: sql, arguments: [name.rawValue]).map(PasswordHash.init(text:))
        }
    }

    package func setPassword(_ hash: PasswordHash, of name: LoginName) async throws -> Bool {
        try await pool.write { db in
            try db.execute(
                sql: "UPDATE accounts SET password = ? WHERE name = ?",
                arguments: [hash.text, name.rawValue]
            )
            guard db.changesCount > 0 else { return false }
            try db.execute(sql: "DELETE FROM sessions WHERE account = ?", arguments: [name.rawValue])
            try db.execute(sql: "DELETE FROM api_tokens WHERE account = ?", arguments: [name.rawValue])
            return true
        }
    }

    package func refresh(_ hash: PasswordHash, of name: LoginName, replacing old: PasswordHash) async throws {
        try await pool.write { db in
            // Only if it is still the one that was compared: a new password may have come meanwhile.
            try db.execute(
                sql: "UPDATE accounts SET password = ? WHERE name = ? AND password = ?",
                arguments: [hash.text, name.rawValue, old.text]
            )
        }
    }

    package func setRole(_ role: Role, of name: LoginName) async throws -> AccountChange {
        try await pool.write { db in
            if let obstacle = try Self.obstacle(to: role == .owner ? nil : name, name, db) { return obstacle }
            try db.execute(
                sql: "UPDATE accounts SET role = ? WHERE name = ?",
                arguments: [role.rawValue, name.rawValue]
            )
            return .done
        }
    }

    package func removeAccount(_ name: LoginName) async throws -> AccountChange {
        try await pool.write { db in
            if let obstacle = try Self.obstacle(to: name, name, db) { return obstacle }
            try db.execute(sql: "DELETE FROM accounts WHERE name = ?", arguments: [name.rawValue])
            return .done
        }
    }

    /// What stands in the way of changing an account: that it is not there, or that no other owner would be left.
    private static func obstacle(to leaving: LoginName?, _ name: LoginName, _ db: Database) throws -> AccountChange? {
        let role = try String.fetchOne(
            db,
            sql: "SELECT role FROM accounts WHERE name = ?",
            arguments: [name.rawValue]
        )
        guard let role else { return .noSuchAccount }
        guard leaving != nil, role == Role.owner.rawValue else { return nil }
        let owners = try Int.fetchOne(db, sql: "SELECT count(*) FROM accounts WHERE role = 'owner'") ?? 0
        return owners > 1 ? nil : .lastOwner
    }
}
