package import Calls
package import Deliveries
import People
import Postgres

extension PostgresStore: SheetStore {
    package func sheet(_ id: String) async throws -> PrintedSheet? {
        try await pool.read { try Self.printedSheet(id, $0) }
    }

    package func enter(_ page: PageAnswers, now: Timestamp) async throws -> EntryTally {
        try await pool.write { db in
            var entry = try AnswerEntry(store: self, now: now, db)
            for (delivery, reading) in page.rows { try Self.enter(reading, delivery, page, &entry) }
            for row in page.signUps {
                entry.tally.written += try Self.keep(row, page, now: now, db) ? 1 : 0
            }
            try entry.finish()
            return entry.tally
        }
    }

    private static func enter(
        _ reading: ScannedRow,
        _ delivery: DeliveryNumber,
        _ page: PageAnswers,
        _ entry: inout AnswerEntry
    ) throws {
        // What came of this very picture before, by whatever way, stays.
        if try isKnown(delivery, image: page.image, entry.db) {
            entry.tally.unchanged += 1
            return
        }
        let standing = try entry.standing(delivery)
        switch reading {
        case .blank: entry.tally.blank += 1
        case .answer(let answer, _) where answer == standing: entry.tally.unchanged += 1
        case .answer(let answer, let confidence) where standing == nil:
            let origin = AnswerEntry.Origin(
                source: .scan,
                recorder: "sheets scan",
                image: page.image,
                file: page.file,
                confidence: confidence
            )
            try entry.enter(answer, for: delivery, on: page.sheet, origin)
        case .answer, .doubtful:
            let seen = reading.seen ?? ""
            if try seen == standing.map({ "\($0)" }) || isSettled(delivery, seen, entry.db)
                || isForgotten(delivery, entry.db)
            {
                entry.tally.unchanged += 1
            } else if try doubt(delivery, page, reading, standing, entry) {
                entry.tally.doubtful += 1
                entry.tally.differing += standing == nil ? 0 : 1
            }
        }
    }

    private static func isKnown(_ delivery: DeliveryNumber, image: String, _ db: Connection) throws -> Bool {
        try db.execute(
            """
            SELECT EXISTS (SELECT 1 FROM sheet_answers WHERE delivery = $1 AND image = $2)
                OR EXISTS (SELECT 1 FROM sheet_doubts WHERE delivery = $1 AND (image = $2 OR resolved_at IS NULL))
            """,
            [.integer(delivery.rawValue), .text(image)]
        ).first?[0] ?? false
    }

    /// Whether a person has decided the row by a picture that showed the same.
    private static func isSettled(_ delivery: DeliveryNumber, _ seen: String, _ db: Connection) throws -> Bool {
        try db.execute(
            "SELECT reason, reading FROM sheet_doubts WHERE delivery = $1 AND resolved_at IS NOT NULL",
            [.integer(delivery.rawValue)]
        ).contains { DoubtReading.seen(reason: $0[0], reading: $0[1]) == seen }
    }

    private static func isForgotten(_ delivery: DeliveryNumber, _ db: Connection) throws -> Bool {
        try db.execute(
            """
            SELECT p.forgotten_at IS NOT NULL FROM deliveries d JOIN people p ON p.number = d.person WHERE d.number = $1
            """,
            [.integer(delivery.rawValue)]
        ).first?[0] ?? false
    }

    private static func doubt(
        _ delivery: DeliveryNumber,
        _ page: PageAnswers,
        _ row: ScannedRow,
        _ standing: RowAnswer?,
        _ entry: AnswerEntry
    ) throws -> Bool {
        let (reason, reading, picture) = row.doubt(standing: standing)
        return try entry.db.execute(
            """
            INSERT INTO sheet_doubts (delivery, sheet, reason, reading, image, file, picture, at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING
            """,
            [
                .integer(delivery.rawValue), .text(page.sheet), .text(reason), .text(reading), .text(page.image),
                .text(page.file), .blob(picture), .integer(entry.now.rawValue),
            ]
        ).affected > 0
    }

    package func enter(
        _ answer: RowAnswer,
        for delivery: DeliveryNumber,
        by recorder: String,
        now: Timestamp
    ) async throws -> Bool? {
        try await pool.write { db in
            var entry = try AnswerEntry(store: self, now: now, db)
            guard let sheet = try Self.sheet(holding: delivery, db) else { return nil }
            try Self.settleDoubts(of: delivery, now: now, db)
            if try entry.standing(delivery) == answer { return false }
            try entry.enter(answer, for: delivery, on: sheet, .init(source: .hand, recorder: recorder))
            try entry.finish()
            return true
        }
    }

    package func sheet(holding delivery: DeliveryNumber) async throws -> String? {
        try await pool.perform { try Self.sheet(holding: delivery, $0) }
    }

    private static func sheet(holding delivery: DeliveryNumber, _ db: Connection) throws -> String? {
        try db.execute(
            """
            SELECT r.sheet FROM sheet_rows r JOIN sheets s ON s.id = r.sheet
            WHERE r.delivery = $1 ORDER BY s.sent_at DESC LIMIT 1
            """,
            [.integer(delivery.rawValue)]
        ).first?[0]
    }

    /// A decided row needs its picture no longer, and it shows a name.
    private static func settleDoubts(of delivery: DeliveryNumber, now: Timestamp, _ db: Connection) throws {
        try db.execute(
            "UPDATE sheet_doubts SET resolved_at = $1, picture = NULL WHERE delivery = $2 AND resolved_at IS NULL",
            [.integer(now.rawValue), .integer(delivery.rawValue)]
        )
    }

