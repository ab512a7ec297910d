package import Calls
import Deliveries
import FileLock
import GRDB
package import Reviews

extension SQLiteStore: QueueHealthStore {
    package func queueHealth(now: Timestamp) async throws -> QueueHealth {
        try await pool.read { db in
            let workers = try self.enlisted(db)
            let left = try Int64.fetchOne(db, sql: "SELECT last FROM presence")
            return QueueHealth(
                channels: try Self.channels(now: now, db),
                lanes: try self.lanes(db),
                workers: workers,
                lastSeen: (workers.map(\.seenAt) + [left.map(Timestamp.init(rawValue:))].compactMap { $0 }).max(),
                oldestUnsent: try Self.oldestUnsent(db)
            )
        }
    }

    /// Counted from the tallies, so that it costs the same for ten deliveries and for ten million; the oldest due is one
    /// step into an index for each call and channel.
    private static func channels(now: Timestamp, _ db: Database) throws -> [QueueHealth.Channel] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT t.channel,
                    sum(iif(t.state = 'queued', t.count, 0)),
                    sum(iif(t.state = 'sending', t.count, 0)),
                    sum(iif(t.state = 'held', t.count, 0)),
                    min(iif(t.state = 'queued' AND t.count > 0 AND c.course = 'running'
                            AND (c.publish_at IS NULL OR c.publish_at <= ?1), (
                        SELECT d.due FROM deliveries d
                        WHERE d.call = t.call AND d.channel = t.channel AND d.state = 'queued' AND d.due <= ?1
                        ORDER BY d.due LIMIT 1), NULL))
                FROM tallies t JOIN calls c ON c.number = t.call GROUP BY t.channel ORDER BY t.channel
                """,
            arguments: [now.rawValue]
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
    func lanes(_ db: Database) throws -> [ChannelID: LaneWait] {
        let sql = "SELECT channel, worker, since, next, reason FROM lanes ORDER BY since, worker"
        let rows = try Row.fetchAll(db, sql: sql)
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

    private func enlisted(_ db: Database) throws -> [QueueHealth.Worker] {
        let sql = "SELECT number, host, process, started_at, seen_at FROM workers ORDER BY number"
        return try Row.fetchAll(db, sql: sql).map { row in
            QueueHealth.Worker(
                number: WorkerNumber(rawValue: row[0]),
                host: row[1],
                process: row[2],
                startedAt: Timestamp(rawValue: row[3]),
                seenAt: Timestamp(rawValue: row[4]),
                isAlive: LifeLine.isHeld(path: lifeLinePath, byte: row[0])
            )
        }
    }

    private static func oldestUnsent(_ db: Database) throws -> QueueHealth.Unsent? {
        try Row.fetchOne(
            db,
            sql: """
                SELECT slug, submitted_at FROM calls WHERE course = 'running' AND EXISTS
                    (SELECT 1 FROM tallies t WHERE t.call = calls.number AND t.state = 'queued' AND t.count > 0)
                ORDER BY submitted_at, number LIMIT 1
                """
        ).map { QueueHealth.Unsent(call: $0[0], submittedAt: Timestamp(rawValue: $0[1])) }
    }
}
