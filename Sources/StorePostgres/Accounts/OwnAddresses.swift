package import Accounts
package import Calls
import People
import Postgres

extension PostgresStore {
    package func ownAddresses(of name: LoginName) async throws -> OwnAddresses? {
        try await pool.read { db in
            let sql = "SELECT email, phone, phone_line FROM accounts WHERE name = $1"
            return try db.execute(sql, [.text(name.rawValue)]).first.map { row in
                OwnAddresses(
                    email: (row[0] as String?).map(EmailAddress.init(stored:)),
                    phone: (row[1] as String?).map { number in
                        let line = (row[2] as Int64?).flatMap { PhoneNumber.Line(rawValue: Int($0)) }
                        return PhoneNumber(stored: number, line: line ?? .other)
                    }
                )
            }
        }
    }

    package func setOwnAddresses(_ addresses: OwnAddresses, of name: LoginName) async throws -> Bool {
        try await pool.write { db in
            try db.execute(
                "UPDATE accounts SET email = $1, phone = $2, phone_line = $3 WHERE name = $4",
                [
                    .text(addresses.email?.exact), .text(addresses.phone?.exact),
                    .integer((addresses.phone?.line.rawValue).map(Int64.init)), .text(name.rawValue),
                ]
            ).affected > 0
        }
    }

    package func openSessions(among digests: [[UInt8]], now: Timestamp) async throws -> Set<[UInt8]> {
        try await pool.read { db in
            try Set(digests).filter { digest in
                try !db.execute(
                    "SELECT 1 FROM sessions WHERE digest = $1 AND seen_at >= $2 AND created_at >= $3",
                    [
                        .blob(digest), .integer(SessionRule.idleSince(now).rawValue),
                        .integer(SessionRule.begunSince(now).rawValue),
                    ]
                ).isEmpty
            }
        }
    }
}
