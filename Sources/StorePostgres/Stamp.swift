package import Calls
import Deliveries
import Postgres
package import Reviews

extension PostgresStore {
    /// The time that a transaction writes on what it changes: the present, but later than every change before it.
    ///
    /// Transactions overlap, and one that began first may be committed last. So whoever changes a delivery takes the time from one
    /// row, which nobody else can touch until the commit: with times that grow from one commit to the next, whoever follows
    /// the log misses nothing by remembering how far it has come. Where the clock was set back by more than
    /// ``LogPlace/drift`` the present counts again, since a log in the future helps nobody.
    ///
    /// - Parameters:
    ///   - now: The present, read before the transaction began.
    ///   - db: Inside the transaction that writes; of all locks only the ledger's comes before this one.
    /// - Returns: The time to write.
    /// - Throws: What the server says.
    static func stamp(_ now: Timestamp, _ db: Connection) throws -> Timestamp {
        let stamp: Int64? = try db.execute(
            """
            UPDATE log_head SET at = CASE WHEN at > $2 THEN $1::bigint ELSE greatest($1, at + 1) END RETURNING at
            """,
            [.integer(now.rawValue), .integer((now + LogPlace.drift).rawValue)]
        ).first?[0]
        return stamp.map(Timestamp.init(rawValue:)) ?? now
    }

    /// The time for a submission, which is too long to keep everybody else from writing.
    ///
    /// It lies within the transaction, and ``logEnd(now:)`` does not go beyond the beginning of one that is under way. A
    /// caller whose present is not the server's is taken at its word.
    static func stampAside(_ now: Timestamp, _ db: Connection) throws -> Timestamp {
        let present: Int64? = try db.execute("SELECT \(clock)").first?[0]
        guard let present, abs(present - now.rawValue) < skew.milliseconds else { return now }
        return Timestamp(rawValue: present)
    }

    /// A present that differs by more from the server's is another time altogether.
    private static let skew = Duration.seconds(60)

    package func logEnd(now: Timestamp) async throws -> LogPlace {
        try await pool.read { db in
            let writing = try db.execute(
                """
                SELECT \(Self.clock), (extract(epoch FROM min(xact_start)) * 1000)::bigint
                FROM pg_stat_activity
                WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()
                """
            ).first
            var last = now + LogPlace.drift
            if let present = writing?[0] as Int64?, let begun = writing?[1] as Int64?,
                abs(present - now.rawValue) < Self.skew.milliseconds
            {
                last = Timestamp(rawValue: begun - 1)
            }
            let row = try db.execute(
                "SELECT at, number FROM deliveries WHERE at <= $1 ORDER BY at DESC, number DESC LIMIT 1",
                [.integer(last.rawValue)]
            ).first
            guard let row else { return .beginning }
            return LogPlace(at: Timestamp(rawValue: row[0]), number: DeliveryNumber(rawValue: row[1]))
        }
    }
}
