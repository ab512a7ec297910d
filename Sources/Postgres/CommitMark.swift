/// What a connection leaves in the database with each transaction, so that the fate of a commit can be read there when its
/// answer is lost.
///
/// The server's own word, `pg_xact_status`, is not enough: a crash takes back the numbers of transactions that had not reached
/// the disk, and another transaction under the same number may be committed by the time we ask.
package struct CommitMark: Sendable {
    /// The table of marks; whoever writes through a ``ConnectionPool`` makes it before, or in the first transaction.
    package static let schema = """
        CREATE TABLE commits (seat UUID PRIMARY KEY, last BIGINT NOT NULL, at TIMESTAMPTZ NOT NULL)
        WITH (fillfactor = 20)
        """

    /// Takes away the marks of those who have not written for a week: within minutes they were asked for, or never will be,
    /// and by less than that a clock is set forward in between.
    package static let cleaning = "DELETE FROM commits WHERE at < now() - interval '7 days'"

    /// Random, so that no two of all the programs at a database have the same; 128 bits as PostgreSQL writes a UUID.
    private let seat: String
    private var last: Int64 = 0

    init() {
        let digits = (0..<2).map { _ in
            let half = String(UInt64.random(in: .min ... .max), radix: 16)
            return String(repeating: "0", count: 16 - half.count) + half
        }
        seat = digits.joined()
    }

    /// Goes on to the next transaction.
    mutating func advance() { last += 1 }

    /// Leaves the mark; the last statement of the transaction.
    var statement: String {
        """
        INSERT INTO commits (seat, last, at) VALUES ('\(seat)', \(last), now())
        ON CONFLICT (seat) DO UPDATE SET last = excluded.last, at = excluded.at
        """
    }

    /// Whether the transaction's mark is there; it must not be under way any more.
    ///
    /// - Throws: ``PostgresError``.
    func isLeft(_ db: Connection) throws -> Bool {
        do {
            let row = try db.executeOnce("SELECT last FROM commits WHERE seat = $1::uuid", [.text(seat)]).first
            return row?[0] == last
        } catch PostgresError.refused(state: "42P01", _) {
            // The table was to be made by the transaction itself.
            return false
        }
    }
}
