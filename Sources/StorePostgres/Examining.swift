package import Calls
package import Deliveries
import Postgres

extension PostgresStore {
    /// Whether the server answers and the books balance.
    package func examine() async throws -> [Finding] {
        try await pool.read { db in
            let version: String = try db.execute("SELECT current_setting('server_version')").first?[0] ?? "unknown"
            let differing: Int = try db.execute(Self.unbalanced).first?[0] ?? 0
            return [
                .good("the server answers: PostgreSQL \(version)"),
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
                GROUP BY calls.number, t.channel HAVING sum(t.count) <> calls.audience) AS off)
        """

    /// The channels that the ledger knows of.
    package func consentChannels() async throws -> [ChannelID] {
        try await pool.perform { db in
            try db.execute("SELECT DISTINCT channel FROM consents ORDER BY channel")
                .map { ChannelID(rawValue: $0[0]) }
        }
    }
}
