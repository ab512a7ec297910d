package import Calls
import Deliveries
import Postgres
package import Reviews

extension PostgresStore: QueueHealthStore {
    package func queueHealth(now: Timestamp) async throws -> QueueHealth {
        try await pool.read { db in
            let workers = try Self.enlisted(db)
            let left: Int64? = try db.execute("SELECT last FROM presence").first?[0]
            return QueueHealth(
                channels: try Self.channels(now: now, db),
                lanes: try Self.lanes(db),
                workers: workers,
                lastSeen: (workers.map(\.seenAt) + [left.map(Timestamp.init(rawValue:))].compactMap { $0 }).max(),
                oldestUnsent: try Self.oldestUnsent(db)
            )
        }
    }

    /// Counted from the tallies, so that it costs the same for ten deliveries and for ten million; the oldest due is one
    /// step into an index for each call and channel.
    private static func channels(now: Timestamp, _ db: Connection) throws -> [QueueHealth.Channel] {
        try db.execute(
            """
            SELECT t.channel,
                sum(CASE WHEN t.state = 'queued' THEN t.count ELSE 0 END)::bigint,
                sum(CASE WHEN t.state = 'sending' THEN t.count ELSE 0 END)::bigint,
                sum(CASE WHEN t.state = 'held' THEN t.count ELSE 0 END)::bigint,
                min(CASE WHEN t.state = 'queued' AND t.count > 0 AND c.course = 'running'
                        AND (c.publish_at IS NULL OR c.publish_at <= $1) THEN (
                    SELECT d.due FROM deliveries d
                    WHERE d.call = t.call AND d.channel = t.channel AND d.state = 'queued' AND d.due <= $1
                    ORDER BY d.due LIMIT 1) END)
            FROM tallies t JOIN calls c ON c.number = t.call GROUP BY t.channel ORDER BY t.channel
            """,
            [.integer(now.rawValue)]
        ).map { row in
            QueueHealth.Channel(
                id: ChannelID(rawValue: row[0]),
                queued: row[1],
                sending: row[2],
                held: row[3],
                oldestDue: (row[4] as Int64?).map(Timestamp.init(rawValue:))
            )
        }
    }

    /// What channels wait for, as workers that live tell; where several wait, the one that has for the longest.
    ///
    /// Where none of them waits it is the last word of one that ended in order. Who died has no say.
    static func lanes(_ db: Connection) throws -> [ChannelID: LaneWait] {
        let rows = try db.execute(
            "SELECT channel, worker, since, next, reason FROM lanes ORDER BY since, worker"
        )
        if rows.isEmpty { return [:] }
        let workers = Dictionary(uniqueKeysWithValues: try enlisted(db).map { ($0.number, $0.isAlive) })
        let waits = rows.compactMap { row -> (ChannelID, LaneWait)? in
            let isAlive = workers[WorkerNumber(rawValue: row[1])]
            if isAlive == false { return nil }
            let wait = LaneWait(
                since: Timestamp(rawValue: row[2]),
                next: Timestamp(rawValue: row[3]),
                reason: row[4],
                isLeft: isAlive == nil
            )
            return (ChannelID(rawValue: row[0]), wait)
        }
        return Dictionary(waits) { $0.isLeft && !$1.isLeft ? $1 : $0 }
    }

    private static func enlisted(_ db: Connection) throws -> [QueueHealth.Worker] {
        try db.execute(
            "SELECT number, host, process, started_at, lived_at, \(isAlive) FROM workers ORDER BY number"
        ).map { row in
            QueueHealth.Worker(
                number: WorkerNumber(rawValue: row[0]),
                host: row[1],
                process: row[2],
                startedAt: Timestamp(rawValue: row[3]),
                seenAt: Timestamp(rawValue: row[4]),
                isAlive: row[5]
            )
        }
    }

    private static func oldestUnsent(_ db: Connection) throws -> QueueHealth.Unsent? {
        try db.execute(
            """
            SELECT slug, submitted_at FROM calls WHERE course = 'running' AND EXISTS
                (SELECT 1 FROM tallies t WHERE t.call = calls.number AND t.state = 'queued' AND t.count > 0)
            ORDER BY submitted_at, number LIMIT 1
            """
        ).first.map { QueueHealth.Unsent(call: $0[0], submittedAt: Timestamp(rawValue: $0[1])) }
    }
}
