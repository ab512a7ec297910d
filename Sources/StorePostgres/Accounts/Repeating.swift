package import Accounts
package import Calls
import Postgres

extension PostgresStore {
    package func beginRequest(_ id: [UInt8], fingerprint: [UInt8], now: Timestamp) async throws -> RepeatedRequest {
        try await pool.write { db in
            _ = try db.execute(
                "DELETE FROM api_requests WHERE begun_at < $1",
                [.integer((now + (.zero - RepeatRule.memory)).rawValue)]
            )
            // Unlike a file, a server lets two write at once: whoever comes second waits here for the first one's row.
            let isNew =
                try db.execute(
                    """
                    INSERT INTO api_requests (id, fingerprint, begun_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING
                    """,
                    [.blob(id), .blob(fingerprint), .integer(now.rawValue)]
                ).affected > 0
            if isNew { return .new }
            let known = try db.execute(
                "SELECT fingerprint, begun_at, status, body FROM api_requests WHERE id = $1 FOR UPDATE",
                [.blob(id)]
            ).first.map { row in
                RepeatedRequest(
                    isSame: (row[0] as [UInt8]) == fingerprint,
                    begunAt: Timestamp(rawValue: row[1]),
                    status: (row[2] as Int64?).map(Int.init),
                    body: row[3],
                    now: now
                )
            }
            // Gone between our two looks: it was abandoned, and whoever asks again finds nothing.
            guard let known else { return .underWay }
            guard known == .new else { return known }
            _ = try db.execute(
                "UPDATE api_requests SET begun_at = $2, status = NULL, body = NULL WHERE id = $1",
                [.blob(id), .integer(now.rawValue)]
            )
            return .new
        }
    }

    package func keepAnswer(status: Int, _ body: String, of id: [UInt8]) async throws {
        try await pool.write { db in
            _ = try db.execute(
                "UPDATE api_requests SET status = $1, body = $2 WHERE id = $3",
                [.integer(Int64(status)), .text(body), .blob(id)]
            )
        }
    }

    package func abandonRequest(_ id: [UInt8]) async throws {
        try await pool.write { db in
            _ = try db.execute("DELETE FROM api_requests WHERE id = $1 AND status IS NULL", [.blob(id)])
        }
    }
}
