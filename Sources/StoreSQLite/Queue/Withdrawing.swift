package import Calls
package import Deliveries
import GRDB
package import People

extension SQLiteStore {
    package func withdrawals(for worker: WorkerNumber) async throws -> Int64? {
        try await pool.read { db in
            try Int64.fetchOne(
                db.cachedStatement(
                    sql: "SELECT w.count FROM withdrawals w WHERE EXISTS (SELECT 1 FROM workers WHERE number = ?)"
                ),
                arguments: [worker.rawValue]
            )
        }
    }

    package func withdrawn(among deliveries: [DeliveryNumber], now: Timestamp) async throws -> [Settlement] {
        try await pool.read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT c.course, c.expires_at,
                        (SELECT s.state FROM consents s WHERE s.person = d.person AND s.channel = d.channel),
                        EXISTS (SELECT 1 FROM completions f WHERE f.call = d.call AND f.person = d.person),
                        p.forgotten_at IS NOT NULL, coalesce(c.service = 'confirmation', 0)
                    FROM deliveries d JOIN calls c ON c.number = d.call JOIN people p ON p.number = d.person
                    WHERE d.number = ? AND d.state = 'sending'
                    """
            )
            return try deliveries.compactMap { delivery in
                guard let row = try Row.fetchOne(statement, arguments: [delivery.rawValue]) else { return nil }
                return Self.lastCheck(row, now: now).map { Settlement(delivery, $0) }
            }
        }
    }

    private static func lastCheck(_ row: Row, now: Timestamp) -> Transition? {
        let facts = GateFacts(
            consent: (row[2] as String?).flatMap(ConsentState.init),
            // The address itself was looked at when it was claimed.
            address: row[4] ? .suppressed : .reachable,
            done: row[3],
            expired: (row[1] as Int64?).map { $0 <= now.rawValue } ?? false,
            confirms: row[5]
        )
        return .lastCheck(facts, course: CallCourse(rawValue: row[0]) ?? .running, now: now)
    }

    package func inHand(of person: PersonID) async throws -> Int {
        try await pool.read { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT count(*) FROM deliveries
                    WHERE person = (SELECT number FROM people WHERE id = ?) AND state = 'sending'
                    """,
                arguments: [person.rawValue]
            ) ?? 0
        }
    }
}
