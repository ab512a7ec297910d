package import Calls
package import Deliveries
import GRDB

extension SQLiteStore {
    package func steer(_ slug: String, _ turn: CourseChange, now: Timestamp) async throws -> Bool {
        try await pool.write { db in
            let sql = "SELECT number, course, service FROM calls WHERE slug = ?"
            guard let row = try Row.fetchOne(db, sql: sql, arguments: [slug]) else {
                throw SubmitError.noSuchCall(slug)
            }
            // One that is cancelled would never ask again, and a question that waits would end unasked.
            if turn != .resume, (row[2] as String?) != nil { throw SubmitError.service(slug) }
            let number: Int64 = row[0]
            if row[1] == "cancelled" { return turn == .cancel }
            let course =
                switch turn {
                case .pause: "paused"
                case .resume: "running"
                case .cancel: "cancelled"
                }
            try db.execute(
                sql: "UPDATE calls SET course = ?1, resumed_at = iif(?1 = 'running', ?2, resumed_at) WHERE number = ?3",
                arguments: [course, now.rawValue, number]
            )
            if turn == .cancel {
                _ = try Self.withdraw("call = \(number)", reason: nil, call: number, now: now, db)
            }
            return true
        }
    }

    package func requeue(_ slug: String, from state: DeliveryState, now: Timestamp) async throws -> Int {
        try await pool.write { db in
            let sql = "SELECT number, course FROM calls WHERE slug = ?"
            guard let row = try Row.fetchOne(db, sql: sql, arguments: [slug]) else {
                throw SubmitError.noSuchCall(slug)
            }
            let call: Int64 = row[0]
            if row[1] == "cancelled" { throw SubmitError.cancelled(slug) }
            // The state stands in the statement itself, since a partial index is chosen by that. A printed batch is never
            // printed over, so what comes back joins a new one, unless it is of a turf of which nothing was ever tried, or
            // what failed of a turf: a claim makes a turf of its own of that where others of it are printed. An ask that is
            // done stays closed, whatever its deliveries came to; so does a question whose link leads nowhere by now.
            let isInTheWay = state == .failed ? "e.state = 'held'" : "e.attempts > 0"
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    UPDATE deliveries SET state = 'queued', reason = NULL, attempts = 0, due = ?1, at = ?3,
                        batch = CASE WHEN EXISTS (SELECT 1 FROM turfs t WHERE t.call = deliveries.call
                                AND t.channel = deliveries.channel AND t.number = deliveries.batch)
                            AND NOT EXISTS (SELECT 1 FROM deliveries e WHERE e.call = deliveries.call
                                AND e.channel = deliveries.channel AND e.batch = deliveries.batch AND \(isInTheWay))
                            THEN batch END, in_doubt = 0
                    WHERE call = ?2 AND state = '\(state.rawValue)' AND NOT EXISTS
                        (SELECT 1 FROM completions f WHERE f.call = ?2 AND f.person = deliveries.person)
                        AND NOT EXISTS (SELECT 1 FROM opt_in_requests r WHERE r.delivery = deliveries.number
                            AND (r.ended IS NOT NULL OR r.expires_at <= ?1))
                    RETURNING channel
                    """,
                arguments: [now.rawValue, call, try Self.stamp(now, db).rawValue]
            )
            var tally = Tally()
            var count = 0
            while let row = try rows.next() {
                tally.move(call: call, channel: row[0], from: state, to: .queued)
                count += 1
            }
            try tally.write(db)
            return count
        }
    }
}
