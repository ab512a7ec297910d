package import Calls
package import Deliveries
import GRDB

/// How far the rate of a channel is used up.
enum Metering {
    static func meter(of channel: ChannelID, _ db: Database) throws -> Int64? {
        let sql = "SELECT meter FROM rates WHERE channel = ?"
        return try Int64.fetchOne(db.cachedStatement(sql: sql), arguments: [channel.rawValue])
    }

    /// Counts what was claimed.
    static func count(_ taken: Int, on channel: ChannelID, rate: Rate, at now: Timestamp, _ db: Database) throws {
        guard taken > 0 else { return }
        let meter = rate.meter(after: taken, from: try meter(of: channel, db), at: now)
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO rates (channel, meter) VALUES (?, ?)")
            .execute(arguments: [channel.rawValue, meter])
    }
}

extension SQLiteStore {
    package func nextTurn(on channel: ChannelID, rate: Rate, now: Timestamp) async throws -> Timestamp {
        try await pool.read { db in rate.nextTurn(by: try Metering.meter(of: channel, db), at: now) }
    }
}
