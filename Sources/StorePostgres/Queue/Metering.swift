package import Calls
package import Deliveries
import Postgres

/// How far the rate of a channel is used up.
enum Metering {
    static func meter(of channel: ChannelID, _ db: Connection) throws -> Int64? {
        try db.execute("SELECT meter FROM rates WHERE channel = $1", [.text(channel.rawValue)]).first?[0]
    }

    /// The same, and nobody else claims on the channel until the transaction ends: what both see as free would go out twice.
    static func lockedMeter(of channel: ChannelID, _ db: Connection) throws -> Int64? {
        try db.execute(
            "INSERT INTO rates (channel, meter) VALUES ($1, NULL) ON CONFLICT (channel) DO NOTHING",
            [.text(channel.rawValue)]
        )
        return try db.execute("SELECT meter FROM rates WHERE channel = $1 FOR UPDATE", [.text(channel.rawValue)])
            .first?[0]
    }

    /// Counts what was claimed.
    static func count(_ taken: Int, on channel: ChannelID, rate: Rate, at now: Timestamp, _ db: Connection) throws {
        guard taken > 0 else { return }
        let meter = rate.meter(after: taken, from: try meter(of: channel, db), at: now)
        try db.execute(
            "UPDATE rates SET meter = $1 WHERE channel = $2",
            [.integer(meter), .text(channel.rawValue)]
        )
    }
}

extension PostgresStore {
    package func nextTurn(on channel: ChannelID, rate: Rate, now: Timestamp) async throws -> Timestamp {
        try await pool.perform { db in rate.nextTurn(by: try Metering.meter(of: channel, db), at: now) }
    }
}
