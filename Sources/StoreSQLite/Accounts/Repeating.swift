package import Accounts
package import Calls
import Foundation
import GRDB

extension SQLiteStore {
    package func beginRequest(_ id: [UInt8], fingerprint: [UInt8], now: Timestamp) async throws -> RepeatedRequest {
        try await pool.write { db in
            try db.execute(
                sql: "DELETE FROM api_requests WHERE begun_at < ?",
                arguments: [(now + (.zero - RepeatRule.memory)).rawValue]
            )
            let known = try Row.fetchOne(
                db,
                sql: "SELECT fingerprint, begun_at, status, body FROM api_requests WHERE id = ?",
                arguments: [Data(id)]
            ).map { row in
                RepeatedRequest(
                    isSame: (row[0] as Data) == Data(fingerprint),
                    begunAt: Timestamp(rawValue: row[1]),
                    status: row[2],
                    body: row[3],
                    now: now
                )
            }
            guard known ?? .new == .new else { return known ?? .new }
            try db.execute(
                sql: "INSERT OR REPLACE INTO api_requests (id, fingerprint, begun_at) VALUES (?, ?, ?)",
                arguments: [Data(id), Data(fingerprint), now.rawValue]
            )
            return .new
        }
    }

    package func keepAnswer(status: Int, _ body: String, of id: [UInt8]) async throws {
        try await pool.write { db in
            try db.execute(
                sql: "UPDATE api_requests SET status = ?, body = ? WHERE id = ?",
                arguments: [status, body, Data(id)]
            )
        }
    }

    package func abandonRequest(_ id: [UInt8]) async throws {
        try await pool.write { db in
            try db.execute(
                sql: "DELETE FROM api_requests WHERE id = ? AND status IS NULL",
                arguments: [Data(id)]
            )
        }
    }
}
