import Calls
import Deliveries
import Foundation
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
                INSERT INTO sheet_answers (delivery, sheet, result, action, source, recorder, image, file, confidence, at, struck)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            delivery.rawValue, sheet, answer.result?.rawValue, answer.action?.rawValue, origin.source.rawValue,
            origin.recorder, origin.image, origin.file, origin.confidence, now.rawValue,
            try mark(of: answer, subject),
        ])
        tally.entered += 1
        try apply(answer, delivery, subject, sheet)
    }

    /// Lets no answer stand, and takes back what followed from the one that did.
    mutating func takeBack(_ delivery: DeliveryNumber) throws {
        guard let before = try standing(delivery), let subject = try subject(delivery) else { return }
        let mark = try standingMark(delivery)
        try db.cachedStatement(sql: "UPDATE sheet_answers SET standing = 0 WHERE delivery = ? AND standing = 1")
            .execute(arguments: [delivery.rawValue])
        if before.action == .did { try takeBackCompletion(delivery, subject) }
        try lift(mark, before, subject)
        if before.result == .deceased { try takeBackDeath(subject) }
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
        try strikeOut(standingMark(delivery), answer, subject)
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
    private func evidence(_ delivery: DeliveryNumber) -> String { "\(Self.evidence) \(delivery.rawValue)" }
    /// What the evidence of every completion begins with that rests on a row.
    static let evidence = "sheet row of delivery"

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
        if try leaveCompletion(toAnotherThan: delivery, subject) { return }
        try db.execute(
            sql: "DELETE FROM completions WHERE call = ? AND person = ? AND evidence = ?",
            arguments: [subject.call, subject.person, evidence(delivery)]
        )
        guard db.changesCount > 0 else { return }
        try requeue("call = \(subject.call) AND person = \(subject.person)", withdrawnAs: .alreadyDone)
    }

    /// Lets a completion rest on whatever else says so: another way, or another row.
    ///
    /// - Returns: Whether anything does.
    private func leaveCompletion(toAnotherThan delivery: DeliveryNumber, _ subject: Subject) throws -> Bool {
        let ours: StatementArguments = [subject.call, subject.person, evidence(delivery)]
        try db.execute(
            sql: """
                UPDATE completions SET at = later_at, via = later_via, evidence = coalesce(later_evidence, ''),
                    later_at = NULL, later_via = NULL, later_evidence = NULL
                WHERE call = ? AND person = ? AND evidence = ? AND later_at IS NOT NULL
                """,
            arguments: ours
        )
        if db.changesCount > 0 { return true }
        let other = try Row.fetchOne(
            db,
            sql: """
                SELECT a.delivery, d.channel, a.at FROM sheet_answers a JOIN deliveries d ON d.number = a.delivery
                WHERE d.call = ? AND d.person = ? AND a.standing = 1 AND a.action = 'did' ORDER BY a.number LIMIT 1
                """,
            arguments: [subject.call, subject.person]
        )
        guard let other else { return false }
        try db.execute(
            sql: """
                UPDATE completions SET evidence = ?4, via = ?5, at = ?6 WHERE call = ?1 AND person = ?2 AND evidence = ?3
                """,
            arguments: ours + [evidence(DeliveryNumber(rawValue: other[0])), other[1] as String, other[2] as Int64]
        )
        return true
    }

    /// A death that was entered by mistake: what it withdrew goes out after all, unless another row says the same.
    ///
    /// The gate asks again before anything goes out, so that what is to be withdrawn for another reason still is.
    private func takeBackDeath(_ subject: Subject) throws {
        let another = """
            SELECT EXISTS (SELECT 1 FROM sheet_answers a JOIN deliveries d ON d.number = a.delivery
                WHERE d.person = ? AND a.standing = 1 AND a.result = 'DEC')
            """
        if try Bool.fetchOne(db, sql: another, arguments: [subject.person]) ?? false { return }
        try requeue("person = \(subject.person)", withdrawnAs: .suppressed)
    }

    private func requeue(_ condition: String, withdrawnAs reason: SkipReason) throws {
        let rows = try Row.fetchAll(
            db,
            sql: """
                UPDATE deliveries SET state = 'queued', reason = NULL, due = ?1, at = ?2
                WHERE \(condition) AND state = 'cancelled' AND reason = ?3 RETURNING call, channel
                """,
            arguments: [now.rawValue, try SQLiteStore.stamp(now, db).rawValue, reason.rawValue]
        )
        var tally = Tally()
        for row in rows { tally.move(call: row[0], channel: row[1], from: .cancelled, to: .queued) }
        try tally.write(db)
        try SQLiteStore.withdrawCancelled(Set(rows.map { $0[0] as Int64 }), now: now, db)
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

    /// What an answer strikes out, as a fingerprint of the address that the person has today: a later one is as good as any.
    ///
    /// - Returns: Empty when it strikes out nothing.
    private func mark(of answer: RowAnswer, _ subject: Subject) throws -> Data {
        guard let strike = answer.result?.strike(on: subject.channel) else { return Data() }
        let sql = "SELECT \(PersonRow.columns) FROM people p WHERE p.number = ?"
        let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [subject.person])
        return row.flatMap { strike.kind.mark(of: PersonRow.person($0)) }.map(store.fingerprint) ?? Data()
    }

    /// - Returns: `nil` for an answer of an earlier version, which kept no fingerprint.
    private func standingMark(_ delivery: DeliveryNumber) throws -> Data? {
        try Data.fetchOne(
            db.cachedStatement(sql: "SELECT struck FROM sheet_answers WHERE delivery = ? AND standing = 1"),
            arguments: [delivery.rawValue]
        )
    }

    private func strikeOut(_ mark: Data?, _ answer: RowAnswer, _ subject: Subject) throws {
        guard let mark else { return try strikeOut(addressesOf: subject.person) }
        guard !mark.isEmpty, let strike = answer.result?.strike(on: subject.channel) else { return }
        try db.execute(
            sql: """
                INSERT INTO suppressions (kind, fingerprint, reason, channel, at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """,
            arguments: [
                strike.kind.rawValue, mark, strike.reason.rawValue, subject.channel.rawValue, now.rawValue,
            ]
        )
        try refresh(mark, subject)
    }

    /// Takes back what an answer struck out, unless another one that stands says the same.
    private func lift(_ mark: Data?, _ answer: RowAnswer, _ subject: Subject) throws {
        guard let mark else { return try strikeOut(addressesOf: subject.person) }
        guard !mark.isEmpty, let strike = answer.result?.strike(on: subject.channel) else { return }
        let sql = """
            DELETE FROM suppressions WHERE kind = ?1 AND fingerprint = ?2 AND reason = ?3 AND NOT EXISTS (
                SELECT 1 FROM sheet_answers
                WHERE struck = ?2 AND length(struck) = 32 AND standing = 1 AND result = ?4)
            """
        try db.execute(
            sql: sql,
            arguments: [strike.kind.rawValue, mark, strike.reason.rawValue, answer.result?.rawValue]
        )
        if db.changesCount > 0 { try refresh(mark, subject) }
    }

    /// The person may have another number by now: whoever bears that of the fingerprint is looked for.
    private func refresh(_ mark: Data, _ subject: Subject) throws {
        try store.refreshSuppressed("p.number = ?", [subject.person], db)
        let own = "SELECT phone FROM people WHERE number = ?"
        let known = try String.fetchOne(db, sql: own, arguments: [subject.person])
        if let known, store.fingerprint(known) == mark {
            return try store.refreshSuppressed(bearersOf: known, .voicePhone, db)
        }
        let struck = "SELECT DISTINCT phone FROM people WHERE suppressed <> '' AND phone IS NOT NULL"
        for phone in try String.fetchAll(db, sql: struck) where store.fingerprint(phone) == mark {
            try store.refreshSuppressed(bearersOf: phone, .voicePhone, db)
        }
    }

    /// Writes anew which of a person's addresses the answers of earlier versions strike out, which kept no fingerprint.
    private func strikeOut(addressesOf person: Int64) throws {
        let results = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT d.channel, a.result FROM deliveries d JOIN sheet_answers a ON a.delivery = d.number AND a.standing = 1
                    WHERE d.person = ? AND a.result IS NOT NULL AND a.struck IS NULL
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
