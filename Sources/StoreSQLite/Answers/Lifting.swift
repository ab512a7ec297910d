package import Calls
package import Deliveries
import Foundation
import GRDB
package import People

extension SQLiteStore {
    package func suppressions() async throws -> [Suppression] {
        try await pool.read { db in
            let sql = "SELECT \(PersonRow.columns) FROM people p WHERE p.suppressed <> '' ORDER BY p.number"
            var bearers: [Data: [PersonID]] = [:]
            for person in try Row.fetchAll(db, sql: sql).map({ PersonRow.person($0) }) {
                for mark in Set(StruckKind.allCases.compactMap { $0.mark(of: person) }) {
                    bearers[self.fingerprint(mark), default: []].append(person.id)
                }
            }
            return try Row.fetchAll(
                db,
                sql:
                    "SELECT kind, reason, channel, at, fingerprint FROM suppressions ORDER BY at, kind, fingerprint, reason"
            ).compactMap { row in
                guard let kind = StruckKind(rawValue: row[0]), let reason = SuppressionReason(rawValue: row[1])
                else { return nil }
                return Suppression(
                    kind: kind,
                    reason: reason,
                    channel: ChannelID(rawValue: row[2]),
                    at: Timestamp(rawValue: row[3]),
                    people: bearers[row[4]] ?? []
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
            guard let row = try Self.personRow(person, db) else { return nil }
            let known = PersonRow.person(row)
            let count = try kinds.reduce(0) { try $0 + self.lift($1, of: known, because: because, now: now, db) }
            if count > 0 {
                try self.refreshSuppressed("p.number = ? OR p.phone = ?", [row[0] as Int64, known.phone?.exact], db)
                if let key = known.email?.key { try self.refreshSuppressed(bearersOf: key, .mailbox, db) }
            }
            return count
        }
    }

    private func lift(_ kind: StruckKind, of person: Person, because: String, now: Timestamp, _ db: Database) throws
        -> Int
    {
        guard let print = kind.mark(of: person).map(fingerprint) else { return 0 }
        let lifted = try Row.fetchAll(
            db,
            sql: """
                DELETE FROM suppressions WHERE kind = ? AND fingerprint = ? AND reason <> 'stop'
                RETURNING reason, channel, at
                """,
            arguments: [kind.rawValue, print]
        )
        for row in lifted {
            try db.execute(
                sql: """
                    INSERT INTO lifted_suppressions (kind, fingerprint, reason, channel, at, lifted_at, because)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    kind.rawValue, print, row[0] as String, row[1] as String, row[2] as Int64, now.rawValue,
                    because,
                ]
            )
        }
        // What came back before counts no longer, and what sheets said does not come back with an undo.
        try db.execute(
            sql: "DELETE FROM soft_bounces WHERE kind = ? AND fingerprint = ?",
            arguments: [kind.rawValue, print]
        )
        if lifted.contains(where: { SuppressionReason(rawValue: $0[0])?.isFromPaper == true }) {
            try db.execute(
                sql: "UPDATE sheet_answers SET struck = x'' WHERE struck = ? AND length(struck) = 32",
                arguments: [print]
            )
        }
        return lifted.count
    }

    package func pruneAnswers(before moment: Timestamp) async throws -> Int {
        try await pool.write { db in
            try db.execute(sql: "DELETE FROM heard WHERE at < ?", arguments: [moment.rawValue])
            try db.execute(sql: "DELETE FROM soft_bounces WHERE at < ?", arguments: [moment.rawValue])
            try db.execute(sql: "DELETE FROM inbox WHERE handled_at < ?", arguments: [moment.rawValue])
            return db.changesCount
        }
    }
}
