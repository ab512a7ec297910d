package import Calls
package import Deliveries
import GRDB
import People

extension SQLiteStore: WebhookStore {
    package func listen(_ listeners: [WebhookListener], now: Timestamp) async throws {
        try await pool.write { db in
            let known = try String.fetchSet(db, sql: "SELECT name FROM webhooks")
            let names = Set(listeners.map(\.name))
            for name in known.subtracting(names) {
                try db.execute(sql: "DELETE FROM webhooks WHERE name = ?", arguments: [name])
                try db.execute(sql: "DELETE FROM webhook_messages WHERE hook = ?", arguments: [name])
            }
            for listener in listeners {
                try db.execute(
                    sql: "INSERT OR REPLACE INTO webhooks (name, events) VALUES (?, ?)",
                    arguments: [listener.name, listener.kept]
                )
            }
            // Calls that finished while nobody listened are no news.
            if known.isEmpty, !names.isEmpty {
                try db.execute(sql: "INSERT OR IGNORE INTO webhook_calls \(Self.finishedCalls)")
            }
            try db.execute(
                sql: "DELETE FROM webhook_messages WHERE given_up_at < ?",
                arguments: [(now + (.zero - WebhookRule.memory)).rawValue]
            )
        }
    }

    /// Calls of which nothing is queued, in flight, or waits for a decision; those that were cancelled came to no end.
    private static let finishedCalls = """
        SELECT number FROM calls c WHERE service IS NULL AND course <> 'cancelled' AND NOT EXISTS (
            SELECT 1 FROM tallies t WHERE t.call = c.number AND t.count > 0
                AND (t.state = 'queued' OR t.state = 'sending' OR t.state = 'held'))
        """

    package func noteFinishedCalls(now: Timestamp) async throws {
        let hasMoved = try await pool.read { db in
            try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT * FROM (\(Self.finishedCalls)) EXCEPT SELECT call FROM webhook_calls)
                        OR EXISTS (SELECT call FROM webhook_calls EXCEPT SELECT * FROM (\(Self.finishedCalls)))
                    """
            ) ?? false
        }
        guard hasMoved else { return }
        try await pool.write { db in
            try db.execute(
                sql: """
                    INSERT INTO webhook_messages (hook, event, at, call, due)
                    SELECT w.name, 'call.finished', ?1, f.number, ?1 FROM webhooks w, (\(Self.finishedCalls)) f
                    WHERE instr(w.events, ' call.finished ') > 0
                        AND NOT EXISTS (SELECT 1 FROM webhook_calls k WHERE k.call = f.number)
                    ORDER BY f.number
                    """,
                arguments: [now.rawValue]
            )
            try db.execute(sql: "DELETE FROM webhook_calls WHERE call NOT IN (\(Self.finishedCalls))")
            try db.execute(sql: "INSERT OR IGNORE INTO webhook_calls \(Self.finishedCalls)")
        }
    }

    package func webhookMessages(
        for listener: String,
        atMost limit: Int,
        now: Timestamp
    ) async throws -> [WebhookMessage] {
        let sql = """
            SELECT m.number, m.id, m.event, m.at, c.slug,
                CASE WHEN m.event = 'consent.withdrawn' THEN coalesce(m.detail, p.id) ELSE p.id END, m.channel,
                CASE WHEN m.event = 'consent.withdrawn' THEN NULL ELSE m.detail END, m.attempts
            FROM webhook_messages m LEFT JOIN calls c ON c.number = m.call LEFT JOIN people p ON p.number = m.person
            WHERE m.hook = ? AND m.due <= ? AND m.given_up_at IS NULL ORDER BY m.due, m.number LIMIT ?
            """
        // A look first: whoever has nothing to tell must not queue up for the right to write.
        let isDue = try await pool.read { db in
            try Row.fetchOne(db, sql: sql, arguments: [listener, now.rawValue, 1]) != nil
        }
        guard isDue else { return [] }
        return try await pool.write { db in
            let messages = try Row.fetchAll(db, sql: sql, arguments: [listener, now.rawValue, limit])
                .compactMap(Self.message)
            for message in messages {
                try db.execute(
                    sql: "UPDATE webhook_messages SET due = ? WHERE number = ?",
                    arguments: [(now + WebhookRule.lease).rawValue, message.number]
                )
            }
            return messages
        }
    }

    private static func message(_ row: Row) -> WebhookMessage? {
        guard let event = WebhookEvent(rawValue: row[2]) else { return nil }
        return WebhookMessage(
            number: row[0],
            id: row[1],
            event: event,
            at: Timestamp(rawValue: row[3]),
            call: row[4],
            person: (row[5] as String?).map(PersonID.init(rawValue:)),
            channel: (row[6] as String?).map(ChannelID.init(rawValue:)),
            detail: row[7],
            attempts: row[8]
        )
    }

    package func settleWebhook(_ number: Int64, _ result: WebhookResult, now: Timestamp) async throws {
        try await pool.write { db in
            switch result {
            case .taken: try db.execute(sql: "DELETE FROM webhook_messages WHERE number = ?", arguments: [number])
            case .later(let due):
                try db.execute(
                    sql: "UPDATE webhook_messages SET attempts = attempts + 1, due = ? WHERE number = ?",
                    arguments: [due.rawValue, number]
                )
            case .givenUp:
                try db.execute(
                    sql: "UPDATE webhook_messages SET attempts = attempts + 1, given_up_at = ? WHERE number = ?",
                    arguments: [now.rawValue, number]
                )
            }
        }
    }

    package func webhookStandings() async throws -> [WebhookStanding] {
        try await pool.read { db in
            let sql = """
                SELECT w.name, count(m.number) FILTER (WHERE m.given_up_at IS NULL),
                    count(m.number) FILTER (WHERE m.given_up_at IS NULL AND m.attempts > 0),
                    count(m.number) FILTER (WHERE m.given_up_at IS NOT NULL)
                FROM webhooks w LEFT JOIN webhook_messages m ON m.hook = w.name GROUP BY w.name ORDER BY w.name
                """
            return try Row.fetchAll(db, sql: sql).map {
                WebhookStanding(listener: $0[0], waiting: $0[1], late: $0[2], givenUp: $0[3])
            }
        }
    }

    package func retryWebhooks(now: Timestamp) async throws -> Int {
        try await pool.write { db in
            try db.execute(
                sql: """
                    UPDATE webhook_messages SET attempts = 0, due = ?, given_up_at = NULL WHERE given_up_at IS NOT NULL
                    """,
                arguments: [now.rawValue]
            )
            return db.changesCount
        }
    }
}
