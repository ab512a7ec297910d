package import Calls
package import Deliveries
import Foundation
import GRDB
package import People
package import Reviews

/// The second half of a double opt-in: the answer, or none in time.
extension SQLiteStore {
    package func optInRequest(_ delivery: DeliveryNumber, now: Timestamp) async throws -> OptInRequest? {
        try await pool.read { db in try self.optInRequest(delivery, now: now, db)?.request }
    }

    package func confirm(_ delivery: DeliveryNumber, now: Timestamp) async throws -> OptInAnswer? {
        try await pool.write { db in
            guard let (number, request) = try self.optInRequest(delivery, now: now, db) else { return nil }
            guard request.answer == .granted else { return request.answer }
            let change = ConsentChange.confirmed(delivery, request.channel, wording: request.wording, now: now)
            try self.appendConsent(change, of: number, by: "web", now: now, db)
            try db.execute(
                sql: "UPDATE opt_in_requests SET ended = 'confirmed' WHERE delivery = ?",
                arguments: [delivery.rawValue]
            )
            return .granted
        }
    }

    private func optInRequest(_ delivery: DeliveryNumber, now: Timestamp, _ db: Database) throws
        -> (person: Int64, request: OptInRequest)?
    {
        let sql = """
            SELECT d.channel, r.ended IS NOT NULL, r.expires_at, c.state, r.fingerprint, \(PersonRow.columns)
            FROM opt_in_requests r JOIN deliveries d ON d.number = r.delivery JOIN people p ON p.number = d.person
            LEFT JOIN consents c ON c.person = d.person AND c.channel = d.channel
            WHERE r.delivery = ? AND p.forgotten_at IS NULL
            """
        guard let row = try Row.fetchOne(db, sql: sql, arguments: [delivery.rawValue]) else { return nil }
        let number: Int64 = row[5]
        let person = PersonRow.person(row, at: 5)
        // What was asked is this address: whoever has another one by now was not.
        let isSame = person.email.map { fingerprint($0.key) == row[4] as Data } ?? false
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

    static func hasUnansweredOptIns(now: Timestamp, _ db: Database) throws -> Bool {
        let sql = "SELECT EXISTS (SELECT 1 FROM opt_in_requests WHERE ended IS NULL AND expires_at <= ?)"
        return try Bool.fetchOne(db.cachedStatement(sql: sql), arguments: [now.rawValue]) ?? false
    }

    /// Ends questions that nobody answered in time.
    ///
    /// An address that came with one goes, unless somebody said no at it, so that it must be known again, or more has become
    /// known of the person since.
    ///
    /// - Returns: How many deliveries were taken out of the queue.
    static func endUnansweredOptIns(now: Timestamp, stamp: Timestamp, _ tally: inout Tally, _ db: Database) throws
        -> Int
    {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT r.delivery, r.adds, d.call, d.channel, d.person, d.state,
                    (SELECT c.state FROM consents c WHERE c.person = d.person AND c.channel = d.channel)
                FROM opt_in_requests r JOIN deliveries d ON d.number = r.delivery
                WHERE r.ended IS NULL AND r.expires_at <= ?
                """,
            arguments: [now.rawValue]
        )
        var count = 0
        for row in rows {
            let delivery: Int64 = row[0]
            try db.execute(
                sql: "UPDATE opt_in_requests SET ended = 'expired' WHERE delivery = ?",
                arguments: [delivery]
            )
            if row[5] == "queued" {
                try db.execute(
                    sql: """
                        UPDATE deliveries SET state = 'skipped', reason = 'expired', due = NULL, at = ? WHERE number = ?
                        """,
                    arguments: [stamp.rawValue, delivery]
                )
                tally.move(call: row[2], channel: row[3], from: .queued, to: .skipped)
                count += 1
            }
            if row[1] == 1, row[6] == "pending" {
                try db.execute(
                    sql: """
                        UPDATE people SET email = NULL, email_key = NULL, suppressed = '', updated_at = ?
                        WHERE number = ? AND phone IS NULL AND street IS NULL AND tags = '' AND attributes = '{}'
                            AND NOT EXISTS (SELECT 1 FROM consents c
                                WHERE c.person = people.number AND c.state = 'granted')
                        """,
                    arguments: [now.rawValue, row[4] as Int64]
                )
            }
        }
        return count
    }
}
