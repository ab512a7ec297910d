import Calls
import Deliveries
import Postgres

/// A delivery that went out on paper.
struct PrintedRow {
    let place: PaperPlace
    let delivery: DeliveryNumber
    let call: Int64
}

extension PostgresStore {
    /// Keeps where deliveries stand on paper, page by page.
    ///
    /// A page that was printed again with other rows takes the place of the one before, whose rows go.
    static func keep(_ rows: [PrintedRow], now: Timestamp, _ db: Connection) throws {
        for (sheet, rows) in Dictionary(grouping: rows, by: \.place.sheet).sorted(by: { $0.key < $1.key }) {
            guard let place = rows.first?.place, let call = rows.first?.call else { continue }
            try keep(sheet, place, call: call, now: now, db)
            try keep(rows.filter { $0.place.revision == place.revision }, on: sheet, db)
        }
        try keepMentions(rows, db)
    }

    private static func keepMentions(_ rows: [PrintedRow], _ db: Connection) throws {
        let mentions = rows.flatMap { row in row.place.mentions.map { ($0, row.delivery.rawValue) } }
        if mentions.isEmpty { return }
        try db.execute(
            """
            INSERT INTO sheet_mentions (sheet, revision, delivery, reached)
            SELECT sheet, revision, delivery, max(reached)
            FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) AS m (sheet, revision, delivery, reached)
            GROUP BY sheet, revision, delivery
            ON CONFLICT (sheet, revision, delivery) DO UPDATE SET reached = excluded.reached
            """,
            [
                .texts(mentions.map(\.0.sheet)), .texts(mentions.map(\.0.revision)), .integers(mentions.map(\.1)),
                .integers(mentions.map { $0.0.isReached ? 1 : 0 }),
            ]
        )
    }

    private static func keep(_ sheet: String, _ place: PaperPlace, call: Int64, now: Timestamp, _ db: Connection)
        throws
    {
        let isNew =
            try db.execute(
                """
                INSERT INTO sheets (id, call, revision, paper, geometry, sent_at, sign_up_rows, sign_up_top,
                    sign_up_wording) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, paper = excluded.paper,
                    geometry = excluded.geometry, sent_at = excluded.sent_at,
                    sign_up_rows = excluded.sign_up_rows, sign_up_top = excluded.sign_up_top,
                    sign_up_wording = excluded.sign_up_wording
                WHERE sheets.revision <> excluded.revision
                """,
                [
                    .text(sheet), .integer(call), .text(place.revision), .text(place.paper), .integer(place.geometry),
                    .integer(now.rawValue), .integer(place.signUps?.rows ?? 0), .real(place.signUps?.top ?? 0),
                    .text(place.signUps?.wording ?? ""),
                ]
            ).affected > 0
        if isNew { try db.execute("DELETE FROM sheet_rows WHERE sheet = $1", [.text(sheet)]) }
    }

    private static func keep(_ rows: [PrintedRow], on sheet: String, _ db: Connection) throws {
        // A statement may write a row but once.
        let rows = Dictionary(rows.map { ($0.place.row, $0) }) { _, last in last }.values
        try db.execute(
            """
            INSERT INTO sheet_rows (sheet, row, delivery, top, door_top)
            SELECT $1::text, * FROM unnest($2::bigint[], $3::bigint[], $4::float8[], $5::float8[])
            ON CONFLICT (sheet, row) DO UPDATE SET delivery = excluded.delivery, top = excluded.top,
                door_top = excluded.door_top
            """,
            [
                .text(sheet), .integers(rows.map { Int64($0.place.row) }), .integers(rows.map(\.delivery.rawValue)),
                .reals(rows.map(\.place.top)), .reals(rows.map(\.place.doorTop)),
            ]
        )
    }

    static func printedSheet(_ id: String, _ db: Connection) throws -> PrintedSheet? {
        let head = try db.execute(
            """
            SELECT s.revision, s.paper, s.geometry, c.slug, s.sign_up_rows, s.sign_up_top, s.sign_up_wording
            FROM sheets s JOIN calls c ON c.number = s.call
            WHERE s.id = $1
            """,
            [.text(id)]
        ).first
        guard let head else { return nil }
        let rows = try db.execute(
            "SELECT delivery, top, door_top FROM sheet_rows WHERE sheet = $1 ORDER BY row",
            [.text(id)]
        )
        return PrintedSheet(
            id: id,
            call: head[3],
            revision: head[0],
            paper: head[1],
            geometry: head[2],
            rows: rows.map { .init(delivery: DeliveryNumber(rawValue: $0[0]), top: $0[1], doorTop: $0[2]) },
            signUps: (head[4] as Int) == 0 ? nil : SignUpSpace(rows: head[4], top: head[5], wording: head[6])
        )
    }
}
