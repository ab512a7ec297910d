package import Calls
import Deliveries
import GRDB
import People
package import Reviews

extension SQLiteStore: ArrivalStore {
    package func take(_ arrival: Arrival, now: Timestamp) async throws -> ArrivalNumber? {
        try await pool.write { db in
            let sql = "SELECT number FROM calls WHERE slug = ?"
            guard let call = try Int64.fetchOne(db, sql: sql, arguments: [arrival.call]) else { return nil }
            let sharer = try arrival.sharer.flatMap { try Self.place(of: $0, db) }
            var record = PersonRecord()
            record.givenName = arrival.name
            record.language = arrival.language.isEmpty ? nil : arrival.language
            let pending = arrival.pending(isShared: sharer != nil, now: now)
            let joining = arrival.optIn.map { Joining(store: self, optIn: $0, now: now, db: db) }
            let bearer = try joining?.bearer()
            if case .nobody? = bearer {
                record.email = arrival.optIn?.email
                record.consents = pending.map { [$0] } ?? []
            }
            var importing = try Importing(store: self, recorder: "web", now: now, db)
            // Whoever bears the address may be somebody else than the one who fills in the form, so it is always a new person.
            let person = try importing.add(record)
            try importing.finish()
            try db.execute(
                sql: "INSERT INTO completions (call, person, at, via, evidence) VALUES (?, ?, ?, 'web', ?)",
                arguments: [
                    call, person, now.rawValue, Arrival.place(isShared: sharer != nil),
                ]
            )
            // A link to another call's page brings nobody to this one.
            let through = sharer?.call == call ? sharer?.person : nil
            try db.execute(
                sql: "INSERT INTO arrivals (call, person, sharer, at) VALUES (?, ?, ?, ?)",
                arguments: [call, person, through, now.rawValue]
            )
            let number = ArrivalNumber(rawValue: db.lastInsertedRowID)
            switch bearer {
            case .nobody: try joining?.ask(person, isNew: true)
            case .somebody(let known):
                if let pending { try self.appendConsent(pending, of: known, by: "web", now: now, db) }
                try joining?.ask(known, isNew: false)
            case .notToBeAsked, nil: break
            }
            return number
        }
    }

    package func standing(sharedBy sharer: Sharer) async throws -> CallStanding? {
        try await pool.read { db in
            guard let place = try Self.place(of: sharer, db) else { return nil }
            return try Self.standing("number", place.call, db)
        }
    }

    package func countOfArrivals(through sharer: Sharer) async throws -> Int {
        try await pool.read { db in
            guard let place = try Self.place(of: sharer, db) else { return 0 }
            let sql = """
                WITH RECURSIVE tree (person) AS (
                    SELECT person FROM arrivals WHERE call = ?1 AND sharer = ?2
                    UNION SELECT a.person FROM arrivals a JOIN tree ON a.sharer = tree.person WHERE a.call = ?1)
                SELECT count(*) FROM tree
                """
            return try Int.fetchOne(db, sql: sql, arguments: [place.call, place.person]) ?? 0
        }
    }

    /// Which call a sharer's link is about, and who they are.
    private static func place(of sharer: Sharer, _ db: Database) throws -> (call: Int64, person: Int64)? {
        let (table, number) =
            switch sharer {
            case .delivery(let delivery): ("deliveries", delivery.rawValue)
            case .arrival(let arrival): ("arrivals", arrival.rawValue)
            }
        let sql = """
            SELECT t.call, t.person FROM \(table) t JOIN people p ON p.number = t.person
            WHERE t.number = ? AND p.forgotten_at IS NULL
            """
        return try Row.fetchOne(db, sql: sql, arguments: [number]).map { ($0[0], $0[1]) }
    }
}
