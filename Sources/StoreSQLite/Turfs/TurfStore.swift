package import Calls
package import Deliveries
import GRDB
import People

extension SQLiteStore: TurfStore {
    package func cut(
        _ order: TurfOrder,
        now: Timestamp,
        by cutter: @escaping @Sendable ([TurfDoor], Int) -> [Int]
    ) async throws -> TurfCut {
        try await pool.write { db in
            let cutting = TurfCutting(call: try Self.number(ofCall: order.call, db), channel: order.channel, db: db)
            let model = try order.model.map { slug in
                try TurfCutting(call: try Self.number(ofCall: slug, db), channel: order.channel, db: db).model()
            }
            let changes = try cutting.draft().cut(order, model: model, by: cutter)
            try cutting.write(changes, now: now)
            return changes.summary
        }
    }

    private static func number(ofCall slug: String, _ db: Database) throws -> Int64 {
        guard let number = try Int64.fetchOne(db, sql: "SELECT number FROM calls WHERE slug = ?", arguments: [slug])
        else { throw TurfError.noSuchCall(slug) }
        return number
    }

    package func turfs(of call: String?, on channel: ChannelID) async throws -> [TurfStanding] {
        try await pool.read { db in
            if let call { _ = try Self.number(ofCall: call, db) }
            return try Self.turfs("t.channel = ?1 AND (?2 IS NULL OR c.slug = ?2)", [channel.rawValue, call], db)
        }
    }

    package func assign(_ turfs: [TurfID], on channel: ChannelID, to walker: String) async throws -> [TurfStanding] {
        try await pool.write { db in
            try turfs.flatMap { id in
                try db.execute(
                    sql: "UPDATE turfs SET walker = ? WHERE call = ? AND channel = ? AND number = ?",
                    arguments: [walker, id.call, channel.rawValue, id.number]
                )
                return try Self.standing(of: id, on: channel, db).map { [$0] } ?? []
            }
        }
    }

    package func turf(_ id: TurfID, on channel: ChannelID) async throws -> (standing: TurfStanding, lines: [TurfLine])?
    {
        try await pool.read { db in
            guard let standing = try Self.standing(of: id, on: channel, db) else { return nil }
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT d.number, d.state, d.attempts, a.result, a.action, \(PersonRow.columns)
                    FROM deliveries d JOIN people p ON p.number = d.person
                    LEFT JOIN sheet_answers a ON a.delivery = d.number AND a.standing = 1
                    WHERE d.call = ? AND d.channel = ? AND d.batch = ? AND d.state NOT IN ('skipped', 'cancelled')
                        AND p.door_key IS NOT NULL
                    ORDER BY d.number
                    """,
                arguments: [id.call, channel.rawValue, id.number]
            )
            return (standing, try rows.compactMap { try self.line($0) })
        }
    }

    private func line(_ row: Row) throws -> TurfLine? {
        guard let state = DeliveryState(rawValue: row[1]) else { return nil }
        let answer = RowAnswer(row: row)
        let item = Item(
            delivery: DeliveryNumber(rawValue: row[0]),
            key: deliveryKey(row[0]),
            attempt: max(1, row[2]),
            person: PersonRow.person(row, at: 5),
            isFirst: true
        )
        return TurfLine(item: item, state: state, answer: answer.isEmpty ? nil : answer)
    }

    private static func standing(of id: TurfID, on channel: ChannelID, _ db: Database) throws -> TurfStanding? {
        let condition = "t.channel = ? AND t.call = ? AND t.number = ?"
        return try turfs(condition, [channel.rawValue, id.call, id.number], db).first
    }

    private static func turfs(_ condition: String, _ arguments: StatementArguments, _ db: Database) throws
        -> [TurfStanding]
    {
        let sql = """
            SELECT t.call, t.number, c.slug, t.walker, count(DISTINCT p.door_key), count(p.door_key), count(a.delivery),
                count(iif(d.state IN ('sent', 'delivered', 'bounced'), 1, NULL))
            FROM turfs t JOIN calls c ON c.number = t.call
            LEFT JOIN deliveries d ON d.call = t.call AND d.channel = t.channel AND d.batch = t.number
                AND d.batch IS NOT NULL AND d.state NOT IN ('skipped', 'cancelled')
            LEFT JOIN people p ON p.number = d.person
            LEFT JOIN sheet_answers a ON a.delivery = d.number AND a.standing = 1
            WHERE \(condition) GROUP BY t.call, t.number, c.slug, t.walker ORDER BY t.call, t.number
            """
        return try Row.fetchAll(db, sql: sql, arguments: arguments).map { row in
            let printed: Int = row[7]
            return TurfStanding(
                id: TurfID(call: row[0], number: row[1]),
                call: row[2],
                walker: row[3],
                doors: row[4],
                people: row[5],
                answered: row[6],
                isPrinted: printed > 0
            )
        }
    }

    /// The turf that a batch is; `nil` when it was not cut as one.
    static func turf(_ batch: Int, of call: Int64, on channel: ChannelID, _ db: Database) throws -> Turf? {
        try String.fetchOne(
            db.cachedStatement(sql: "SELECT walker FROM turfs WHERE call = ? AND channel = ? AND number = ?"),
            arguments: [call, channel.rawValue, batch]
        ).map { Turf(id: TurfID(call: call, number: batch), walker: $0) }
    }
}
