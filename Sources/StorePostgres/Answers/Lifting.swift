package import Calls
package import Deliveries
package import People
import Postgres

extension PostgresStore {
    package func suppressions() async throws -> [Suppression] {
        try await pool.read { db in
            let sql = "SELECT id, email_key, phone FROM people WHERE suppressed <> '' ORDER BY number"
            var bearers: [[UInt8]: [PersonID]] = [:]
            for row in try db.execute(sql) {
                for address in [row[1] as String?, row[2] as String?].compactMap(\.self) {
                    bearers[self.key.fingerprint(address), default: []].append(PersonID(rawValue: row[0]))
                }
            }
            return try db.execute(
                "SELECT kind, reason, channel, at, fingerprint FROM suppressions ORDER BY at, kind, fingerprint, reason"
            ).compactMap { row in
                guard let kind = AddressKind(rawValue: row[0]), let reason = SuppressionReason(rawValue: row[1])
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

    package func liftBounces(
        _ kind: AddressKind,
        of person: PersonID,
        because: String,
        now: Timestamp
    ) async throws -> Int? {
        try await pool.write { db in
            // Imports wait, so that nobody who bears the address is written with what is no longer true.
            _ = try LedgerPen(db)
            guard let row = try Self.personRow(person, db) else { return nil }
            guard let address = PersonRow.person(row).sharedKey(by: kind) else { return 0 }
            let mark: [Value] = [.text(kind.rawValue), .blob(self.key.fingerprint(address))]
            let lifted = try db.execute(
                """
                WITH lifted AS (
                    DELETE FROM suppressions WHERE kind = $1 AND fingerprint = $2 AND reason <> 'stop'
                    RETURNING kind, fingerprint, reason, channel, at)
                INSERT INTO lifted_suppressions (kind, fingerprint, reason, channel, at, lifted_at, because)
                SELECT kind, fingerprint, reason, channel, at, $3, $4 FROM lifted
                """,
                mark + [.integer(now.rawValue), .text(because)]
            ).affected
            // What came back before counts no longer.
            try db.execute("DELETE FROM soft_bounces WHERE kind = $1 AND fingerprint = $2", mark)
            if lifted > 0 { try self.refreshSuppressed(bearersOf: address, kind, db) }
            return lifted
        }
    }

    package func pruneAnswers(before moment: Timestamp) async throws -> Int {
        try await pool.write { db in
            try db.execute("DELETE FROM heard WHERE at < $1", [.integer(moment.rawValue)])
            try db.execute("DELETE FROM soft_bounces WHERE at < $1", [.integer(moment.rawValue)])
            return try db.execute("DELETE FROM inbox WHERE handled_at < $1", [.integer(moment.rawValue)]).affected
        }
    }
}
