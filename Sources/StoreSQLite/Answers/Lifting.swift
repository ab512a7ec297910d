package import Calls
package import Deliveries
import Foundation
import GRDB
package import People

extension SQLiteStore {
    package func suppressions() async throws -> [Suppression] {
        try await pool.read { db in
            let sql = "SELECT id, email_key, phone FROM people WHERE suppressed <> '' ORDER BY number"
            var bearers: [Data: [PersonID]] = [:]
            for row in try Row.fetchAll(db, sql: sql) {
                for address in [row[1] as String?, row[2] as String?].compactMap(\.self) {
                    bearers[self.fingerprint(address), default: []].append(PersonID(rawValue: row[0]))
                }
            }
            return try Row.fetchAll(
                db,
                sql:
                    "SELECT kind, reason, channel, at, fingerprint FROM suppressions ORDER BY at, kind, fingerprint, reason"
            ).compactMap { row in
                guard let kind = AddressKind(rawValue: row[0]), let reason = SuppressionReason(rawValue: row[1])
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

    package func liftBounces(
        _ kind: AddressKind,
        of person: PersonID,
        because: String,
        now: Timestamp
    ) async throws -> Int? {
        try await pool.write { db in
            guard let row = try Self.personRow(person, db) else { return nil }
            guard let address = PersonRow.person(row).sharedKey(by: kind) else { return 0 }
            let print = self.fingerprint(address)
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
            // What came back before counts no longer.
            try db.execute(
                sql: "DELETE FROM soft_bounces WHERE kind = ? AND fingerprint = ?",
                arguments: [kind.rawValue, print]
            )
            if !lifted.isEmpty { try self.refreshSuppressed(bearersOf: address, kind, db) }
            return lifted.count
        }
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
