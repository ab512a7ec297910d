package import Calls
package import Deliveries
import GRDB
import People

extension SQLiteStore: AnswerStore {
    package func receive(_ answers: [Answer], now: Timestamp) async throws -> [AnswerResult] {
        if answers.isEmpty { return [] }
        return try await pool.write { db in
            let receiving = Receiving(store: self, now: now, db: db)
            return try answers.map { answer in
                switch answer {
                case .receipt(let receipt): try receiving.take(receipt)
                case .reply(let reply): try receiving.take(reply)
                }
            }
        }
    }

    package func inbox(includingHandled: Bool) async throws -> [InboxMessage] {
        try await pool.read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT i.number, i.at, i.channel, p.id, i.sender, i.words, i.perhaps_stop, i.handled_at
                    FROM inbox i LEFT JOIN people p ON p.number = i.person
                    WHERE \(includingHandled ? "TRUE" : "i.handled_at IS NULL") ORDER BY i.number
                    """
            )
            var messages: [InboxMessage] = []
            while let row = try rows.next() {
                messages.append(
                    InboxMessage(
                        number: InboxNumber(rawValue: row[0]),
                        at: Timestamp(rawValue: row[1]),
                        channel: ChannelID(rawValue: row[2]),
                        person: (row[3] as String?).map { PersonID(rawValue: $0) },
                        sender: row[4],
                        words: row[5],
                        isPerhapsStop: row[6],
                        handledAt: (row[7] as Int64?).map(Timestamp.init(rawValue:))
                    )
                )
            }
            return messages
        }
    }

    package func handle(_ message: InboxNumber, by organizer: String, now: Timestamp) async throws -> Bool {
        try await pool.write { db in
            try db.execute(
                sql: "UPDATE inbox SET handled_at = ?, handled_by = ? WHERE number = ? AND handled_at IS NULL",
                arguments: [now.rawValue, organizer, message.rawValue]
            )
            return db.changesCount == 1
        }
    }
}
