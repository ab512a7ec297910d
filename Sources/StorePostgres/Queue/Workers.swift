package import Calls
package import Deliveries
import Foundation
import Postgres
import Synchronization

/// Workers hold leases: each tells every few seconds that it lives, by the server's clock, and has a mark on its connection
/// that the server takes away when the process dies.
///
/// Whether a lease has run out, whoever rescues counts on a clock of its own that nobody sets: the server's is a time of
/// day too, and when it jumped, all living workers would look dead, or the dead alive. A worker's own time of day has no say.
extension PostgresStore {
    /// The server's time of day in milliseconds.
    static let clock = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint"
    /// Watched for so long without mark or sign, a worker counts as dead; with its mark, after the silence that the caller grants.
    ///
    /// A connection that was cut off is made again, and the mark with it, in less.
    private static let markless = Duration.seconds(15)
    /// Whether a worker has its mark.
    private static let isMarked = """
        EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = \(lockClass) AND objsubid = 2
            AND objid::bigint = workers.number
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
        """
    /// Whether a worker lives, for somebody who looks but once: it has its mark, or gave a sign a moment ago.
    static let isAlive = """
        (seen_at > 0 AND (\(isMarked) OR abs(seen_at - \(clock)) < \(markless.milliseconds)))
        """
    /// How often the marks of commits are looked through.
    private static let cleaningInterval = Duration.seconds(3_600)

    package func clock() async throws -> Timestamp {
        try await pool.perform { db in Timestamp(rawValue: try db.execute("SELECT \(Self.clock)").first?[0] ?? 0) }
    }

    package func enlist(now: Timestamp) async throws -> WorkerNumber {
        listen()
        try await cleanCommits()
        let number: Int64 = try await pool.write { db in
            let living = try db.execute("SELECT EXISTS (SELECT 1 FROM workers WHERE \(Self.isAlive))").first
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
        let isEnlisted = try await pool.write { db in
            let beat = try db.execute(
                "UPDATE workers SET seen_at = \(Self.clock), lived_at = $2 WHERE number = $1 AND seen_at > 0",
                [.integer(worker.rawValue), .integer(now.rawValue)]
            )
            guard beat.affected == 1 else { return false }
            try Sleeping.live(at: now, db)
            return true
        }
        if steady() - cleanedAt.withLock({ $0 }) >= Self.cleaningInterval { try await cleanCommits() }
        return isEnlisted
    }

    private func cleanCommits() async throws {
        try await pool.perform { _ = try $0.execute(CommitMark.cleaning) }
        let now = steady()
        cleanedAt.withLock { $0 = now }
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
        let suspects = try await pool.perform { db in
            try self.deadWorkers(channels: known, silence: silence, db)
        }
        if suspects.isEmpty { return 0 }
        return try await pool.write { db in
            var tally = Tally()
            let dead = try self.deadWorkers(among: suspects, channels: known, silence: silence, db)
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
    ///
    /// - Parameters:
    ///   - suspects: Whom to lock, and to look at once more; without them, everybody is looked at and nobody locked.
    ///   - channels: Of these what nobody holds any more counts.
    ///   - silence: How long we must have watched one who has its mark.
    ///   - db: Inside the transaction that frees what they held, where somebody is to be locked.
    /// - Returns: Their numbers.
    /// - Throws: What the server says.
    private func deadWorkers(
        among suspects: [Int64]? = nil,
        channels: Value,
        silence: Duration,
        _ db: Connection
    ) throws -> [Int64] {
        let orphaned = try db.execute(
            """
            SELECT DISTINCT worker FROM deliveries
            WHERE state = 'sending' AND worker NOT IN (SELECT number FROM workers) AND channel = ANY($1)
            """,
            [channels]
        )
        let rows = try db.execute(
            """
            SELECT number, seen_at, \(Self.isMarked) FROM workers
            \(suspects == nil ? "" : "WHERE number = ANY($1) FOR UPDATE SKIP LOCKED")
            """,
            suspects.map { [.integers($0)] } ?? []
        )
        let now = steady()
        let dead = signs.withLock { signs in
            rows.compactMap { row -> Int64? in
                let (number, seenAt): (Int64, Int64) = (row[0], row[1])
                let worker = WorkerNumber(rawValue: number)
                let watched = signs.look(at: worker, seenAt: seenAt, isMarked: row[2], now: now)
                let isDead = seenAt == 0 || watched.total >= silence || watched.markless >= Self.markless
                return isDead ? number : nil
            }
        }
        return orphaned.map { $0[0] } + dead
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
