import Calls
import Deliveries
import People
import Postgres

/// Writes the fan-out of one call, page by page in bulk.
struct DeliveryWriter {
    private let db: Connection
    private let call: Int64
    private let channels: [Value]
    private let stamp: Value
    private let due: Value
    private var page: [[Value]] = []

    private static let pageSize = 5_000
    private static let columns = ["call", "person", "channel", "state", "reason", "due", "at"]

    init(_ db: Connection, call: Int64, channels: [ChannelID], now: Timestamp) throws {
        self.db = db
        self.call = call
        self.channels = channels.map { .text($0.rawValue) }
        let publish: Int64? = try db.execute("SELECT publish_at FROM calls WHERE number = $1", [.integer(call)])
            .first?[0]
        stamp = .integer(try PostgresStore.stampAside(now, db).rawValue)
        due = .integer(max(now.rawValue, publish ?? now.rawValue))
    }

    mutating func add(_ candidate: Candidate, _ decisions: [SkipReason?]) throws {
        for (channel, reason) in zip(channels, decisions) {
            page.append([
                .integer(call), .integer(candidate.number), channel, reason == nil ? Self.queued : Self.skipped,
                .text(reason?.rawValue), reason == nil ? due : .null, stamp,
            ])
        }
        if page.count >= Self.pageSize { try flush() }
    }

    private static let queued = Value.text("queued")
    private static let skipped = Value.text("skipped")

    private mutating func flush() throws {
        if page.isEmpty { return }
        try db.copy(into: "deliveries", Self.columns) { put in for row in page { try put(row) } }
        page.removeAll(keepingCapacity: true)
    }

    /// Writes what is left and the tallies, once everybody has been added.
    mutating func finish(_ plan: Plan) throws {
        try flush()
        for channel in plan.channels {
            let skipped = channel.skip.values.reduce(0, +)
            for (state, count) in [(DeliveryState.queued, channel.send), (.skipped, skipped)] {
                try db.execute(
                    "INSERT INTO tallies (call, channel, state, count) VALUES ($1, $2, $3, $4)",
                    [.integer(call), .text(channel.id.rawValue), .text(state.rawValue), .integer(count)]
                )
            }
        }
    }
}
