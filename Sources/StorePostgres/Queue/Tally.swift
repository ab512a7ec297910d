import Calls
import Deliveries
import Postgres

/// Gathers changes of state, and writes them to the tallies in one go.
///
/// The rows are shared by all workers of a call, so they are written last, just before the commit, and always in the same
/// order: nobody waits for longer than a commit takes, and no two wait for each other.
struct Tally {
    private struct Key: Hashable {
        let call: Int64
        let channel: String
        let state: DeliveryState
    }

    private var changes: [Key: Int] = [:]

    mutating func move(call: Int64, channel: String, from: DeliveryState, to: DeliveryState, count: Int = 1) {
        guard from != to, count > 0 else { return }
        changes[Key(call: call, channel: channel, state: from), default: 0] -= count
        changes[Key(call: call, channel: channel, state: to), default: 0] += count
    }

    /// Counts one that was not there before.
    mutating func add(call: Int64, channel: String, as state: DeliveryState) {
        changes[Key(call: call, channel: channel, state: state), default: 0] += 1
    }

    func write(_ db: Connection) throws {
        let sorted = changes.filter { $0.value != 0 }.sorted { left, right in
            (left.key.call, left.key.channel, left.key.state.rawValue)
                < (right.key.call, right.key.channel, right.key.state.rawValue)
        }
        if sorted.isEmpty { return }
        try db.execute(
            """
            INSERT INTO tallies (call, channel, state, count)
            SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[])
            ON CONFLICT (call, channel, state) DO UPDATE SET count = tallies.count + excluded.count
            """,
            [
                .integers(sorted.map(\.key.call)), .texts(sorted.map(\.key.channel)),
                .texts(sorted.map(\.key.state.rawValue)), .integers(sorted.map { Int64($0.value) }),
            ]
        )
    }
}
