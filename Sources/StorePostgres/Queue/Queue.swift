package import Calls
package import Deliveries
import Foundation
import Postgres
import Synchronization

extension PostgresStore: DeliveryStore {
    package func claim(_ request: ClaimRequest) async throws -> [Claimed] {
        let claiming = Claiming(store: self, request: request)
        guard try await pool.perform({ try claiming.hasWork($0) }) else { return [] }
        do {
            return try await pool.write { try claiming.claim($0) }
        } catch let error as PostgresStoreError {
            if case .inDoubt = error { _ = doubtful.withLock { $0.insert(request.worker) } }
            throw error
        }
    }

    package func settle(_ settlements: [Settlement], by worker: WorkerNumber, now: Timestamp) async throws
        -> Set<DeliveryNumber>
    {
        try await pool.write { db in try Settling(worker: worker, now: now).settle(settlements, db) }
    }

    package func workload(channels: [ChannelID], now: Timestamp) async throws -> Workload {
        try await pool.perform { db in
            let names = channels.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            let queued = """
                FROM calls, unnest(ARRAY[\(names)]) AS channel (name), LATERAL (
                    SELECT due FROM deliveries d WHERE d.call = calls.number AND d.channel = channel.name
                        AND d.state = 'queued'
                """
            let published = "(calls.publish_at IS NULL OR calls.publish_at <= $1)"
            let row = try db.execute(
                """
                SELECT EXISTS (SELECT 1 \(queued) AND d.due <= $1 ORDER BY due LIMIT 1) AS waiting
                        WHERE course = 'running' AND \(published)),
                    EXISTS (SELECT 1 FROM deliveries WHERE state = 'sending' AND channel IN (\(names))),
                    (SELECT min(due) \(queued) AND d.due > $1 ORDER BY due LIMIT 1) AS waiting
                        WHERE course = 'running')
                """,
                [.integer(now.rawValue)]
            ).first
            return Workload(
                hasDue: row?[0] ?? false,
                isSending: row?[1] ?? false,
                next: (row?[2] as Int64?).map(Timestamp.init(rawValue:))
            )
        }
    }

    package func expire(now: Timestamp) async throws -> Int {
        let isDue = try await pool.perform { db in
            try !Self.expiredCalls(now: now, db).isEmpty || Self.hasUnansweredOptIns(now: now, db)
        }
        if !isDue { return 0 }
        return try await pool.write(.long) { db in
            let stamp = try Self.stamp(now, db)
            var tally = Tally()
            var count = try Self.endUnansweredOptIns(now: now, stamp: stamp, &tally, db)
            for call in try Self.expiredCalls(now: now, db) {
                // What was tried before ends as failed, or held where it may have gone out, with the last reason;
                // what never was is skipped.
                let rows = try db.execute(
                    """
                    WITH closed AS (
                        UPDATE deliveries SET
                            state = CASE WHEN attempts = 0 THEN 'skipped' WHEN in_doubt = 1 THEN 'held' ELSE 'failed' END,
                            reason = CASE WHEN attempts = 0 THEN 'expired'
                                ELSE 'given up, since the call has closed: ' || coalesce(reason, '')
                                    || CASE WHEN in_doubt = 1 THEN '\(Transition.earlierTry)' ELSE '' END END,
                            due = NULL, at = $1
                        WHERE call = $2 AND state = 'queued' RETURNING channel, state)
                    SELECT channel, state, count(*) FROM closed GROUP BY channel, state
                    """,
                    [.integer(stamp.rawValue), .integer(call)]
                )
                for row in rows {
                    let state = DeliveryState(rawValue: row[1]) ?? .skipped
                    tally.move(call: call, channel: row[0], from: .queued, to: state, count: row[2])
                    count += row[2]
                }
            }
            try tally.write(db)
            return count
        }
    }

    private static func expiredCalls(now: Timestamp, _ db: Connection) throws -> [Int64] {
        try db.execute(
            """
            SELECT number FROM calls, LATERAL (
                SELECT 1 FROM deliveries WHERE call = calls.number AND state = 'queued' LIMIT 1) AS waiting
            WHERE expires_at <= $1 ORDER BY number
            """,
            [.integer(now.rawValue)]
        ).map { $0[0] }
    }

    package func content(ofCall number: Int64) async throws -> Call? {
        try await pool.perform { db in
            let text: String? = try db.execute("SELECT content FROM calls WHERE number = $1", [.integer(number)])
                .first?[0]
            return try text.map { try JSONDecoder().decode(Call.self, from: Data($0.utf8)) }
        }
    }

    package func note(_ wait: LaneWait?, on channel: ChannelID, by worker: WorkerNumber) async throws {
        try await pool.write { db in
            let key: [Value] = [.text(channel.rawValue), .integer(worker.rawValue)]
            try db.execute(
                """
                DELETE FROM lanes WHERE channel = $1 AND (worker = $2 OR worker NOT IN (SELECT number FROM workers))
                """,
                key
            )
            guard let wait else { return }
            // Of a worker that was struck off nothing is told.
            try db.execute(
                """
                INSERT INTO lanes (channel, worker, since, next, reason)
                SELECT $1::text, number, $3::bigint, $4::bigint, $5::text FROM workers WHERE number = $2
                """,
                key + [.integer(wait.since.rawValue), .integer(wait.next.rawValue), .text(wait.reason)]
            )
        }
    }

    package func news() -> AsyncStream<Void> {
        listen()
        return listener.news()
    }
}
