package import Calls
package import Deliveries
package import People
import Postgres

extension PostgresStore {
    package func withdrawals(for worker: WorkerNumber) async throws -> Int64? {
        try await pool.perform { db in
            try db.execute(
                """
                SELECT count FROM withdrawals
                WHERE EXISTS (SELECT 1 FROM workers WHERE number = $1 AND seen_at > 0)
                """,
                [.integer(worker.rawValue)]
            ).first?[0]
        }
    }

    package func withdrawn(among deliveries: [DeliveryNumber], now: Timestamp) async throws -> [Settlement] {
        try await pool.perform { db in
            try db.execute(
                """
                SELECT d.number, c.course, c.expires_at,
                    (SELECT s.state FROM consents s WHERE s.person = d.person AND s.channel = d.channel),
                    EXISTS (SELECT 1 FROM completions f WHERE f.call = d.call AND f.person = d.person),
                    p.forgotten_at IS NOT NULL, coalesce(c.service = 'confirmation', false)
                FROM deliveries d JOIN calls c ON c.number = d.call JOIN people p ON p.number = d.person
                WHERE d.number = ANY($1) AND d.state = 'sending'
                """,
                [.integers(deliveries.map(\.rawValue))]
            ).compactMap { row in
                let delivery = DeliveryNumber(rawValue: row[0])
                return Self.lastCheck(row, now: now).map { Settlement(delivery, $0) }
            }
        }
    }

    private static func lastCheck(_ row: Row, now: Timestamp) -> Transition? {
        let facts = GateFacts(
            consent: (row[3] as String?).flatMap(ConsentState.init),
            // The address itself was looked at when it was claimed.
            address: row[5] ? .suppressed : .reachable,
            done: row[4],
            expired: (row[2] as Int64?).map { $0 <= now.rawValue } ?? false,
            confirms: row[6]
        )
        return .lastCheck(facts, course: CallCourse(rawValue: row[1]) ?? .running, now: now)
    }

    package func inHand(of person: PersonID) async throws -> Int {
        try await pool.perform { db in
            try db.execute(
                """
                SELECT count(*) FROM deliveries
                WHERE person = (SELECT number FROM people WHERE id = $1) AND state = 'sending'
                """,
                [.text(person.rawValue)]
            ).first?[0] ?? 0
        }
    }
}
