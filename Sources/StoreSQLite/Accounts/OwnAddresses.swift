package import Accounts
package import Calls
import Foundation
import GRDB
import People

extension SQLiteStore {
    package func ownAddresses(of name: LoginName) async throws -> OwnAddresses? {
        try await pool.read { db in
            let sql = "SELECT email, phone, phone_line FROM accounts WHERE name = ?"
            return try Row.fetchOne(db, sql: sql, arguments: [name.rawValue]).map { row in
                OwnAddresses(
                    email: (row[0] as String?).map(EmailAddress.init(stored:)),
                    phone: (row[1] as String?).map { number in
                        PhoneNumber(stored: number, line: PhoneNumber.Line(rawValue: row[2] ?? -1) ?? .other)
                    }
                )
            }
        }
    }

    package func setOwnAddresses(_ addresses: OwnAddresses, of name: LoginName) async throws -> Bool {
        try await pool.write { db in
            try db.execute(
                sql: "UPDATE accounts SET email = ?, phone = ?, phone_line = ? WHERE name = ?",
                arguments: [
                    addresses.email?.exact, addresses.phone?.exact, addresses.phone?.line.rawValue, name.rawValue,
                ]
            )
            return db.changesCount > 0
        }
    }

    package func openSessions(among digests: [[UInt8]], now: Timestamp) async throws -> Set<[UInt8]> {
        try await pool.read { db in
            let statement = try db.makeStatement(
                sql: "SELECT 1 FROM sessions WHERE digest = ? AND seen_at >= ? AND created_at >= ?"
            )
            let since = [SessionRule.idleSince(now).rawValue, SessionRule.begunSince(now).rawValue]
            return try Set(digests).filter { digest in
                try Int.fetchOne(statement, arguments: [Data(digest), since[0], since[1]]) != nil
            }
        }
    }
}