    package func unanswered(on sheet: String) async throws -> [DeliveryNumber] {
        try await pool.perform { db in
            try db.execute(
                """
                SELECT delivery FROM sheet_rows r WHERE sheet = $1 AND NOT EXISTS
                    (SELECT 1 FROM sheet_answers a WHERE a.delivery = r.delivery AND a.standing = 1)
                AND NOT EXISTS
                    (SELECT 1 FROM sheet_doubts o WHERE o.delivery = r.delivery AND o.resolved_at IS NULL)
                AND NOT EXISTS
                    (SELECT 1 FROM completions f JOIN deliveries d ON d.call = f.call AND d.person = f.person
                    WHERE d.number = r.delivery)
                ORDER BY row
                """,
                [.text(sheet)]
            ).map { DeliveryNumber(rawValue: $0[0]) }
        }
    }

    package func undo(on sheet: String, by recorders: [String], now: Timestamp) async throws -> Undone {
        try await pool.write { db in
            var entry = try AnswerEntry(store: self, now: now, db)
            let rows = try db.execute(
                """
                SELECT number, delivery, at FROM sheet_answers
                WHERE sheet = $1 AND source = 'hand' AND recorder = ANY($2) AND standing = 1 AND at = (
                    SELECT max(at) FROM sheet_answers
                    WHERE sheet = $1 AND source = 'hand' AND recorder = ANY($2) AND standing = 1)
                ORDER BY number DESC
                """,
                [.text(sheet), .texts(recorders)]
            )
            let signUp = try SignUpUndo(on: sheet, by: recorders, store: self, now: now, db)
            if let signUp, rows.first.map({ ($0[2] as Int64) <= signUp.at.rawValue }) ?? true {
                let undone = try signUp.run(&entry)
                try entry.finish()
                return .signUp(undone)
            }
            var stillOut: [PersonID] = []
            for row in rows {
                let delivery = DeliveryNumber(rawValue: row[1])
                let wasNo = try entry.standing(delivery)?.result == .doNotContact
                try Self.undo(row[0], of: delivery, on: sheet, &entry)
                if wasNo, try entry.standing(delivery)?.result != .doNotContact {
                    stillOut += try Self.optedOut(delivery, db)
                }
                // What the entry settled waits for a person again, if without its picture.
                if try Self.isForgotten(DeliveryNumber(rawValue: row[1]), db) { continue }
                try db.execute(
                    "UPDATE sheet_doubts SET resolved_at = NULL WHERE delivery = $1 AND resolved_at = $2",
                    [.integer(row[1] as Int64), .integer(row[2] as Int64)]
                )
            }
            try entry.finish()
            return rows.isEmpty ? .nothing : .answers(rows.count, stillOut: stillOut)
        }
    }

    /// The person of a delivery, if they are out of anything.
    private static func optedOut(_ delivery: DeliveryNumber, _ db: Connection) throws -> [PersonID] {
        try db.execute(
            """
            SELECT p.id FROM deliveries d JOIN people p ON p.number = d.person WHERE d.number = $1
                AND EXISTS (SELECT 1 FROM consents c WHERE c.person = p.number AND c.state = 'withdrawn')
            """,
            [.integer(delivery.rawValue)]
        ).map { PersonID(rawValue: $0[0]) }
    }

    private static func undo(
        _ number: Int64,
        of delivery: DeliveryNumber,
        on sheet: String,
        _ entry: inout AnswerEntry
    ) throws {
        try entry.takeBack(delivery)
        try entry.db.execute("DELETE FROM sheet_answers WHERE number = $1", [.integer(number)])
        let before = try entry.db.execute(
            "SELECT number, result, action FROM sheet_answers WHERE delivery = $1 ORDER BY number DESC LIMIT 1",
            [.integer(delivery.rawValue)]
        ).first
        guard let before else { return }
        try entry.db.execute(
            "UPDATE sheet_answers SET standing = 1 WHERE number = $1",
            [.integer(before[0] as Int64)]
        )
        try entry.apply(RowAnswer(row: before), for: delivery, on: sheet)
    }

    package func doubts() async throws -> [SheetDoubt] {
        try await pool.perform { db in
            try db.execute(
                """
                SELECT number, sheet, delivery, reason, reading, file, at FROM sheet_doubts
                WHERE resolved_at IS NULL ORDER BY number
                """
            ).map { row in
                SheetDoubt(
                    number: row[0],
                    sheet: row[1],
                    delivery: DeliveryNumber(rawValue: row[2]),
                    reason: row[3],
                    reading: row[4],
                    file: row[5],
                    at: Timestamp(rawValue: row[6])
                )
            }
        }
    }

    package func picture(ofDoubt number: Int64) async throws -> [UInt8]? {
        try await pool.perform { db in
            try db.execute(
                "SELECT picture FROM sheet_doubts WHERE number = $1 AND resolved_at IS NULL",
                [.integer(number)]
            ).first?[0]
        }
    }

    package func resolve(_ doubt: Int64, as answer: RowAnswer?, by recorder: String, now: Timestamp) async throws
        -> Bool
    {
        try await pool.write { db in
            var entry = try AnswerEntry(store: self, now: now, db)
            let sql = "SELECT delivery, sheet, image, file FROM sheet_doubts WHERE number = $1 AND resolved_at IS NULL"
            guard let row = try db.execute(sql, [.integer(doubt)]).first else { return false }
            let delivery = DeliveryNumber(rawValue: row[0])
            try Self.settleDoubts(of: delivery, now: now, db)
            if let answer, try entry.standing(delivery) != answer {
                let origin = AnswerEntry.Origin(source: .hand, recorder: recorder, image: row[2], file: row[3])
                try entry.enter(answer, for: delivery, on: row[1], origin)
            }
            try entry.finish()
            return true
        }
    }
}
