import Calls
import Deliveries
import GRDB

extension SQLiteStore {
    /// Keeps where a delivery stands on paper.
    ///
    /// A page that was printed again with other rows takes the place of the one before, whose rows go.
    static func keep(_ place: PaperPlace, of delivery: DeliveryNumber, call: Int64, now: Timestamp, _ db: Database)
        throws
    {
        let known = try String.fetchOne(
            db.cachedStatement(sql: "SELECT revision FROM sheets WHERE id = ?"),
            arguments: [place.sheet]
        )
        if let known, known != place.revision {
            try db.cachedStatement(sql: "DELETE FROM sheet_rows WHERE sheet = ?").execute(arguments: [place.sheet])
        }
        if known != place.revision {
            try db.cachedStatement(
                sql: """
                    INSERT INTO sheets (id, call, revision, paper, geometry, sent_at, sign_up_rows, sign_up_top,
                        sign_up_wording) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, paper = excluded.paper,
                        geometry = excluded.geometry, sent_at = excluded.sent_at,
                        sign_up_rows = excluded.sign_up_rows, sign_up_top = excluded.sign_up_top,
                        sign_up_wording = excluded.sign_up_wording
                    """
            ).execute(arguments: [
                place.sheet, call, place.revision, place.paper, place.geometry, now.rawValue,
                place.signUps?.rows ?? 0, place.signUps?.top ?? 0, place.signUps?.wording ?? "",
            ])
        }
        try db.cachedStatement(
            sql: "INSERT OR REPLACE INTO sheet_rows (sheet, row, delivery, top, door_top) VALUES (?, ?, ?, ?, ?)"
        ).execute(arguments: [place.sheet, place.row, delivery.rawValue, place.top, place.doorTop])
        for mention in place.mentions {
            try db.cachedStatement(
                sql: "INSERT OR REPLACE INTO sheet_mentions (sheet, revision, delivery, reached) VALUES (?, ?, ?, ?)"
            ).execute(arguments: [mention.sheet, mention.revision, delivery.rawValue, mention.isReached])
        }
    }

    static func printedSheet(_ id: String, _ db: Database) throws -> PrintedSheet? {
        let head = try Row.fetchOne(
            db,
            sql: """
                SELECT s.revision, s.paper, s.geometry, c.slug, s.sign_up_rows, s.sign_up_top, s.sign_up_wording
                FROM sheets s JOIN calls c ON c.number = s.call
                WHERE s.id = ?
                """,
            arguments: [id]
        )
        guard let head else { return nil }
        let rows = try Row.fetchAll(
            db,
            sql: "SELECT delivery, top, door_top FROM sheet_rows WHERE sheet = ? ORDER BY row",
            arguments: [id]
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
