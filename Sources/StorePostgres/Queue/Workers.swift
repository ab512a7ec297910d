package import Calls
package import Deliveries
import Foundation
import Postgres
import Synchronization

/// Workers hold leases: each tells every few seconds that it lives, by the server's clock, and has a mark on its connection
/// that the server takes away when the process dies.
extension PostgresStore {
    /// The server's time of day in milliseconds.
    static let clock = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint"
    /// Without its mark a worker counts as dead after this; with it, after the silence that the caller grants.
    ///
    /// A connection that was cut off is made again, and the mark with it, in less.
    private static let markless = Duration.seconds(15)

    package func clock() async throws -> Timestamp {
        try await pool.perform { db in Timestamp(rawValue: try db.execute("SELECT \(Self.clock)").first?[0] ?? 0) }
    }

    package func enlist(now: Timestamp) async throws -> WorkerNumber {
        listen()
        try await pool.perform { _ = try $0.execute(CommitMark.cleaning) }
        let number: Int64 = try await pool.write { db in
            let living = try db.execute(
                "SELECT EXISTS (SELECT 1 FROM workers WHERE seen_at > \(Self.clock) - $1::bigint)",
                [.integer(Self.markless.milliseconds)]
            ).first
            if living?[0] != true { try Sleeping.wake(at: now, db) }
            try Sleeping.live(at: now, db)
            return try db.execute(
                """
                INSERT INTO workers (host, process, started_at, seen_at, lived_at)
                VALUES ($1, $2, $3, \(Self.clock), $3)
                RETURNING number
                """,
                [
                    .text(ProcessInfo.processInfo.hostName),
                    .integer(Int(ProcessInfo.processInfo.processIdentifier)), .integer(now.rawValue),
                ]
            ).first?[0] ?? 0
        }
        listener.hold(number)
        return WorkerNumber(rawValue: number)
    }

    package func heartbeat(_ worker: WorkerNumber, now: Timestamp) async throws -> Bool {
        if doubtful.withLock({ $0.contains(worker) }) {
            // It may hold what nobody has in hand: it gives up its lease, so that others find that and take it up.
            try await discharge(worker)
            return false
        }
        return try await pool.write { db in
            let beat = try db.execute(
                "UPDATE workers SET seen_at = \(Self.clock), lived_at = $2 WHERE number = $1 AND seen_at > 0",
                [.integer(worker.rawValue), .integer(now.rawValue)]
            )
            guard beat.affected == 1 else { return false }
            try Sleeping.live(at: now, db)
            return true
        }
    }

    package func discharge(_ worker: WorkerNumber) async throws {
        listener.drop(worker.rawValue)
        try await pool.write { db in
            let number: [Value] = [.integer(worker.rawValue)]
            let holds = try db.execute(
                "SELECT EXISTS (SELECT 1 FROM deliveries WHERE state = 'sending' AND worker = $1)",
                number
            ).first
            // Whom nobody has seen since 1970 is dead to whoever looks next.
            try db.execute(
                holds?[0] == true
                    ? "UPDATE workers SET seen_at = 0 WHERE number = $1" : "DELETE FROM workers WHERE number = $1",
                number
            )
            try db.execute("DELETE FROM allotments WHERE worker = $1", number)
        }
    }

    package func rescue(
        channels: Set<ChannelID>,
        repeating: Set<ChannelID>,
        silence: Duration,
        now: Timestamp
    ) async throws -> Int {
        let known: Value = .texts(channels.map(\.rawValue))
        let dead = try await pool.perform { db in
            try Self.deadWorkers(channels: known, silence: silence, isLocking: false, db)
        }
        if dead.isEmpty { return 0 }
        return try await pool.write { db in
            var tally = Tally()
            let dead = try Self.deadWorkers(channels: known, silence: silence, isLocking: true, db)
            try db.execute("DELETE FROM workers WHERE number = ANY($1)", [.integers(dead)])
            try db.execute("DELETE FROM allotments WHERE worker = ANY($1)", [.integers(dead)])
            try db.execute("DELETE FROM lanes WHERE worker = ANY($1)", [.integers(dead)])
            let freed = try Self.free(dead, channels: known, repeating: repeating, now: now, &tally, db)
            try Self.applyEarlyReceipts(at: Self.stamp(now, db), &tally, db)
            try tally.write(db)
            return freed
        }
    }

    /// Those whose lease has run out, those whose process has ended, and those who hold something on these channels after they
    /// were struck off.
    static func deadWorkers(
        channels: Value,
        silence: Duration,
        isLocking: Bool,
        _ db: Connection
    ) throws -> [Int64] {
        let orphaned = try db.execute(
            """
            SELECT DISTINCT worker FROM deliveries
            WHERE state = 'sending' AND worker NOT IN (SELECT number FROM workers) AND channel = ANY($1)
            """,
            [channels]
        )
        let silent = try db.execute(
            """
            SELECT number FROM workers
            WHERE seen_at <= \(clock) - $1::bigint OR seen_at <= \(clock) - $2::bigint AND NOT EXISTS (
                SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = \(lockClass) AND objsubid = 2
                    AND objid::bigint = workers.number
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
            \(isLocking ? "FOR UPDATE SKIP LOCKED" : "")
            """,
            [.integer(silence.milliseconds), .integer(markless.milliseconds)]
        )
        return orphaned.map { $0[0] } + silent.map { $0[0] }
    }

    private static func free(
        _ workers: [Int64],
        channels: Value,
        repeating: Set<ChannelID>,
        now: Timestamp,
        _ tally: inout Tally,
        _ db: Connection
    ) throws -> Int {
        let held = Held(
            condition: "worker = ANY($4) AND channel = ANY($5)",
            values: [.integers(workers), channels],
            reason: "the worker ended while this was in its hands"
        )
        return try free(held, repeating: repeating, now: now, &tally, db)
    }

    /// Frees deliveries that nobody has any more.
    static func free(
        _ held: Held,
        repeating: Set<ChannelID>,
        now: Timestamp,
        _ tally: inout Tally,
        _ db: Connection
    ) throws -> Int {
        let rows = try db.execute(
            """
            WITH freed AS (
                UPDATE deliveries SET state = CASE WHEN channel = ANY($1) THEN 'queued' ELSE 'held' END,
                    reason = '\(held.reason)',
                    due = CASE WHEN channel = ANY($1) THEN $2::bigint END, at = $3, worker = NULL,
                    in_doubt = 1
                WHERE state = 'sending' AND \(held.condition) RETURNING call, channel, state)
            SELECT call, channel, state, count(*) FROM freed GROUP BY call, channel, state
            """,
            [
                .texts(repeating.map(\.rawValue)), .integer(now.rawValue), .integer(try stamp(now, db).rawValue),
            ] + held.values
        )
        for row in rows {
            let state = DeliveryState(rawValue: row[2]) ?? .held
            tally.move(call: row[0], channel: row[1], from: .sending, to: state, count: row[3])
        }
        try withdrawCancelled(Set(rows.map { $0[0] }), now: now, &tally, db)
        return rows.reduce(0) { $0 + $1[3] }
    }
}
