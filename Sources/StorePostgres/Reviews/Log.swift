import Calls
import Deliveries
import People
import Postgres
package import Reviews

extension PostgresStore: ReviewStore {
    package func log(_ query: LogQuery, _ show: @Sendable @escaping (LogEntry) throws -> Void) async throws {
        try await pool.read { db in
            let (sql, values) = Self.sql(query)
            try db.forEach(sql, values) { try show(Self.entry($0, showsAddress: query.showsAddresses)) }
        }
    }

    private static func sql(_ query: LogQuery) -> (String, [Value]) {
        var conditions: [String] = []
        var values: [Value] = []
        func add(_ condition: (String) -> String, _ value: String?) {
            guard let value else { return }
            values.append(.text(value))
            conditions.append(condition("$\(values.count)"))
        }
        add({ "d.call = (SELECT number FROM calls WHERE slug = \($0))" }, query.call)
        add({ "d.channel = \($0)" }, query.channel?.rawValue)
        add({ "d.state = \($0)" }, query.state?.rawValue)
        add({ "d.person = (SELECT number FROM people WHERE id = \($0))" }, query.person?.rawValue)
        var order = "d.at DESC, d.number DESC"
        if let after = query.after {
            conditions.append("(d.at, d.number) > ($\(values.count + 1), $\(values.count + 2))")
            values += [.integer(after.at.rawValue), .integer(after.number.rawValue)]
            order = "d.at, d.number"
        }
        if let until = query.until {
            conditions.append("(d.at, d.number) <= ($\(values.count + 1), $\(values.count + 2))")
            values += [.integer(until.at.rawValue), .integer(until.number.rawValue)]
        }
        let filter = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
        let limit = query.limit.map { "LIMIT \($0)" } ?? ""
        let sql = """
            SELECT d.number, c.slug, d.channel, d.purpose, d.state, d.reason, d.attempts, d.due, d.at, d.reference,
                (SELECT a.result FROM sheet_answers a WHERE a.delivery = d.number AND a.standing = 1) AS result,
                (SELECT a.action FROM sheet_answers a WHERE a.delivery = d.number AND a.standing = 1) AS action,
                \(PersonRow.columns)
            FROM deliveries d JOIN calls c ON c.number = d.call JOIN people p ON p.number = d.person
            \(filter) ORDER BY \(order) \(limit)
            """
        return (sql, values)
    }

    private static func entry(_ row: Row, showsAddress: Bool) -> LogEntry {
        let person = PersonRow.person(row, at: 12)
        let answer = RowAnswer(row: row)
        let channel: String = row[2]
        return LogEntry(
            number: DeliveryNumber(rawValue: row[0]),
            call: row[1],
            person: person.id,
            channel: ChannelID(rawValue: channel),
            purpose: row[3],
            state: DeliveryState(rawValue: row[4]) ?? .failed,
            reason: row[5],
            attempts: row[6],
            due: (row[7] as Int64?).map(Timestamp.init(rawValue:)),
            at: Timestamp(rawValue: row[8]),
            reference: row[9],
            address: person.address(on: channel, inFull: showsAddress),
            answer: answer.isEmpty ? nil : "\(answer)"
        )
    }
}
