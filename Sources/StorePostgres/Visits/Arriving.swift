package import Calls
import Deliveries
import People
import Postgres
package import Reviews

extension PostgresStore: ArrivalStore {
    package func take(_ arrival: Arrival, now: Timestamp) async throws -> ArrivalNumber? {
        try await pool.write { db in
            let sql = "SELECT number FROM calls WHERE slug = $1"
            guard let call: Int64 = try db.execute(sql, [.text(arrival.call)]).first?[0] else { return nil }
            var record = PersonRecord()
            record.givenName = arrival.name
            record.language = arrival.language.isEmpty ? nil : arrival.language
            record.email = arrival.optIn?.email
            var importing = try Importing([record], store: self, recorder: "web", now: now, db)
            // Looked for once the lock is ours: whoever is forgotten at the same moment brings nobody.
            let sharer = try arrival.sharer.flatMap { try Self.place(of: $0, db) }
            let pending = arrival.pending(isShared: sharer != nil, now: now)
            let joining = arrival.optIn.map { Joining(store: self, optIn: $0, now: now, db: db) }
            let bearer = try joining?.bearer()
            if case .nobody? = bearer { record.consents = pending.map { [$0] } ?? [] } else { record.email = nil }
            // Whoever bears the address may be somebody else than the one who fills in the form, so it is always a new person.
            let person = try importing.add(record)
            if case .somebody(let known)? = bearer, let pending { importing.note(pending, of: known) }
            try importing.write()
            let stamp = bearer?.isAsked == true ? try Self.stamp(now, db) : now
            try db.execute(
                "INSERT INTO completions (call, person, at, via, evidence) VALUES ($1, $2, $3, 'web', $4)",
                [
                    .integer(call), .integer(person), .integer(now.rawValue),
                    .text(Arrival.place(isShared: sharer != nil)),
                ]
            )
            // A link to another call's page brings nobody to this one.
            let through = sharer?.call == call ? sharer?.person : nil
            let number: Int64? = try db.execute(
                "INSERT INTO arrivals (call, person, sharer, at) VALUES ($1, $2, $3, $4) RETURNING number",
                [.integer(call), .integer(person), .integer(through), .integer(now.rawValue)]
            ).first?[0]
            switch bearer {
            case .nobody: try joining?.ask(person, isNew: true, at: stamp)
            case .somebody(let known): try joining?.ask(known, isNew: false, at: stamp)
            case .notToBeAsked, nil: break
            }
            return number.map(ArrivalNumber.init(rawValue:))
        }
    }

    package func standing(sharedBy sharer: Sharer) async throws -> CallStanding? {
        try await pool.read { db in
            guard let place = try Self.place(of: sharer, db) else { return nil }
            return try Self.standing("number", .integer(place.call), db)
        }
    }

    package func countOfArrivals(through sharer: Sharer) async throws -> Int {
        try await pool.read { db in
            guard let place = try Self.place(of: sharer, db) else { return 0 }
            let sql = """
                WITH RECURSIVE tree (person) AS (
                    SELECT person FROM arrivals WHERE call = $1 AND sharer = $2
                    UNION SELECT a.person FROM arrivals a JOIN tree ON a.sharer = tree.person WHERE a.call = $1)
                SELECT count(*) FROM tree
                """
            return try db.execute(sql, [.integer(place.call), .integer(place.person)]).first?[0] ?? 0
        }
    }

    /// Which call a sharer's link is about, and who they are.
    private static func place(of sharer: Sharer, _ db: Connection) throws -> (call: Int64, person: Int64)? {
        let (table, number) =
            switch sharer {
            case .delivery(let delivery): ("deliveries", delivery.rawValue)
            case .arrival(let arrival): ("arrivals", arrival.rawValue)
            }
        let sql = """
            SELECT t.call, t.person FROM \(table) t JOIN people p ON p.number = t.person
            WHERE t.number = $1 AND p.forgotten_at IS NULL
            """
        return try db.execute(sql, [.integer(number)]).first.map { ($0[0], $0[1]) }
    }
}
