package import Calls
import Deliveries
import Foundation
package import People
import Postgres
package import Reviews

extension PostgresStore {
    package func explain(_ slug: String, _ person: PersonID) async throws -> Explanation? {
        try await pool.read { db in
            guard let call = try db.execute("SELECT * FROM calls WHERE slug = $1", [.text(slug)]).first,
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
        _ db: Connection
    ) throws -> Explanation.Channel {
        let delivery = try db.execute(
            "SELECT state, reason FROM deliveries WHERE person = $1 AND call = $2 AND channel = $3",
            [.integer(number), .integer(call), .text(channel)]
        ).first
        return Explanation.Channel(
            id: ChannelID(rawValue: channel),
            state: delivery.flatMap { DeliveryState(rawValue: $0[0]) },
            reason: delivery?[1],
            consent: try consentRecords(of: number, on: channel, db).last,
            address: person.address(on: channel, inFull: false),
            answer: try answer(person: number, call: call, channel: channel, db)
        )
    }

    private static func answer(person: Int64, call: Int64, channel: String, _ db: Connection) throws -> String? {
        let row = try db.execute(
            """
            SELECT a.result, a.action, a.source, a.sheet, a.at FROM sheet_answers a
            JOIN deliveries d ON d.number = a.delivery
            WHERE d.person = $1 AND d.call = $2 AND d.channel = $3 AND a.standing = 1
            """,
            [.integer(person), .integer(call), .text(channel)]
        ).first
        guard let row else { return nil }
        let how = row["source"] == "scan" ? "by scan" : "by hand"
        let at = Timestamp(rawValue: row["at"])
        return "\(RowAnswer(row: row)), from sheet \(row["sheet"] as String), \(how), at \(at)"
    }

    static func completion(call: Int64, person: Int64, _ db: Connection) throws -> Completion? {
        let sql = "SELECT at, via, evidence FROM completions WHERE call = $1 AND person = $2"
        return try db.execute(sql, [.integer(call), .integer(person)]).first
            .map { Completion(at: Timestamp(rawValue: $0[0]), via: $0[1], evidence: $0[2]) }
    }

    static func personRow(_ person: PersonID, _ db: Connection) throws -> Row? {
        try db.execute("SELECT \(PersonRow.columns) FROM people p WHERE p.id = $1", [.text(person.rawValue)]).first
    }

    package func complete(
        _ slug: String,
        _ person: PersonID,
        _ completion: Completion,
        now: Timestamp
    ) async throws -> CompletionResult? {
        try await pool.write { db in
            let call: Int64? = try db.execute("SELECT number FROM calls WHERE slug = $1", [.text(slug)]).first?[0]
            let number: Int64? = try db.execute("SELECT number FROM people WHERE id = $1", [.text(person.rawValue)])
                .first?[0]
            guard let call, let number else { return nil }
            var tally = Tally()
            let done = try Self.complete(call: call, person: number, completion, now: now, &tally, db)
            let count = "SELECT count(*) FROM deliveries WHERE call = $1 AND person = $2"
            let asked: Int = try db.execute(count, [.integer(call), .integer(number)]).first?[0] ?? 0
            try tally.write(db)
            return CompletionResult(isNew: done.isNew, withdrawn: done.withdrawn, wasAsked: asked > 0)
        }
    }

    /// Notes a completion, unless there is one, and withdraws what is still queued for that ask.
    static func complete(
        call: Int64,
        person: Int64,
        _ completion: Completion,
        now: Timestamp,
        _ tally: inout Tally,
        _ db: Connection
    ) throws -> (isNew: Bool, withdrawn: Int) {
        let ask: [Value] = [.integer(call), .integer(person)]
        // Before the completion, as whoever enters a sheet does it: so that no two wait for each other.
        let stamp = try stamp(now, db)
        let inserted = try db.execute(
            """
            INSERT INTO completions (call, person, at, via, evidence) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT DO NOTHING
            """,
            ask + [.integer(completion.at.rawValue), .text(completion.via), .text(completion.evidence)]
        )
        // The first note stays; but a sheet's row may be taken back, and this is not.
        if inserted.affected == 0 {
            try db.execute(
                """
                UPDATE completions SET later_at = $3, later_via = $4, later_evidence = $5
                WHERE call = $1 AND person = $2 AND later_at IS NULL AND evidence LIKE '\(AnswerEntry.evidence)%'
                """,
                ask + [.integer(completion.at.rawValue), .text(completion.via), .text(completion.evidence)]
            )
        }
        let withdrawn = try withdraw("call = $3 AND person = $4", ask, reason: .alreadyDone, at: stamp, &tally, db)
        return (inserted.affected == 1, withdrawn)
    }
}
