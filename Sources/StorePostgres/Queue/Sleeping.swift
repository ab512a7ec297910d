import Calls
import Deliveries
import Postgres

/// When workers lived, so that what fell due while none did can be told from what had to wait.
enum Sleeping {
    /// Shorter breaks are a restart or a timer's round.
    static let shortest = Duration.seconds(3_600)
    /// Nothing that is queued for longer than this is looked at any more.
    private static let kept = Duration.seconds(400 * 86_400)

    /// Notes that a worker lives.
    static func live(at now: Timestamp, _ db: Connection) throws {
        try db.execute(
            """
            INSERT INTO presence (one, last) VALUES (1, $1)
            ON CONFLICT (one) DO UPDATE SET last = greatest(presence.last, excluded.last)
            """,
            [.integer(now.rawValue)]
        )
    }

    /// Notes that workers live again after none did.
    static func wake(at now: Timestamp, _ db: Connection) throws {
        let last: Int64 = try db.execute("SELECT last FROM presence").first?[0] ?? 0
        try note(from: Timestamp(rawValue: last), to: now, db)
    }

    /// The same of one worker that was asleep with its machine: its own last sign of life is as old.
    static func wake(_ worker: WorkerNumber, at now: Timestamp, _ db: Connection) throws {
        let number: Value = .integer(worker.rawValue)
        let lived: Int64? = try db.execute("SELECT lived_at FROM workers WHERE number = $1", [number]).first?[0]
        guard let lived, now - Timestamp(rawValue: lived) >= shortest else { return }
        try note(from: Timestamp(rawValue: lived), to: now, db)
        try db.execute("UPDATE workers SET lived_at = $1 WHERE number = $2", [.integer(now.rawValue), number])
        try live(at: now, db)
    }

    private static func note(from began: Timestamp, to ended: Timestamp, _ db: Connection) throws {
        guard ended - began >= shortest else { return }
        try db.execute(
            """
            INSERT INTO sleeps (began, ended) VALUES ($1, $2)
            ON CONFLICT (ended) DO UPDATE SET began = excluded.began
            """,
            [.integer(began.rawValue), .integer(ended.rawValue)]
        )
        try db.execute("DELETE FROM sleeps WHERE ended < $1", [.integer(ended.rawValue - kept.milliseconds)])
    }

    /// The sleeps that are long enough to make something overdue.
    static func sleeps(longerThan limit: Duration, until now: Timestamp, _ db: Connection) throws -> [Sleep] {
        try db.execute(
            "SELECT began, ended FROM sleeps WHERE ended - began > $1 AND ended <= $2",
            [.integer(limit.milliseconds), .integer(now.rawValue)]
        ).map { Sleep(began: Timestamp(rawValue: $0[0]), ended: Timestamp(rawValue: $0[1])) }
    }
}
