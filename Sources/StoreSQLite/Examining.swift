package import Calls
package import Deliveries
import GRDB

extension SQLiteStore {
    /// Whether the file is whole and the books balance.
    package func examine() async throws -> [Finding] {
        try await pool.read { db in
            let check = try String.fetchOne(db, sql: "PRAGMA quick_check(1)") ?? "no answer"
            let isWhole = check == "ok"
            let differing = try Int.fetchOne(db, sql: Self.unbalanced) ?? 0
            return [
                isWhole
                    ? .good("the file is whole")
                    : .bad("the file is damaged (\(check)). Restore it from a backup."),
                differing == 0
                    ? .good("the books balance: every delivery is counted where it stands")
                    : .bad("\(differing) counts differ from the deliveries. Please report this as a bug."),
            ]
        }
    }

    /// Counts that do not agree with the deliveries, and channels whose states do not add up to the audience.
    private static let unbalanced = """
        SELECT (SELECT count(*) FROM (
                SELECT call, channel, state, count(*) AS count FROM deliveries GROUP BY call, channel, state) AS real
            FULL JOIN tallies t ON t.call = real.call AND t.channel = real.channel AND t.state = real.state
            WHERE coalesce(t.count, 0) <> coalesce(real.count, 0))
            + (SELECT count(*) FROM (
                SELECT calls.number FROM calls JOIN tallies t ON t.call = calls.number
                GROUP BY calls.number, t.channel HAVING sum(t.count) <> calls.audience))
        """

    /// The channels that the ledger knows of.
    package func consentChannels() async throws -> [ChannelID] {
        try await pool.read { db in
            try String.fetchAll(db, sql: "SELECT DISTINCT channel FROM consents ORDER BY channel")
                .map(ChannelID.init(rawValue:))
        }
    }
}
