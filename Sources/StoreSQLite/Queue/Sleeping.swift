import Calls
import Deliveries
import GRDB

/// When workers lived, so that what fell due while none did can be told from what had to wait.
enum Sleeping {
    /// Shorter breaks are a restart or a timer's round.
    static let shortest = Duration.seconds(3_600)
    /// Nothing that is queued for longer than this is looked at any more.
    private static let kept = Duration.seconds(400 * 86_400)

    /// Notes that a worker lives.
    static func live(at now: Timestamp, _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO presence (one, last) VALUES (1, ?)
                ON CONFLICT (one) DO UPDATE SET last = excluded.last
                """,
            arguments: [now.rawValue]
        )
    }

    /// Notes that workers live again after none did.
    static func wake(at now: Timestamp, _ db: Database) throws {
        let last = try Int64.fetchOne(db, sql: "SELECT last FROM presence") ?? 0
        try note(from: Timestamp(rawValue: last), to: now, db)
    }

    /// The same of one worker that was asleep with its machine: its own last sign of life is as old.
    static func wake(_ worker: WorkerNumber, at now: Timestamp, _ db: Database) throws {
        let sql = "SELECT seen_at FROM workers WHERE number = ?"
        let seen = try Int64.fetchOne(db.cachedStatement(sql: sql), arguments: [worker.rawValue])
        guard let seen, now - Timestamp(rawValue: seen) >= shortest else { return }
        try note(from: Timestamp(rawValue: seen), to: now, db)
        let update = "UPDATE workers SET seen_at = ? WHERE number = ?"
        try db.execute(sql: update, arguments: [now.rawValue, worker.rawValue])
        try live(at: now, db)
    }

    private static func note(from began: Timestamp, to ended: Timestamp, _ db: Database) throws {
        guard ended - began >= shortest else { return }
        try db.execute(
            sql: "INSERT OR REPLACE INTO sleeps (began, ended) VALUES (?, ?)",
            arguments: [began.rawValue, ended.rawValue]
        )
        let oldest = ended.rawValue - kept.milliseconds
        try db.execute(sql: "DELETE FROM sleeps WHERE ended < ?", arguments: [oldest])
    }

    /// The sleeps that are long enough to make something overdue.
    static func sleeps(longerThan limit: Duration, until now: Timestamp, _ db: Database) throws -> [Sleep] {
        try Row.fetchAll(
            db.cachedStatement(sql: "SELECT began, ended FROM sleeps WHERE ended - began > ? AND ended <= ?"),
            arguments: [limit.milliseconds, now.rawValue]
        ).map { Sleep(began: Timestamp(rawValue: $0[0]), ended: Timestamp(rawValue: $0[1])) }
    }
}
