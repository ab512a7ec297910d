package import Calls
package import Deliveries
import Foundation
import GRDB
package import People

extension SQLiteStore: PeopleStore {
    package func take(
        _ records: [PersonRecord],
        by recorder: String,
        now: Timestamp
    ) async throws -> [ImportVerdict] {
        try await pool.write { db in
            var importing = try Importing(store: self, recorder: recorder, now: now, db)
            var verdicts: [ImportVerdict] = []
            verdicts.reserveCapacity(records.count)
            for record in records { verdicts.append(try importing.take(record)) }
            try importing.finish()
            return verdicts
        }
    }

    package func people(_ show: @Sendable @escaping (Person, [ConsentChange]) throws -> Void) async throws {
        try await pool.read { db in
            let sql = "SELECT \(PersonRow.columns) FROM people p WHERE p.forgotten_at IS NULL ORDER BY p.number"
            let rows = try Row.fetchCursor(db, sql: sql)
            while let row = try rows.next() {
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
            guard let row = try Self.personRow(person, db) else { return nil }
            if try Self.consentState(of: row[0], on: change.channel, db) == change.state { return false }
            try self.appendConsent(change, of: row[0], by: recorder, now: now, db)
            if change.state == .granted { try self.liftStop(of: row[0], on: change.channel, db) }
            return true
        }
    }

    package func choose(_ frequency: Frequency, for person: PersonID, now: Timestamp) async throws -> Bool {
        try await pool.write { db in
            try db.execute(
                sql: "UPDATE people SET frequency = ?, updated_at = ? WHERE id = ? AND forgotten_at IS NULL",
                arguments: [frequency.rawValue, now.rawValue, person.rawValue]
            )
            return db.changesCount == 1
        }
    }

    package func forget(_ person: PersonID, now: Timestamp) async throws -> Bool {
        try await pool.write { db in
            guard let row = try Self.personRow(person, db) else { return false }
            let number: Int64 = row[0]
            let known = PersonRow.person(row)
            for address in [known.email?.key, known.phone?.exact, known.matchKey].compactMap({ $0 }) {
                try db.execute(
                    sql: "INSERT OR REPLACE INTO forgotten (fingerprint, at) VALUES (?, ?)",
                    arguments: [self.fingerprint(address), now.rawValue]
                )
            }
            try self.withdrawEverything(from: number, now: now, db)
            // What came from an address that several share may be theirs as well.
            try db.execute(
                sql: "DELETE FROM inbox WHERE person = ?1 OR sender IN (?2, ?3)",
                arguments: [number, known.email?.key ?? "", known.phone?.exact ?? ""]
            )
            try Self.erase(number, now: now, db)
            return true
        }
    }

    /// Opts the person out of every channel they had opted in to, and cancels what is queued for them.
    private func withdrawEverything(from person: Int64, now: Timestamp, _ db: Database) throws {
        let sql = "SELECT channel FROM consents WHERE person = ? AND state <> 'withdrawn'"
        for channel in try String.fetchAll(db, sql: sql, arguments: [person]) {
            let change = ConsentChange(
                channel: ChannelID(rawValue: channel),
                state: .withdrawn,
                at: now,
                source: "the person asked to be forgotten"
            )
            try appendConsent(change, of: person, by: "forget", now: now, db)
        }
        let calls = "SELECT DISTINCT call FROM deliveries WHERE person = ? AND state = 'queued'"
        for call in try Int64.fetchAll(db, sql: calls, arguments: [person]) {
            _ = try Self.withdraw(
                "call = \(call) AND person = \(person)",
                reason: .suppressed,
                call: call,
                now: now,
                db
            )
        }
    }

    /// Leaves the number, so that counts and the ledger's chain stay true, and nothing that tells who it was.
    private static func erase(_ person: Int64, now: Timestamp, _ db: Database) throws {
        try db.execute(
            sql: """
                UPDATE people SET id = 'forgotten-' || number, given_name = '', family_name = '', email = NULL,
                    email_key = NULL, phone = NULL, phone_line = NULL, street = NULL, unit = NULL, locality = NULL,
                    region = NULL, postal_code = NULL, country = NULL, latitude = NULL, longitude = NULL,
                    door_key = NULL, walk_key = NULL, match_key = NULL, language = '', timezone = '', tags = '',
                    frequency = 'every', attributes = '{}', forgotten_at = ?1, updated_at = ?1
                WHERE number = ?2
                """,
            arguments: [now.rawValue, person]
        )
        try db.execute(
            sql: """
                UPDATE consent_entries SET source = '', wording = '', evidence = '', salt = x'' WHERE person = ?
                """,
            arguments: [person]
        )
        try db.execute(
            sql: "UPDATE completions SET evidence = '', later_evidence = NULL WHERE person = ?",
            arguments: [person]
        )
        // A row's picture shows a name, and who is gone is not asked about.
        try db.execute(
            sql: """
                UPDATE sheet_doubts SET picture = NULL, resolved_at = coalesce(resolved_at, ?2)
                WHERE delivery IN (SELECT number FROM deliveries WHERE person = ?1)
                """,
            arguments: [person, now.rawValue]
        )
        try db.execute(
            sql: "UPDATE sign_ups SET digest = NULL, picture = NULL, added = '' WHERE person = ?",
            arguments: [person]
        )
        // Addresses that were asked on a page are remembered like those on record, and lead to nobody any more.
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO forgotten (fingerprint, at)
                SELECT DISTINCT r.fingerprint, ?2 FROM opt_in_requests r JOIN deliveries d ON d.number = r.delivery
                WHERE d.person = ?1
                """,
            arguments: [person, now.rawValue]
        )
        try db.execute(
            sql: """
                UPDATE opt_in_requests SET fingerprint = zeroblob(32), ended = coalesce(ended, 'expired')
                WHERE delivery IN (SELECT number FROM deliveries WHERE person = ?)
                """,
            arguments: [person]
        )
        // What a server said may hold an address.
        try db.execute(
            sql: "UPDATE webhook_messages SET detail = NULL WHERE person = ? AND event LIKE 'delivery.%'",
            arguments: [person]
        )
        try db.execute(
            sql:
                "UPDATE deliveries SET reference = NULL, reason = iif(state = 'failed', 'forgotten', reason) WHERE person = ?",
            arguments: [person]
        )
    }

    /// Copies the whole database into a file that does not exist yet, for a dry run or a rehearsal.
    package func copy(to path: String) async throws {
        try await pool.writeWithoutTransaction { db in
            try db.execute(sql: "VACUUM INTO ?", arguments: [path])
        }
    }

    /// Takes everything that is under way out of a copy, so that a rehearsal there is of one call alone.
    package func forgetWork() async throws {
        try await pool.write { db in
            try db.execute(sql: "UPDATE calls SET course = 'paused' WHERE course = 'running'")
            try db.execute(sql: "DELETE FROM lanes")
            try db.execute(sql: "DELETE FROM workers")
        }
    }
}
