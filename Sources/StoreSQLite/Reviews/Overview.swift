import Calls
import Deliveries
import GRDB
package import People
package import Reviews

extension SQLiteStore: OverviewStore {
    package func timeline(of slug: String, offset: Duration) async throws -> Timeline? {
        try await pool.read { db in
            let sql = "SELECT number, submitted_at FROM calls WHERE slug = ?"
            guard let call = try Row.fetchOne(db, sql: sql, arguments: [slug]) else { return nil }
            let number: Int64 = call[0]
            let ends = try Row.fetchOne(
                db,
                sql: """
                    SELECT min(at), max(at) FROM (
                        SELECT at FROM deliveries WHERE call = ?1 AND state IN ('sent', 'delivered', 'bounced')
                        UNION ALL SELECT at FROM completions WHERE call = ?1)
                    """,
                arguments: [number]
            )
            let submitted = Timestamp(rawValue: call[1])
            let first = ends.flatMap { $0[0] as Int64? }.map(Timestamp.init(rawValue:)) ?? submitted
            let last = ends.flatMap { $0[1] as Int64? }.map(Timestamp.init(rawValue:)) ?? submitted
            return try Timeline.count(from: first, to: last, offset: offset) { start, step in
                func counts(_ table: String) throws -> [Int: Int] {
                    let rows = try Row.fetchAll(
                        db,
                        sql: "SELECT (at - ?) / ?, count(*) FROM \(table) call = ? GROUP BY 1",
                        arguments: [start.rawValue, step.milliseconds, number]
                    )
                    return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
                }
                return (
                    try counts("deliveries WHERE state IN ('sent', 'delivered', 'bounced') AND"),
                    try counts("completions WHERE")
                )
            }
        }
    }

    package func reasons(of slug: String) async throws -> [ReasonCount] {
        try await pool.read { db in
            let states = ReasonCount.states.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            let sql = """
                SELECT channel, state, coalesce(reason, ''), count(*) FROM deliveries
                WHERE call = (SELECT number FROM calls WHERE slug = ?) AND state IN (\(states))
                GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3 LIMIT \(ReasonCount.most)
                """
            return try Row.fetchAll(db, sql: sql, arguments: [slug]).compactMap { row in
                DeliveryState(rawValue: row[1]).map { state in
                    ReasonCount(channel: ChannelID(rawValue: row[0]), state: state, reason: row[2], count: row[3])
                }
            }
        }
    }

    package func people(_ search: PeopleSearch, atMost limit: Int) async throws -> [Person] {
        try await pool.read { db in
            var arguments: StatementArguments = [search.id, search.emailKey, search.phone]
            let named = search.words.map { patterns in
                let spellings = patterns.map { pattern in
                    arguments += [pattern]
                    return "plain_letters(p.given_name || ' ' || p.family_name || ' ' || coalesce(p.street, '')) "
                        + "LIKE ? ESCAPE '\\'"
                }
                return "(\(spellings.joined(separator: " OR ")))"
            }
            let sql = """
                SELECT \(PersonRow.columns) FROM people p
                WHERE p.forgotten_at IS NULL
                    AND (p.id = ? OR p.email_key = ? OR p.phone = ? OR \(named.joined(separator: " AND ")))
                ORDER BY p.given_name, p.family_name, p.number LIMIT \(limit)
                """
            return try Row.fetchAll(db, sql: sql, arguments: arguments).map { PersonRow.person($0) }
        }
    }
}
