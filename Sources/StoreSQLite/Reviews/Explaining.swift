package import Calls
import Deliveries
import Foundation
import GRDB
package import People
package import Reviews

extension SQLiteStore {
    package func explain(_ slug: String, _ person: PersonID) async throws -> Explanation? {
        try await pool.read { db in
            guard let call = try Row.fetchOne(db, sql: "SELECT * FROM calls WHERE slug = ?", arguments: [slug]),
                let row = try Self.personRow(person, db)
            else { return nil }
            let number: Int64 = row[0]
            let somebody = PersonRow.person(row)
            let content = try JSONDecoder().decode(Call.self, from: Data((call["content"] as String).utf8))
            let names = (call["channels"] as String).split(separator: ";").map(String.init)
            return Explanation(
                call: slug,
                person: person,
                isSelected: content.audience.selects(tags: somebody.tags),
                completion: try Self.completion(call: call["number"], person: number, db),
                channels: try names.map { name in
                    try Self.explain(name, call: call["number"], number: number, somebody, db)
                }
            )
        }
    }

    private static func explain(
        _ channel: String,
        call: Int64,
        number: Int64,
        _ person: Person,
        _ db: Database
    ) throws -> Explanation.Channel {
        let delivery = try Row.fetchOne(
            db,
            sql: "SELECT state, reason FROM deliveries WHERE person = ? AND call = ? AND channel = ?",
            arguments: [number, call, channel]
        )
        return Explanation.Channel(
            id: ChannelID(rawValue: channel),
            state: delivery.flatMap { DeliveryState(rawValue: $0[0]) },
            reason: delivery?[1],
            consent: try consentRecords(of: number, on: channel, db).last,
            address: person.address(on: channel, inFull: false),
            answer: try answer(person: number, call: call, channel: channel, db)
        )
    }

    private static func answer(person: Int64, call: Int64, channel: String, _ db: Database) throws -> String? {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT a.result, a.action, a.source, a.sheet, a.at FROM sheet_answers a
                JOIN deliveries d ON d.number = a.delivery
                WHERE d.person = ? AND d.call = ? AND d.channel = ? AND a.standing = 1
                """,
            arguments: [person, call, channel]
        )
        guard let row else { return nil }
        let how = row["source"] == "scan" ? "by scan" : "by hand"
        let at = Timestamp(rawValue: row["at"])
        return "\(RowAnswer(row: row)), from sheet \(row["sheet"] as String), \(how), at \(at)"
    }

    static func completion(call: Int64, person: Int64, _ db: Database) throws -> Completion? {
        let sql = "SELECT at, via, evidence FROM completions WHERE call = ? AND person = ?"
        return try Row.fetchOne(db, sql: sql, arguments: [call, person])
            .map { Completion(at: Timestamp(rawValue: $0[0]), via: $0[1], evidence: $0[2]) }
    }

    static func personRow(_ person: PersonID, _ db: Database) throws -> Row? {
        try Row.fetchOne(
            db,
            sql: "SELECT \(PersonRow.columns) FROM people p WHERE p.id = ?",
            arguments: [person.rawValue]
        )
    }

    package func complete(
        _ slug: String,
        _ person: PersonID,
        _ completion: Completion,
        now: Timestamp
    ) async throws -> CompletionResult? {
        try await pool.write { db in
            let call = try Int64.fetchOne(db, sql: "SELECT number FROM calls WHERE slug = ?", arguments: [slug])
            let number = try Int64.fetchOne(
                db,
                sql: "SELECT number FROM people WHERE id = ?",
                arguments: [person.rawValue]
            )
            guard let call, let number else { return nil }
            let done = try Self.complete(
                call: call,
                person: number,
                at: completion.at,
                via: completion.via,
                evidence: completion.evidence,
                now: now,
                db
            )
            let count = "SELECT count(*) FROM deliveries WHERE person = ? AND call = ?"
            let asked = try Int.fetchOne(db, sql: count, arguments: [number, call]) ?? 0
            return CompletionResult(isNew: done.isNew, withdrawn: done.withdrawn, wasAsked: asked > 0)
        }
    }

    /// Notes a completion, unless there is one, and withdraws what is still queued for that ask.
    static func complete(
        call: Int64,
        person: Int64,
        at: Timestamp,
        via: String,
        evidence: String,
        now: Timestamp,
        _ db: Database
    ) throws -> (isNew: Bool, withdrawn: Int) {
        try db.execute(
            sql: """
                INSERT INTO completions (call, person, at, via, evidence) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """,
            arguments: [call, person, at.rawValue, via, evidence]
        )
        let isNew = db.changesCount == 1
        // The first note stays; but a sheet's row may be taken back, and this is not.
        if !isNew {
            try db.execute(
                sql: """
                    UPDATE completions SET later_at = ?3, later_via = ?4, later_evidence = ?5
                    WHERE call = ?1 AND person = ?2 AND later_at IS NULL AND evidence LIKE '\(AnswerEntry.evidence)%'
                    """,
                arguments: [call, person, at.rawValue, via, evidence]
            )
        }
        let condition = "call = \(call) AND person = \(person)"
        return (isNew, try withdraw(condition, reason: .alreadyDone, call: call, now: now, db))
    }

    /// Cancels what is queued.
    static func withdraw(
        _ condition: String,
        reason: SkipReason?,
        call: Int64,
        now: Timestamp,
        _ db: Database
    ) throws -> Int {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                UPDATE deliveries SET state = 'cancelled', reason = ?, due = NULL, at = ?
                WHERE state = 'queued' AND \(condition) RETURNING channel
                """,
            arguments: [reason?.rawValue ?? "cancelled by the organizer", try stamp(now, db).rawValue]
        )
        var tally = Tally()
        var count = 0
        while let row = try rows.next() {
            tally.move(call: call, channel: row[0], from: .queued, to: .cancelled)
            count += 1
        }
        try tally.write(db)
        return count
    }
}
