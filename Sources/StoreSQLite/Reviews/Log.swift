package import Calls
import Deliveries
import GRDB
import People
package import Reviews

extension SQLiteStore: ReviewStore {
    package func log(_ query: LogQuery, _ show: @Sendable @escaping (LogEntry) throws -> Void) async throws {
        try await pool.read { db in
            let (sql, arguments) = Self.sql(query)
            let rows = try Row.fetchCursor(db, sql: sql, arguments: arguments)
            while let row = try rows.next() { try show(Self.entry(row, showsAddress: query.showsAddresses)) }
        }
    }

    package func logEnd(now: Timestamp) async throws -> LogPlace {
        try await pool.read { db in
            let row = try Row.fetchOne(
                db,
                sql: "SELECT at, number FROM deliveries WHERE at <= ? ORDER BY at DESC, number DESC LIMIT 1",
                arguments: [(now + LogPlace.drift).rawValue]
            )
            guard let row else { return .beginning }
            return LogPlace(at: Timestamp(rawValue: row[0]), number: DeliveryNumber(rawValue: row[1]))
        }
    }

    private static func sql(_ query: LogQuery) -> (String, StatementArguments) {
        var conditions: [String] = []
        var arguments: StatementArguments = []
        func add(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
            guard let value else { return }
            conditions.append(condition)
            arguments += [value]
        }
        add("d.call = (SELECT number FROM calls WHERE slug = ?)", query.call)
        add("d.channel = ?", query.channel?.rawValue)
        add("d.state = ?", query.state?.rawValue)
        add("d.person = (SELECT number FROM people WHERE id = ?)", query.person?.rawValue)
        var order = "d.at DESC, d.number DESC"
        if let after = query.after {
            conditions.append("(d.at, d.number) > (?, ?)")
            arguments += [after.at.rawValue, after.number.rawValue]
            order = "d.at, d.number"
        }
        if let until = query.until {
            conditions.append("(d.at, d.number) <= (?, ?)")
            arguments += [until.at.rawValue, until.number.rawValue]
        }
        let filter = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
        let limit = query.limit.map { "LIMIT \($0)" } ?? ""
        let sql = """
            SELECT d.number, c.slug, d.channel, d.purpose, d.state, d.reason, d.attempts, d.due, d.at, d.reference,
                (SELECT a.result FROM sheet_answers a WHERE a.delivery = d.number AND a.standing = 1) AS result,
                (SELECT a.action FROM sheet_answers a WHERE a.delivery = d.number AND a.standing = 1) AS action,
                \(PersonRow.columns)
            FROM deliveries d CROSS JOIN calls c ON c.number = d.call CROSS JOIN people p ON p.number = d.person
            \(filter) ORDER BY \(order) \(limit)
            """
        return (sql, arguments)
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
