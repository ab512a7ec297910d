import Calls
import GRDB
import Reviews

extension SQLiteStore {
    /// The time that a transaction writes on what it changes: the present, but later than every change before it.
    ///
    /// The caller read its clock before it had the write lock, and others may have written since. With times that grow from
    /// one transaction to the next, whoever follows the log misses nothing by remembering how far it has come. Where the
    /// clock was set back by more than ``LogPlace/drift`` the present counts again, since a log in the future helps nobody.
    ///
    /// - Parameters:
    ///   - now: The present, read before the transaction began.
    ///   - db: Inside the transaction that writes.
    /// - Returns: The time to write.
    /// - Throws: What the database says.
    static func stamp(_ now: Timestamp, _ db: Database) throws -> Timestamp {
        let last = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT at FROM deliveries WHERE at <= ? ORDER BY at DESC LIMIT 1"),
            arguments: [(now + LogPlace.drift).rawValue]
        )
        return last.map { max(now, Timestamp(rawValue: $0 + 1)) } ?? now
    }
}
