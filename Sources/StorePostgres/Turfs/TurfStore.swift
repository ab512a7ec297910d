package import Calls
package import Deliveries
import People
import Postgres

extension PostgresStore: TurfStore {
    package func cut(
        _ order: TurfOrder,
        now: Timestamp,
        by cutter: @escaping @Sendable ([TurfDoor], Int) -> [Int]
    ) async throws -> TurfCut {
        try await pool.write(.long) { db in
            // Nobody claims of the call, or cuts it too, until this is done.
            let number = try Self.number(ofCall: order.call, isLocking: true, db)
            let cutting = TurfCutting(call: number, channel: order.channel, db: db)
            let model = try order.model.map { slug in
                try TurfCutting(call: try Self.number(ofCall: slug, db), channel: order.channel, db: db).model()
            }
            let changes = try cutting.draft().cut(order, model: model, by: cutter)
            try cutting.write(changes, now: now)
            return changes.summary
        }
    }

    private static func number(ofCall slug: String, isLocking: Bool = false, _ db: Connection) throws -> Int64 {
        let sql = "SELECT number FROM calls WHERE slug = $1\(isLocking ? " FOR NO KEY UPDATE" : "")"
        guard let number: Int64 = try db.execute(sql, [.text(slug)]).first?[0] else {
            throw TurfError.noSuchCall(slug)
        }
        return number
    }

    package func turfs(of call: String?, on channel: ChannelID) async throws -> [TurfStanding] {
        try await pool.perform { db in
            if let call { _ = try Self.number(ofCall: call, db) }
            let condition = "t.channel = $1 AND ($2::text IS NULL OR c.slug = $2)"
            return try Self.turfs(condition, [.text(channel.rawValue), .text(call)], db)
        }
    }

    package func assign(_ turfs: [TurfID], on channel: ChannelID, to walker: String) async throws -> [TurfStanding] {
        try await pool.write { db in
            // In one order, so that two who name turfs at once do not wait for each other for ever.
            for id in turfs.sorted() {
                try db.execute(
                    "UPDATE turfs SET walker = $1 WHERE call = $2 AND channel = $3 AND number = $4",
                    [.text(walker), .integer(id.call), .text(channel.rawValue), .integer(id.number)]
                )
            }
            return try turfs.compactMap { try Self.standing(of: $0, on: channel, db) }
        }
    }

    package func turf(_ id: TurfID, on channel: ChannelID) async throws -> (standing: TurfStanding, lines: [TurfLine])?
    {
        try await pool.perform { db in
            guard let standing = try Self.standing(of: id, on: channel, db) else { return nil }
            let rows = try db.execute(
                """
                SELECT d.number, d.state, d.attempts, a.result, a.action, \(PersonRow.columns)
                FROM deliveries d JOIN people p ON p.number = d.person
                LEFT JOIN sheet_answers a ON a.delivery = d.number AND a.standing = 1
                WHERE d.call = $1 AND d.channel = $2 AND d.batch = $3 AND d.state NOT IN ('skipped', 'cancelled')
                    AND p.door_key IS NOT NULL
                ORDER BY d.number
                """,
                [.integer(id.call), .text(channel.rawValue), .integer(id.number)]
            )
            return (standing, rows.compactMap(self.line))
        }
    }

    private func line(_ row: Row) -> TurfLine? {
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

    private static func standing(of id: TurfID, on channel: ChannelID, _ db: Connection) throws -> TurfStanding? {
        let values: [Value] = [.text(channel.rawValue), .integer(id.call), .integer(id.number)]
        return try turfs("t.channel = $1 AND t.call = $2 AND t.number = $3", values, db).first
    }

    private static func turfs(_ condition: String, _ values: [Value], _ db: Connection) throws -> [TurfStanding] {
        let sql = """
            SELECT t.call, t.number, c.slug, t.walker, count(DISTINCT p.door_key), count(p.door_key), count(a.delivery),
                count(*) FILTER (WHERE d.state IN ('sent', 'delivered', 'bounced'))
            FROM turfs t JOIN calls c ON c.number = t.call
            LEFT JOIN deliveries d ON d.call = t.call AND d.channel = t.channel AND d.batch = t.number
                AND d.batch IS NOT NULL AND d.state NOT IN ('skipped', 'cancelled')
            LEFT JOIN people p ON p.number = d.person
            LEFT JOIN sheet_answers a ON a.delivery = d.number AND a.standing = 1
            WHERE \(condition) GROUP BY t.call, t.number, c.slug, t.walker ORDER BY t.call, t.number
            """
        return try db.execute(sql, values).map { row in
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
    static func turf(_ batch: Int, of call: Int64, on channel: ChannelID, _ db: Connection) throws -> Turf? {
        try db.execute(
            "SELECT walker FROM turfs WHERE call = $1 AND channel = $2 AND number = $3",
            [.integer(call), .text(channel.rawValue), .integer(batch)]
        ).first.map { Turf(id: TurfID(call: call, number: batch), walker: $0[0]) }
    }
}
