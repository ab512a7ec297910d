package import Calls
package import Deliveries
package import People
import Postgres
package import Reviews

/// The second half of a double opt-in: the answer, or none in time.
extension PostgresStore {
    package func optInRequest(_ delivery: DeliveryNumber, now: Timestamp) async throws -> OptInRequest? {
        try await pool.read { db in try self.optInRequest(delivery, now: now, db)?.request }
    }

    package func confirm(_ delivery: DeliveryNumber, now: Timestamp) async throws -> OptInAnswer? {
        try await pool.write { db in
            // The lock first: nobody may say no between the look and the line.
            var pen = try LedgerPen(db)
            guard let (number, request) = try self.optInRequest(delivery, now: now, db) else { return nil }
            guard request.answer == .granted else { return request.answer }
            let change = ConsentChange.confirmed(delivery, request.channel, wording: request.wording, now: now)
            pen.append(change, of: number, by: "web", now: now)
            try pen.write(db)
            try db.execute(
                "UPDATE opt_in_requests SET ended = 'confirmed' WHERE delivery = $1",
                [.integer(delivery.rawValue)]
            )
            return .granted
        }
    }

    private func optInRequest(_ delivery: DeliveryNumber, now: Timestamp, _ db: Connection) throws
        -> (person: Int64, request: OptInRequest)?
    {
        let sql = """
            SELECT d.channel, r.ended IS NOT NULL, r.expires_at, c.state, r.fingerprint, \(PersonRow.columns)
            FROM opt_in_requests r JOIN deliveries d ON d.number = r.delivery JOIN people p ON p.number = d.person
            LEFT JOIN consents c ON c.person = d.person AND c.channel = d.channel
            WHERE r.delivery = $1 AND p.forgotten_at IS NULL
            """
        guard let row = try db.execute(sql, [.integer(delivery.rawValue)]).first else { return nil }
        let number: Int64 = row[5]
        let person = PersonRow.person(row, at: 5)
        // What was asked is this address: whoever has another one by now was not.
        let isSame = person.email.map { key.fingerprint($0.key) == row[4] as [UInt8] } ?? false
        let asked = try Self.consentRecords(of: number, on: row[0], db).last { $0.change.state == .pending }
        let answer = OptInRule.answer(
            state: (row[3] as String?).flatMap(ConsentState.init),
            isEnded: row[1] || !isSame,
            end: Timestamp(rawValue: row[2]),
            now: now
        )
        let request = OptInRequest(
            person: person,
            channel: ChannelID(rawValue: row[0]),
            wording: asked?.change.wording ?? "",
            answer: answer
        )
        return (number, request)
    }

    static func hasUnansweredOptIns(now: Timestamp, _ db: Connection) throws -> Bool {
        let sql = "SELECT EXISTS (SELECT 1 FROM opt_in_requests WHERE ended IS NULL AND expires_at <= $1)"
        return try db.execute(sql, [.integer(now.rawValue)]).first?[0] ?? false
    }

    /// Ends questions that nobody answered in time.
    ///
    /// An address that came with one goes, unless somebody said no at it, so that it must be known again, or more has become
    /// known of the person since.
    ///
    /// - Returns: How many deliveries were taken out of the queue.
    static func endUnansweredOptIns(now: Timestamp, stamp: Timestamp, _ tally: inout Tally, _ db: Connection) throws
        -> Int
    {
        let rows = try db.execute(
            """
            SELECT r.delivery, r.adds, d.call, d.channel, d.person, d.state,
                (SELECT c.state FROM consents c WHERE c.person = d.person AND c.channel = d.channel)
            FROM opt_in_requests r JOIN deliveries d ON d.number = r.delivery
            WHERE r.ended IS NULL AND r.expires_at <= $1 ORDER BY r.delivery FOR UPDATE
            """,
            [.integer(now.rawValue)]
        )
        var count = 0
        for row in rows {
            let delivery = Value.integer(row[0] as Int64)
            try db.execute("UPDATE opt_in_requests SET ended = 'expired' WHERE delivery = $1", [delivery])
            if (row[5] as String) == "queued" {
                try db.execute(
                    "UPDATE deliveries SET state = 'skipped', reason = 'expired', due = NULL, at = $1 WHERE number = $2",
                    [.integer(stamp.rawValue), delivery]
                )
                tally.move(call: row[2], channel: row[3], from: .queued, to: .skipped)
                count += 1
            }
            let state: String? = row[6]
            if (row[1] as Int64) == 1, state == "pending" {
                try db.execute(
                    """
                    UPDATE people SET email = NULL, email_key = NULL, suppressed = '', updated_at = $1
                    WHERE number = $2 AND phone IS NULL AND street IS NULL AND tags = '' AND attributes = '{}'
                        AND NOT EXISTS (SELECT 1 FROM consents c
                            WHERE c.person = people.number AND c.state = 'granted')
                    """,
                    [.integer(now.rawValue), .integer(row[4] as Int64)]
                )
            }
        }
        return count
    }
}
