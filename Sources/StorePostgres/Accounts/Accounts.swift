package import Accounts
package import Calls
import Postgres

extension PostgresStore: AccountStore {
    package func accounts() async throws -> [Account] {
        try await pool.read { db in
            let sql = "SELECT name, role, created_at, last_login FROM accounts ORDER BY name"
            return try db.execute(sql).compactMap { row in
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
                """
                INSERT INTO accounts (name, role, password, created_at) VALUES ($1, $2, $3, $4)
                ON CONFLICT (name) DO NOTHING
                """,
                [.text(name.rawValue), .text(role.rawValue), .text(hash.text), .integer(now.rawValue)]
            ).affected > 0
        }
    }

    package func passwordHash(of name: LoginName) async throws -> PasswordHash? {
        try await pool.read { db in
            let text: String? = try db.execute(
                "SELECT password FROM accounts WHERE name = $1",
                [.text(name.rawValue)]
            ).first?[0]
            return text.map(PasswordHash.init(text:))
        }
    }

    package func setPassword(_ hash: PasswordHash, of name: LoginName) async throws -> Bool {
        try await pool.write { db in
            let count = try db.execute(
                "UPDATE accounts SET password = $1 WHERE name = $2",
                [.text(hash.text), .text(name.rawValue)]
            ).affected
            guard count > 0 else { return false }
            try db.execute("DELETE FROM sessions WHERE account = $1", [.text(name.rawValue)])
            try db.execute("DELETE FROM api_tokens WHERE account = $1", [.text(name.rawValue)])
            return true
        }
    }

    package func refresh(_ hash: PasswordHash, of name: LoginName, replacing old: PasswordHash) async throws {
        try await pool.write { db in
            // Only if it is still the one that was compared: a new password may have come meanwhile.
            _ = try db.execute(
                "UPDATE accounts SET password = $1 WHERE name = $2 AND password = $3",
                [.text(hash.text), .text(name.rawValue), .text(old.text)]
            )
        }
    }

    package func setRole(_ role: Role, of name: LoginName) async throws -> AccountChange {
        try await pool.write { db in
            if let obstacle = try Self.obstacle(to: name, leavesOwners: role != .owner, db) { return obstacle }
            try db.execute(
                "UPDATE accounts SET role = $1 WHERE name = $2",
                [.text(role.rawValue), .text(name.rawValue)]
            )
            return .done
        }
    }

    package func removeAccount(_ name: LoginName) async throws -> AccountChange {
        try await pool.write { db in
            if let obstacle = try Self.obstacle(to: name, leavesOwners: true, db) { return obstacle }
            try db.execute("DELETE FROM accounts WHERE name = $1", [.text(name.rawValue)])
            return .done
        }
    }

    /// What stands in the way of changing an account: that it is not there, or that no other owner would be left.
    ///
    /// The owners are locked, in the order of their names, so that two of them cannot let each other out at once.
    private static func obstacle(to name: LoginName, leavesOwners: Bool, _ db: Connection) throws -> AccountChange? {
        let owners = try db.execute("SELECT name FROM accounts WHERE role = 'owner' ORDER BY name FOR UPDATE")
            .map { $0[0] as String }
        let found = try db.execute("SELECT 1 FROM accounts WHERE name = $1", [.text(name.rawValue)])
        if found.isEmpty { return .noSuchAccount }
        return leavesOwners && owners == [name.rawValue] ? .lastOwner : nil
    }
}
