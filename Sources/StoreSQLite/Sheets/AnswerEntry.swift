import Calls
import Deliveries
import GRDB
import People

/// Enters answers within one transaction, with all that follows from them.
struct AnswerEntry {
    let store: SQLiteStore
    let now: Timestamp
    let db: Database
    var tally = EntryTally()

    /// Where an answer comes from.
    struct Origin {
        let source: AnswerSource
        let recorder: String
        var image = ""
        var file = ""
        var confidence: Double?
    }

    private struct Subject {
        let call: Int64
        let person: Int64
        let channel: ChannelID
    }

    func standing(_ delivery: DeliveryNumber) throws -> RowAnswer? {
        try Row.fetchOne(
            db.cachedStatement(sql: "SELECT result, action FROM sheet_answers WHERE delivery = ? AND standing = 1"),
            arguments: [delivery.rawValue]
        ).map(RowAnswer.init(row:))
    }

    /// Lets an answer stand, in place of the one before.
    mutating func enter(_ answer: RowAnswer, for delivery: DeliveryNumber, on sheet: String, _ origin: Origin) throws {
        guard let subject = try subject(delivery) else { return }
        try takeBack(delivery)
        try db.cachedStatement(
            sql: """
                INSERT INTO sheet_answers (delivery, sheet, result, action, source, recorder, image, file, confidence, at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            delivery.rawValue, sheet, answer.result?.rawValue, answer.action?.rawValue, origin.source.rawValue,
            origin.recorder, origin.image, origin.file, origin.confidence, now.rawValue,
        ])
        tally.entered += 1
        try apply(answer, delivery, subject, sheet)
    }

    /// Lets no answer stand, and takes back what followed from the one that did.
    mutating func takeBack(_ delivery: DeliveryNumber) throws {
        guard let before = try standing(delivery), let subject = try subject(delivery) else { return }
        try db.cachedStatement(sql: "UPDATE sheet_answers SET standing = 0 WHERE delivery = ? AND standing = 1")
            .execute(arguments: [delivery.rawValue])
        if before.action == .did { try takeBackCompletion(delivery, subject) }
        try strikeOut(addressesOf: subject.person)
    }

    /// What follows from an answer that stands.
    mutating func apply(_ answer: RowAnswer, for delivery: DeliveryNumber, on sheet: String) throws {
        guard let subject = try subject(delivery) else { return }
        try apply(answer, delivery, subject, sheet)
    }

    private mutating func apply(_ answer: RowAnswer, _ delivery: DeliveryNumber, _ subject: Subject, _ sheet: String)
        throws
    {
        if answer.action == .did { try complete(delivery, subject, sheet) }
        try strikeOut(addressesOf: subject.person)
        switch answer.result {
        case .doNotContact: try optOut(subject, sheet)
        case .deceased: try withdrawQueued(from: subject.person, reason: .suppressed)
        default: break
        }
    }

    private func subject(_ delivery: DeliveryNumber) throws -> Subject? {
        try Row.fetchOne(
            db.cachedStatement(sql: "SELECT call, person, channel FROM deliveries WHERE number = ?"),
            arguments: [delivery.rawValue]
        ).map { Subject(call: $0[0], person: $0[1], channel: ChannelID(rawValue: $0[2])) }
    }

    /// Names the row that a completion rests on, so that undoing takes back that one and no other.
    private func evidence(_ delivery: DeliveryNumber) -> String { "sheet row of delivery \(delivery.rawValue)" }

    private mutating func complete(_ delivery: DeliveryNumber, _ subject: Subject, _ sheet: String) throws {
        try db.cachedStatement(
            sql:
                "INSERT INTO completions (call, person, at, via, evidence) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
        ).execute(arguments: [
            subject.call, subject.person, now.rawValue, subject.channel.rawValue, evidence(delivery),
        ])
        tally.completed += db.changesCount
        tally.withdrawn += try SQLiteStore.withdraw(
            "call = \(subject.call) AND person = \(subject.person)",
            reason: .alreadyDone,
            call: subject.call,
            now: now,
            db
        )
    }

    private func takeBackCompletion(_ delivery: DeliveryNumber, _ subject: Subject) throws {
        try db.execute(
            sql: "DELETE FROM completions WHERE call = ? AND person = ? AND evidence = ?",
            arguments: [subject.call, subject.person, evidence(delivery)]
        )
        guard db.changesCount > 0 else { return }
        let rows = try Row.fetchAll(
            db,
            sql: """
                UPDATE deliveries SET state = 'queued', reason = NULL, due = ?1, at = ?4
                WHERE call = ?2 AND person = ?3 AND state = 'cancelled' AND reason = 'already-done' RETURNING channel
                """,
            arguments: [now.rawValue, subject.call, subject.person, try SQLiteStore.stamp(now, db).rawValue]
        )
        var tally = Tally()
        for row in rows { tally.move(call: subject.call, channel: row[0], from: .cancelled, to: .queued) }
        try tally.write(db)
        try SQLiteStore.withdrawCancelled([subject.call], now: now, db)
    }

    /// *Do not contact me again* is said of everything, not of one channel.
    private mutating func optOut(_ subject: Subject, _ sheet: String) throws {
        let sql = "SELECT channel FROM consents WHERE person = ? AND state <> 'withdrawn' ORDER BY channel"
        for channel in try String.fetchAll(db, sql: sql, arguments: [subject.person]) {
            let change = ConsentChange(
                channel: ChannelID(rawValue: channel),
                state: .withdrawn,
                at: now,
                source: Meeting(on: subject.channel) == .byPhone
                    ? "on the phone: do not contact" : "at the door: do not contact",
                evidence: "sheet \(sheet)"
            )
            try store.appendConsent(change, of: subject.person, by: "sheets", now: now, db)
            tally.optedOut += 1
        }
        try withdrawQueued(from: subject.person, reason: .consentWithdrawn)
    }

    private mutating func withdrawQueued(from person: Int64, reason: SkipReason) throws {
        let sql = "SELECT DISTINCT call FROM deliveries WHERE person = ? AND state = 'queued'"
        for call in try Int64.fetchAll(db, sql: sql, arguments: [person]) {
            let condition = "call = \(call) AND person = \(person)"
            tally.withdrawn += try SQLiteStore.withdraw(condition, reason: reason, call: call, now: now, db)
        }
    }

    /// Writes anew which of a person's addresses the answers that stand strike out.
    private func strikeOut(addressesOf person: Int64) throws {
        let results = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT d.channel, a.result FROM deliveries d JOIN sheet_answers a ON a.delivery = d.number AND a.standing = 1
                    WHERE d.person = ? AND a.result IS NOT NULL
                    """
            ),
            arguments: [person]
        ).map { (channel: ChannelID(rawValue: $0[0]), result: $0[1] as String) }
        try db.cachedStatement(
            sql:
                "UPDATE people SET struck_at_door = ?1, updated_at = ?2 WHERE number = ?3 AND struck_at_door <> ?1 AND forgotten_at IS NULL"
        ).execute(arguments: [ResultCode.struckOut(results), now.rawValue, person])
    }
}

extension RowAnswer {
    /// An answer out of the columns `result` and `action`.
    init(row: Row) {
        self.init(
            result: (row["result"] as String?).flatMap(ResultCode.init),
            action: (row["action"] as String?).flatMap(Action.init)
        )
    }
}
