package import Calls
package import Deliveries
package import People
import Postgres

extension PostgresStore {
    package func suppressions() async throws -> [Suppression] {
        try await pool.read { db in
            let sql = "SELECT \(PersonRow.columns) FROM people p WHERE p.suppressed <> '' ORDER BY p.number"
            var bearers: [[UInt8]: [PersonID]] = [:]
            for person in try db.execute(sql).map({ PersonRow.person($0) }) {
                for mark in Set(StruckKind.allCases.compactMap { $0.mark(of: person) }) {
                    bearers[self.key.fingerprint(mark), default: []].append(person.id)
                }
            }
            return try db.execute(
                "SELECT kind, reason, channel, at, fingerprint FROM suppressions ORDER BY at, kind, fingerprint, reason"
            ).compactMap { row in
                guard let kind = StruckKind(rawValue: row[0]), let reason = SuppressionReason(rawValue: row[1])
                else { return nil }
                return Suppression(
                    kind: kind,
                    reason: reason,
                    channel: ChannelID(rawValue: row[2]),
                    at: Timestamp(rawValue: row[3]),
                    people: bearers[row[4] as [UInt8]] ?? []
                )
            }
        }
    }

    package func lift(
        _ kinds: [StruckKind],
        of person: PersonID,
        because: String,
        now: Timestamp
    ) async throws -> Int? {
        try await pool.write { db in
            // Imports wait, so that nobody who bears the address is written with what is no longer true.
            _ = try LedgerPen(db)
            guard let row = try Self.personRow(person, db) else { return nil }
            let known = PersonRow.person(row)
            let count = try kinds.reduce(0) { try $0 + self.lift($1, of: known, because: because, now: now, db) }
            if count > 0 {
                let values: [Value] = [.integer(row[0] as Int64), .text(known.phone?.exact)]
                try self.refreshSuppressed("p.number = $1 OR p.phone = $2", values, db)
                if let key = known.email?.key { try self.refreshSuppressed(bearersOf: key, .mailbox, db) }
            }
            return count
        }
    }

    private func lift(_ kind: StruckKind, of person: Person, because: String, now: Timestamp, _ db: Connection) throws
        -> Int
    {
        guard let text = kind.mark(of: person) else { return 0 }
        let mark: [Value] = [.text(kind.rawValue), .blob(key.fingerprint(text))]
        let lifted = try db.execute(
            """
            WITH lifted AS (
                DELETE FROM suppressions WHERE kind = $1 AND fingerprint = $2 AND reason <> 'stop'
                RETURNING kind, fingerprint, reason, channel, at)
            INSERT INTO lifted_suppressions (kind, fingerprint, reason, channel, at, lifted_at, because)
            SELECT kind, fingerprint, reason, channel, at, $3, $4 FROM lifted RETURNING reason
            """,
            mark + [.integer(now.rawValue), .text(because)]
        ).map { $0[0] as String }
        // What came back before counts no longer, and what sheets said does not come back with an undo.
        try db.execute("DELETE FROM soft_bounces WHERE kind = $1 AND fingerprint = $2", mark)
        if lifted.contains(where: { SuppressionReason(rawValue: $0)?.isFromPaper == true }) {
            try db.execute("UPDATE sheet_answers SET struck = '' WHERE struck = $1 AND length(struck) = 32", [mark[1]])
        }
        return lifted.count
    }

    package func pruneAnswers(before moment: Timestamp) async throws -> Int {
        try await pool.write { db in
            try db.execute("DELETE FROM heard WHERE at < $1", [.integer(moment.rawValue)])
            try db.execute("DELETE FROM soft_bounces WHERE at < $1", [.integer(moment.rawValue)])
            return try db.execute("DELETE FROM inbox WHERE handled_at < $1", [.integer(moment.rawValue)]).affected
        }
    }
}
