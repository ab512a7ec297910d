package import Calls
package import Deliveries
import People
import Postgres

extension PostgresStore: AnswerStore {
    package func receive(_ answers: [Answer], now: Timestamp) async throws -> [AnswerResult] {
        if answers.isEmpty { return [] }
        return try await pool.write { db in
            // Whoever may add to the ledger locks it before anything else; see LedgerPen. What strikes out an address waits
            // for imports as well, so that nobody who bears it is added unseen.
            if answers.contains(where: \.mayChangePeople) { _ = try LedgerPen(db) }
            var receiving = Receiving(store: self, now: now, stamp: try Self.stamp(now, db), db: db)
            let results = try answers.map { answer in
                switch answer {
                case .receipt(let receipt): try receiving.take(receipt)
                case .reply(let reply): try receiving.take(reply)
                }
            }
            try receiving.tally.write(db)
            return results
        }
    }

    package func inbox(includingHandled: Bool) async throws -> [InboxMessage] {
        try await pool.perform { db in
            let rows = try db.execute(
                """
                SELECT i.number, i.at, i.channel, p.id, i.sender, i.words, i.perhaps_stop, i.handled_at
                FROM inbox i LEFT JOIN people p ON p.number = i.person
                WHERE \(includingHandled ? "TRUE" : "i.handled_at IS NULL") ORDER BY i.number
                """
            )
            return rows.map { row in
                InboxMessage(
                    number: InboxNumber(rawValue: row[0]),
                    at: Timestamp(rawValue: row[1]),
                    channel: ChannelID(rawValue: row[2]),
                    person: (row[3] as String?).map { PersonID(rawValue: $0) },
                    sender: row[4],
                    words: row[5],
                    isPerhapsStop: (row[6] as Int64) == 1,
                    handledAt: (row[7] as Int64?).map(Timestamp.init(rawValue:))
                )
            }
        }
    }

    package func handle(_ message: InboxNumber, by organizer: String, now: Timestamp) async throws -> Bool {
        try await pool.write { db in
            try db.execute(
                "UPDATE inbox SET handled_at = $1, handled_by = $2 WHERE number = $3 AND handled_at IS NULL",
                [.integer(now.rawValue), .text(organizer), .integer(message.rawValue)]
            ).affected == 1
        }
    }
}

extension Answer {
    /// Whether it may add to the ledger or strike out an address.
    fileprivate var mayChangePeople: Bool {
        if case .receipt(let receipt) = self, case .delivered = receipt.news { return false }
        return true
    }
}
