import Calls
import Deliveries
package import People
import Postgres
package import Reviews

extension PostgresStore: OverviewStore {
    package func timeline(of slug: String, offset: Duration) async throws -> Timeline? {
        try await pool.read { db in
            let sql = "SELECT number, submitted_at FROM calls WHERE slug = $1"
            guard let call = try db.execute(sql, [.text(slug)]).first else { return nil }
            let number: Int64 = call[0]
            let ends = try db.execute(
                """
                SELECT min(at), max(at) FROM (
                    SELECT at FROM deliveries WHERE call = $1 AND state IN ('sent', 'delivered', 'bounced')
                    UNION ALL SELECT at FROM completions WHERE call = $1) happened
                """,
                [.integer(number)]
            ).first
            let submitted = Timestamp(rawValue: call[1])
            let first = ends.flatMap { $0[0] as Int64? }.map(Timestamp.init(rawValue:)) ?? submitted
            let last = ends.flatMap { $0[1] as Int64? }.map(Timestamp.init(rawValue:)) ?? submitted
            return try Timeline.count(from: first, to: last, offset: offset) { start, step in
                func counts(_ table: String) throws -> [Int: Int] {
                    let rows = try db.execute(
                        "SELECT (at - $1::bigint) / $2::bigint, count(*) FROM \(table) call = $3 GROUP BY 1",
                        [.integer(start.rawValue), .integer(step.milliseconds), .integer(number)]
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
            // The collation is that of bytes, so that both engines agree on the order.
            let sql = """
                SELECT channel, state, coalesce(reason, '') COLLATE "C", count(*) FROM deliveries
                WHERE call = (SELECT number FROM calls WHERE slug = $1) AND state IN (\(states))
                GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3 LIMIT \(ReasonCount.most)
                """
            return try db.execute(sql, [.text(slug)]).compactMap { row in
                DeliveryState(rawValue: row[1]).map { state in
                    ReasonCount(channel: ChannelID(rawValue: row[0]), state: state, reason: row[2], count: row[3])
                }
            }
        }
    }

    package func people(_ search: PeopleSearch, atMost limit: Int) async throws -> [Person] {
        try await pool.read { db in
            var values: [Value] = [.text(search.id), .text(search.emailKey), .text(search.phone)]
            let named = search.words.map { patterns in
                let spellings = patterns.map { pattern in
                    values.append(.text(pattern))
                    return "\(Self.plainLetters("said.words")) ILIKE $\(values.count) ESCAPE '\\'"
                }
                return "(\(spellings.joined(separator: " OR ")))"
            }
            let sql = """
                SELECT \(PersonRow.columns) FROM people p CROSS JOIN LATERAL (
                    SELECT p.given_name || ' ' || p.family_name || ' ' || coalesce(p.street, '') AS words) said
                WHERE p.forgotten_at IS NULL
                    AND (p.id = $1 OR p.email_key = $2 OR p.phone = $3 OR \(named.joined(separator: " AND ")))
                ORDER BY p.given_name COLLATE "C", p.family_name COLLATE "C", p.number LIMIT \(limit)
                """
            return try db.execute(sql, values).map { PersonRow.person($0) }
        }
    }

    /// What `PlainLetters` does, which the other engine calls; ASCII stays as it is, at less cost.
    private static func plainLetters(_ text: String) -> String {
        let marks = "[\(PlainLetters.marks.lowerBound)-\(PlainLetters.marks.upperBound)]"
        return """
            CASE WHEN octet_length(\(text)) = length(\(text)) THEN \(text)
                ELSE normalize(translate(regexp_replace(normalize(\(text), NFD), '\(marks)', '', 'g'),
                    '\(PlainLetters.barred)', '\(PlainLetters.plain)'), NFC) END
            """
    }
}
