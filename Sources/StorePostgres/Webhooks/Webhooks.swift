package import Calls
package import Deliveries
import People
import Postgres

extension PostgresStore: WebhookStore {
    package func listen(_ listeners: [WebhookListener], now: Timestamp) async throws {
        try await pool.write { db in
            let names = listeners.map(\.name)
            // Several machines may begin at once, each with the same settings.
            try db.execute("LOCK TABLE webhooks IN SHARE ROW EXCLUSIVE MODE")
            let isFirst = try db.execute("SELECT EXISTS (SELECT 1 FROM webhooks)").first?[0] == false
            _ = try db.execute("DELETE FROM webhooks WHERE name <> ALL($1)", [.texts(names)])
            _ = try db.execute("DELETE FROM webhook_messages WHERE hook <> ALL($1)", [.texts(names)])
            for listener in listeners {
                _ = try db.execute(
                    """
                    INSERT INTO webhooks (name, events) VALUES ($1, $2)
                    ON CONFLICT (name) DO UPDATE SET events = excluded.events
                    """,
                    [.text(listener.name), .text(listener.kept)]
                )
            }
            // Calls that finished while nobody listened are no news.
            if isFirst, !names.isEmpty {
                _ = try db.execute("INSERT INTO webhook_calls \(Self.finishedCalls) ON CONFLICT DO NOTHING")
            }
            _ = try db.execute(
                "DELETE FROM webhook_messages WHERE given_up_at < $1",
                [.integer((now + (.zero - WebhookRule.memory)).rawValue)]
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
            try db.execute(
                """
                SELECT EXISTS (SELECT * FROM (\(Self.finishedCalls)) f EXCEPT SELECT call FROM webhook_calls)
                    OR EXISTS (SELECT call FROM webhook_calls EXCEPT SELECT * FROM (\(Self.finishedCalls)) f)
                """
            ).first?[0] == true
        }
        guard hasMoved else { return }
        try await pool.write { db in
            // Only one of several machines tells it.
            try db.execute("LOCK TABLE webhook_calls IN SHARE ROW EXCLUSIVE MODE")
            _ = try db.execute(
                "DELETE FROM webhook_calls WHERE call NOT IN (\(Self.finishedCalls))"
            )
            let fresh = try db.execute(
                "INSERT INTO webhook_calls \(Self.finishedCalls) ON CONFLICT DO NOTHING RETURNING call"
            ).map { $0[0] as Int64 }
            for call in fresh.sorted() {
                _ = try db.execute(
                    """
                    INSERT INTO webhook_messages (hook, event, at, call, due)
                    SELECT name, 'call.finished', $1, $2, $1 FROM webhooks WHERE strpos(events, ' call.finished ') > 0
                    """,
                    [.integer(now.rawValue), .integer(call)]
                )
            }
        }
    }

    package func webhookMessages(
        for listener: String,
        atMost limit: Int,
        now: Timestamp
    ) async throws -> [WebhookMessage] {
        let due = """
            SELECT number FROM webhook_messages WHERE hook = $1 AND due <= $2 AND given_up_at IS NULL
            ORDER BY due, number LIMIT $3
            """
        let isDue = try await pool.read { db in
            try db.execute(due, [.text(listener), .integer(now.rawValue), .integer(1)]).first != nil
        }
        guard isDue else { return [] }
        return try await pool.write { db in
            // What another machine takes at this moment is left to it.
            let rows = try db.execute(
                """
                WITH taken AS (
                    UPDATE webhook_messages SET due = $4 WHERE number IN (\(due) FOR UPDATE SKIP LOCKED) RETURNING *)
                SELECT m.number, m.id, m.event, m.at, c.slug,
                CASE WHEN m.event = 'consent.withdrawn' THEN coalesce(m.detail, p.id) ELSE p.id END, m.channel,
                CASE WHEN m.event = 'consent.withdrawn' THEN NULL ELSE m.detail END, m.attempts
                FROM taken m LEFT JOIN calls c ON c.number = m.call LEFT JOIN people p ON p.number = m.person
                ORDER BY m.number
                """,
                [
                    .text(listener), .integer(now.rawValue), .integer(Int64(limit)),
                    .integer((now + WebhookRule.lease).rawValue),
                ]
            )
            return rows.compactMap(Self.message)
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
            attempts: Int(row[8] as Int64)
        )
    }

    package func settleWebhook(_ number: Int64, _ result: WebhookResult, now: Timestamp) async throws {
        try await pool.write { db in
            switch result {
            case .taken: _ = try db.execute("DELETE FROM webhook_messages WHERE number = $1", [.integer(number)])
            case .later(let due):
                _ = try db.execute(
                    "UPDATE webhook_messages SET attempts = attempts + 1, due = $1 WHERE number = $2",
                    [.integer(due.rawValue), .integer(number)]
                )
            case .givenUp:
                _ = try db.execute(
                    "UPDATE webhook_messages SET attempts = attempts + 1, given_up_at = $1 WHERE number = $2",
                    [.integer(now.rawValue), .integer(number)]
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
            return try db.execute(sql).map { row in
                WebhookStanding(
                    listener: row[0],
                    waiting: Int(row[1] as Int64),
                    late: Int(row[2] as Int64),
                    givenUp: Int(row[3] as Int64)
                )
            }
        }
    }

    package func retryWebhooks(now: Timestamp) async throws -> Int {
        try await pool.write { db in
            try db.execute(
                "UPDATE webhook_messages SET attempts = 0, due = $1, given_up_at = NULL WHERE given_up_at IS NOT NULL",
                [.integer(now.rawValue)]
            ).affected
        }
    }
}
