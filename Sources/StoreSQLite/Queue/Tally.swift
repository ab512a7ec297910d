import Calls
import Deliveries
import GRDB

/// Gathers changes of state, and writes them to the tallies in one go.
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

    func write(_ db: Database) throws {
        for (key, change) in changes where change != 0 {
            try db.cachedStatement(
                sql: """
                    INSERT INTO tallies (call, channel, state, count) VALUES (?, ?, ?, ?)
                    ON CONFLICT (call, channel, state) DO UPDATE SET count = count + excluded.count
                    """
            ).execute(arguments: [key.call, key.channel, key.state.rawValue, change])
        }
    }
}
