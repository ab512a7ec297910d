package import Calls
package import Deliveries
import Foundation
package import People
import Postgres

extension PostgresStore: PeopleStore {
    package func take(
        _ records: [PersonRecord],
        by recorder: String,
        now: Timestamp
    ) async throws -> [ImportVerdict] {
        try await pool.write { db in
            var importing = try Importing(records, store: self, recorder: recorder, now: now, db)
            let verdicts = try records.map { try importing.take($0) }
            try importing.write()
            return verdicts
        }
    }

    package func people(_ show: @Sendable @escaping (Person, [ConsentChange]) throws -> Void) async throws {
        try await pool.read { db in
            let sql = "SELECT \(PersonRow.columns) FROM people p WHERE p.forgotten_at IS NULL ORDER BY p.number"
            try db.forEach(sql) { row in
                try show(PersonRow.person(row), Self.consentRecords(of: row[0], db).map(\.change))
            }
        }
    }

    package func person(_ id: PersonID) async throws -> (Person, [ConsentRecord])? {
        try await pool.read { db in
            guard let row = try Self.personRow(id, db) else { return nil }
            return (PersonRow.person(row), try Self.consentRecords(of: row[0], db))
        }
    }

    package func attributeNames() async throws -> [String] {
        try await pool.read { try Self.attributeNames($0).sorted() }
    }

    package func record(
        _ change: ConsentChange,
        of person: PersonID,
        by recorder: String,
        now: Timestamp
    ) async throws -> Bool? {
        try await pool.write { db in
            var pen = try LedgerPen(db)
            guard let row = try Self.personRow(person, db) else { return nil }
            if try Self.consentState(of: row[0], on: change.channel, db) == change.state { return false }
            pen.append(change, of: row[0], by: recorder, now: now)
            try pen.write(db)
            if change.state == .granted { try self.liftStop(of: row[0], on: change.channel, db) }
            return true
        }
    }

    package func choose(_ frequency: Frequency, for person: PersonID, now: Timestamp) async throws -> Bool {
        try await pool.write { db in
            let changed = try db.execute(
                "UPDATE people SET frequency = $1, updated_at = $2 WHERE id = $3 AND forgotten_at IS NULL",
                [.text(frequency.rawValue), .integer(now.rawValue), .text(person.rawValue)]
            )
            return changed.affected == 1
        }
    }

    package func forget(_ person: PersonID, now: Timestamp) async throws -> Bool {
        try await pool.write { db in
            var pen = try LedgerPen(db)
            guard let row = try Self.personRow(person, db) else { return false }
            let number: Int64 = row[0]
            let known = PersonRow.person(row)
            for address in [known.email?.key, known.phone?.exact, known.matchKey].compactMap({ $0 }) {
                try db.execute(
                    """
                    INSERT INTO forgotten (fingerprint, at) VALUES ($1, $2)
                    ON CONFLICT (fingerprint) DO UPDATE SET at = excluded.at
                    """,
                    [.blob(self.key.fingerprint(address)), .integer(now.rawValue)]
                )
            }
            var tally = Tally()
            try Self.withdrawEverything(from: number, now: now, &pen, &tally, db)
            try pen.write(db)
            // What came from an address that several share may be theirs as well.
            try db.execute(
                "DELETE FROM inbox WHERE person = $1 OR sender = ANY($2)",
                [.integer(number), .texts([known.email?.key, known.phone?.exact])]
            )
            try Self.erase(number, now: now, db)
            try tally.write(db)
            return true
        }
    }

    /// Opts the person out of every channel they had opted in to, and cancels what is queued for them.
    private static func withdrawEverything(
        from person: Int64,
        now: Timestamp,
        _ pen: inout LedgerPen,
        _ tally: inout Tally,
        _ db: Connection
    ) throws {
        let sql = "SELECT channel FROM consents WHERE person = $1 AND state <> 'withdrawn' ORDER BY channel"
        for row in try db.execute(sql, [.integer(person)]) {
            let change = ConsentChange(
                channel: ChannelID(rawValue: row[0]),
                state: .withdrawn,
                at: now,
                source: "the person asked to be forgotten"
            )
            pen.append(change, of: person, by: "forget", now: now)
        }
        _ = try withdraw("person = $3", [.integer(person)], reason: .suppressed, now: now, &tally, db)
    }

    /// Leaves the number, so that counts and the ledger's chain stay true, and nothing that tells who it was.
    private static func erase(_ person: Int64, now: Timestamp, _ db: Connection) throws {
        try db.execute(
            """
            UPDATE people SET id = 'forgotten-' || number, given_name = '', family_name = '', email = NULL,
                email_key = NULL, phone = NULL, phone_line = NULL, street = NULL, unit = NULL, locality = NULL,
                region = NULL, postal_code = NULL, country = NULL, latitude = NULL, longitude = NULL,
                door_key = NULL, walk_key = NULL, match_key = NULL, language = '', timezone = '', tags = '',
                frequency = 'every', attributes = '{}', forgotten_at = $1, updated_at = $1
            WHERE number = $2
            """,
            [.integer(now.rawValue), .integer(person)]
        )
        let number: [Value] = [.integer(person)]
        try db.execute(
            "UPDATE consent_entries SET source = '', wording = '', evidence = '', salt = '' WHERE person = $1",
            number
        )
        try db.execute("UPDATE completions SET evidence = '', later_evidence = NULL WHERE person = $1", number)
        // A row's picture shows a name, and who is gone is not asked about.
        try db.execute(
            """
            UPDATE sheet_doubts SET picture = NULL, resolved_at = coalesce(resolved_at, $2)
            WHERE delivery IN (SELECT number FROM deliveries WHERE person = $1)
            """,
            number + [.integer(now.rawValue)]
        )
        try db.execute("UPDATE sign_ups SET digest = NULL, picture = NULL, added = '' WHERE person = $1", number)
        // Addresses that were asked on a page are remembered like those on record, and lead to nobody any more.
        try db.execute(
            """
            INSERT INTO forgotten (fingerprint, at)
            SELECT DISTINCT r.fingerprint, $2::bigint FROM opt_in_requests r JOIN deliveries d ON d.number = r.delivery
            WHERE d.person = $1
            ON CONFLICT (fingerprint) DO UPDATE SET at = excluded.at
            """,
            number + [.integer(now.rawValue)]
        )
        try db.execute(
            """
            UPDATE opt_in_requests SET fingerprint = decode(repeat('00', 32), 'hex'), ended = coalesce(ended, 'expired')
            WHERE delivery IN (SELECT number FROM deliveries WHERE person = $1)
            """,
            number
        )
        // What a server said may hold an address.
        try db.execute(
            "UPDATE webhook_messages SET detail = NULL WHERE person = $1 AND event LIKE 'delivery.%'",
            number
        )
        try db.execute(
            """
            UPDATE deliveries SET reference = NULL,
                reason = CASE WHEN state = 'failed' THEN 'forgotten' ELSE reason END
            WHERE person = $1
            """,
            number
        )
    }
}
