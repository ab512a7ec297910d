import Calls
import Deliveries
import GRDB
import People

/// Writes the fan-out of one call, row by row through one prepared statement.
struct DeliveryWriter {
    private let db: Database
    private let statement: Statement
    private let call: Int64
    private let channels: [ChannelID]
    private let stamp: Timestamp
    private let due: Timestamp

    init(_ db: Database, call: Int64, channels: [ChannelID], now: Timestamp) throws {
        self.db = db
        self.call = call
        self.channels = channels
        stamp = try SQLiteStore.stamp(now, db)
        let publish = try Int64.fetchOne(db, sql: "SELECT publish_at FROM calls WHERE number = ?", arguments: [call])
        due = max(now, publish.map(Timestamp.init(rawValue:)) ?? now)
        statement = try db.makeStatement(
            sql: """
                INSERT INTO deliveries (call, person, channel, state, reason, due, at) VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        )
    }

    func add(_ candidate: Candidate, _ decisions: [SkipReason?]) throws {
        for (channel, reason) in zip(channels, decisions) {
            statement.setUncheckedArguments([
                call, candidate.number, channel.rawValue, reason == nil ? "queued" : "skipped", reason?.rawValue,
                reason == nil ? due.rawValue : nil, stamp.rawValue,
            ])
            try statement.execute()
        }
    }

    /// Writes the tallies once everybody has been added.
    func finish(_ plan: Plan) throws {
        for channel in plan.channels {
            let skipped = channel.skip.values.reduce(0, +)
            for (state, count) in [(DeliveryState.queued, channel.send), (.skipped, skipped)] {
                try db.execute(
                    sql: "INSERT INTO tallies (call, channel, state, count) VALUES (?, ?, ?, ?)",
                    arguments: [call, channel.id.rawValue, state.rawValue, count]
                )
            }
        }
    }
}
