package import Calls
package import Deliveries
import GRDB
import People

extension SQLiteStore: CustodyStore {
    package func note(_ note: CustodyNote, of sheet: String, now: Timestamp) async throws -> CustodyResult {
        try await pool.write { db in
            guard let standing = try Self.standings("s.id = ?", [sheet], db).first else { return .unknown }
            guard let custody = note.custody(after: standing.custody, now: now) else { return .unchanged }
            guard custody.event.mayFollow(standing.custody?.event) else {
                return .outOfOrder(after: standing.custody?.event)
            }
            if custody.event == .shredded, standing.doubtful > 0 { return .undecided(standing.doubtful) }
            try db.execute(
                sql: "INSERT INTO sheet_custody (sheet, event, holder, due, at, recorder) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [
                    sheet, custody.event.rawValue, custody.holder, custody.due?.rawValue, now.rawValue, note.recorder,
                ]
            )
            return .noted
        }
    }

    package func sheets(of call: String?, isOut: Bool) async throws -> [SheetStanding] {
        try await pool.read { db in
            try Self.standings(
                "(?1 IS NULL OR c.slug = ?1) AND (NOT ?2 OR k.event IN ('issued', 'lost'))",
                [call, isOut],
                db
            )
        }
    }

    package func standing(ofSheet id: String) async throws -> SheetStanding? {
        try await pool.read { try Self.standings("s.id = ?", [id], $0).first }
    }

    private static func standings(_ condition: String, _ arguments: StatementArguments, _ db: Database) throws
        -> [SheetStanding]
    {
        let sql = """
            SELECT s.id, c.slug, s.revision, s.sent_at,
                (SELECT count(*) FROM sheet_rows r WHERE r.sheet = s.id),
                (SELECT count(*) FROM sheet_rows r JOIN sheet_answers a ON a.delivery = r.delivery AND a.standing = 1
                    WHERE r.sheet = s.id),
                (SELECT count(*) FROM sheet_doubts q WHERE q.sheet = s.id AND q.resolved_at IS NULL)
                    + (SELECT count(*) FROM sign_ups w WHERE w.sheet = s.id AND w.resolved_at IS NULL),
                k.event, k.holder, k.due, k.at
            FROM sheets s JOIN calls c ON c.number = s.call
            LEFT JOIN sheet_custody k ON k.number = (SELECT max(number) FROM sheet_custody WHERE sheet = s.id)
            WHERE \(condition) ORDER BY s.call, length(s.id), s.id
            """
        return try Row.fetchAll(db, sql: sql, arguments: arguments).map { row in
            let event = (row[7] as String?).flatMap(CustodyEvent.init)
            return SheetStanding(
                id: row[0],
                call: row[1],
                revision: row[2],
                printedAt: Timestamp(rawValue: row[3]),
                rows: row[4],
                answered: row[5],
                doubtful: row[6],
                custody: event.map {
                    Custody(
                        event: $0,
                        holder: row[8],
                        due: (row[9] as Int64?).map(Timestamp.init(rawValue:)),
                        at: Timestamp(rawValue: row[10])
                    )
                }
            )
        }
    }

    package func lines(of sheet: String) async throws -> [SheetLine] {
        try await pool.read { db in
            try self.people("sheet_rows r", "r.sheet = ? ORDER BY r.row", [sheet], isOwn: true, db)
        }
    }

    package func mentions(on sheet: String, isReached: Bool) async throws -> [SheetLine] {
        try await pool.read { db in
            try self.people(
                "sheet_mentions r JOIN sheets s ON s.id = r.sheet AND s.revision = r.revision",
                "r.sheet = ?1 AND (r.reached = 1 OR NOT ?2) ORDER BY r.delivery",
                [sheet, isReached],
                isOwn: false,
                db
            )
        }
    }

    /// The people of rows called `r`, as they are today; where the rows are their own, what was entered there is no news to
    /// whoever has them.
    private func people(
        _ rows: String,
        _ condition: String,
        _ arguments: StatementArguments,
        isOwn: Bool,
        _ db: Database
    ) throws -> [SheetLine] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT d.number AS delivery, a.result, a.action, p.forgotten_at IS NOT NULL AS is_forgotten,
                    (SELECT state FROM consents WHERE person = p.number AND channel = d.channel) = 'withdrawn'
                        AS has_opted_out,
                    EXISTS (SELECT 1 FROM completions f WHERE f.call = d.call AND f.person = p.number
                        \(isOwn ? "AND f.evidence <> 'sheet row of delivery ' || d.number" : "")) AS is_done,
                    d.channel AS channel, p.suppressed AS suppressed,
                    EXISTS (SELECT 1 FROM suppressions u WHERE u.kind IN ('voicePhone', 'door', 'every')
                        AND u.fingerprint = a.struck) AS is_standing,
                    \(PersonRow.columns)
                FROM \(rows) JOIN deliveries d ON d.number = r.delivery JOIN people p ON p.number = d.person
                LEFT JOIN sheet_answers a ON a.delivery = d.number AND a.standing = 1
                WHERE \(condition)
                """,
            arguments: arguments
        ).map { row in
            let answer = RowAnswer(row: row)
            let person = PersonRow.person(row, at: 9)
            let channel = ChannelID(rawValue: row["channel"])
            var struckOut: SuppressionReason?
            if !(row["suppressed"] as String).isEmpty {
                struckOut = try self.reason(toLeaveOut: person, Meeting(on: channel), db)
            }
            if let strike = answer.result?.strike(on: channel) {
                // What the row says is no news on its own page; elsewhere it is, whatever number the person has by now.
                if isOwn {
                    if strike.reason == struckOut { struckOut = nil }
                } else if row["is_standing"], StruckKind.inTheWay(of: Meeting(on: channel)).contains(strike.kind) {
                    struckOut = struckOut ?? strike.reason
                }
            }
            return SheetLine(
                delivery: DeliveryNumber(rawValue: row["delivery"]),
                person: person,
                answer: answer.isEmpty ? nil : answer,
                news: SheetLine.News(
                    isForgotten: row["is_forgotten"],
                    hasOptedOut: row["has_opted_out"] ?? false,
                    struckOut: struckOut,
                    isDone: row["is_done"]
                )
            )
        }
    }

    /// Why paper said that a person is not to be met that way.
    private func reason(toLeaveOut person: Person, _ meeting: Meeting, _ db: Database) throws -> SuppressionReason? {
        let statement = try db.cachedStatement(
            sql: "SELECT reason FROM suppressions WHERE kind = ? AND fingerprint = ? ORDER BY at DESC, reason"
        )
        for kind in StruckKind.inTheWay(of: meeting) {
            guard let mark = kind.mark(of: person) else { continue }
            let reasons = try String.fetchAll(statement, arguments: [kind.rawValue, fingerprint(mark)])
            if let found = reasons.lazy.compactMap(SuppressionReason.init).first(where: \.isFromPaper) { return found }
        }
        return nil
    }
}
