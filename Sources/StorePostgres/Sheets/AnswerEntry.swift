import Calls
import Deliveries
import People
import Postgres

/// Enters answers within one transaction, with all that follows from them.
///
/// It holds the ledger's pen and the log's stamp from the first. Paper comes in at the pace of people, so that those who
/// enter it may well take turns, and what two scans say of one row meets nobody half-way.
struct AnswerEntry {
    let store: PostgresStore
    let now: Timestamp
    let db: Connection
    var tally = EntryTally()
    private let stamp: Timestamp
    private var pen: LedgerPen
    private var moves = Tally()
    private var optedOut: Set<Int64> = []
    /// Calls of which something came back to the queue.
    private var requeued: Set<Int64> = []

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

    init(store: PostgresStore, now: Timestamp, _ db: Connection) throws {
        self.store = store
        self.now = now
        self.db = db
        pen = try LedgerPen(db)
        stamp = try PostgresStore.stamp(now, db)
    }

    /// Writes what was gathered; must follow the last entry.
    mutating func finish() throws {
        try pen.write(db)
        try PostgresStore.withdrawCancelled(requeued, now: now, &moves, db)
        try moves.write(db)
        if !requeued.isEmpty { try PostgresStore.ring(db) }
    }

    /// Adds a line to the ledger.
    mutating func note(_ change: ConsentChange, of person: Int64, by recorder: String) {
        pen.append(change, of: person, by: recorder, now: now)
    }

    func standing(_ delivery: DeliveryNumber) throws -> RowAnswer? {
        try db.execute(
            "SELECT result, action FROM sheet_answers WHERE delivery = $1 AND standing = 1",
            [.integer(delivery.rawValue)]
        ).first.map(RowAnswer.init(row:))
    }

    /// Lets an answer stand, in place of the one before.
    mutating func enter(_ answer: RowAnswer, for delivery: DeliveryNumber, on sheet: String, _ origin: Origin) throws {
        guard let subject = try subject(delivery) else { return }
        try takeBack(delivery)
        try db.execute(
            """
            INSERT INTO sheet_answers (delivery, sheet, result, action, source, recorder, image, file, confidence, at, struck)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            [
                .integer(delivery.rawValue), .text(sheet), .text(answer.result?.rawValue),
                .text(answer.action?.rawValue), .text(origin.source.rawValue), .text(origin.recorder),
                .text(origin.image), .text(origin.file), .real(origin.confidence), .integer(now.rawValue),
                .blob(try mark(of: answer, subject)),
            ]
        )
        tally.entered += 1
        try apply(answer, delivery, subject, sheet)
    }

    /// Lets no answer stand, and takes back what followed from the one that did.
    mutating func takeBack(_ delivery: DeliveryNumber) throws {
        guard let before = try standing(delivery), let subject = try subject(delivery) else { return }
        let mark = try standingMark(delivery)
        try db.execute(
            "UPDATE sheet_answers SET standing = 0 WHERE delivery = $1 AND standing = 1",
            [.integer(delivery.rawValue)]
        )
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
        if answer.action == .did { try complete(delivery, subject) }
        try strikeOut(standingMark(delivery), answer, subject)
        switch answer.result {
        case .doNotContact: try optOut(subject, sheet)
        case .deceased: try withdraw("person = $3", [.integer(subject.person)], reason: .suppressed)
        default: break
        }
    }

    private func subject(_ delivery: DeliveryNumber) throws -> Subject? {
        try db.execute("SELECT call, person, channel FROM deliveries WHERE number = $1", [.integer(delivery.rawValue)])
            .first.map { Subject(call: $0[0], person: $0[1], channel: ChannelID(rawValue: $0[2])) }
    }

    /// Names the row that a completion rests on, so that undoing takes back that one and no other.
    private func evidence(_ delivery: DeliveryNumber) -> String { "\(Self.evidence) \(delivery.rawValue)" }
    /// What the evidence of every completion begins with that rests on a row.
    static let evidence = "sheet row of delivery"

    private mutating func complete(_ delivery: DeliveryNumber, _ subject: Subject) throws {
        let ask: [Value] = [.integer(subject.call), .integer(subject.person)]
        tally.completed += try db.execute(
            "INSERT INTO completions (call, person, at, via, evidence) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            ask + [.integer(now.rawValue), .text(subject.channel.rawValue), .text(evidence(delivery))]
        ).affected
        try withdraw("call = $3 AND person = $4", ask, reason: .alreadyDone)
    }

    private mutating func takeBackCompletion(_ delivery: DeliveryNumber, _ subject: Subject) throws {
        if try leaveCompletion(toAnotherThan: delivery, subject) { return }
        let ask: [Value] = [.integer(subject.call), .integer(subject.person)]
        let isOurs =
            try db.execute(
                "DELETE FROM completions WHERE call = $1 AND person = $2 AND evidence = $3",
                ask + [.text(evidence(delivery))]
            ).affected > 0
        guard isOurs else { return }
        try requeue("call = $4 AND person = $5", ask, withdrawnAs: .alreadyDone)
    }

    /// Lets a completion rest on whatever else says so: another way, or another row.
    ///
    /// - Returns: Whether anything does.
    private func leaveCompletion(toAnotherThan delivery: DeliveryNumber, _ subject: Subject) throws -> Bool {
        let ask: [Value] = [.integer(subject.call), .integer(subject.person)]
        let ours = ask + [.text(evidence(delivery))]
        let elsewhere = try db.execute(
            """
            UPDATE completions SET at = later_at, via = later_via, evidence = coalesce(later_evidence, ''),
                later_at = NULL, later_via = NULL, later_evidence = NULL
            WHERE call = $1 AND person = $2 AND evidence = $3 AND later_at IS NOT NULL
            """,
            ours
        )
        if elsewhere.affected > 0 { return true }
        let other = try db.execute(
            """
            SELECT a.delivery, d.channel, a.at FROM sheet_answers a JOIN deliveries d ON d.number = a.delivery
            WHERE d.call = $1 AND d.person = $2 AND a.standing = 1 AND a.action = 'did' ORDER BY a.number LIMIT 1
            """,
            ask
        ).first
        guard let other else { return false }
        try db.execute(
            "UPDATE completions SET evidence = $4, via = $5, at = $6 WHERE call = $1 AND person = $2 AND evidence = $3",
            ours + [
                .text(evidence(DeliveryNumber(rawValue: other[0]))), .text(other[1] as String),
                .integer(other[2] as Int64),
            ]
        )
        return true
    }

    /// A death that was entered by mistake: what it withdrew goes out after all, unless another row says the same.
    ///
    /// The gate asks again before anything goes out, so that what is to be withdrawn for another reason still is.
    private mutating func takeBackDeath(_ subject: Subject) throws {
        let another: Bool? = try db.execute(
            """
            SELECT EXISTS (SELECT 1 FROM sheet_answers a JOIN deliveries d ON d.number = a.delivery
                WHERE d.person = $1 AND a.standing = 1 AND a.result = 'DEC')
            """,
            [.integer(subject.person)]
        ).first?[0]
        if another ?? false { return }
        try requeue("person = $4", [.integer(subject.person)], withdrawnAs: .suppressed)
    }

    private mutating func requeue(_ condition: String, _ values: [Value], withdrawnAs reason: SkipReason) throws {
        let rows = try db.execute(
            """
            UPDATE deliveries SET state = 'queued', reason = NULL, due = $1, at = $2
            WHERE \(condition) AND state = 'cancelled' AND reason = $3 RETURNING call, channel
            """,
            [.integer(now.rawValue), .integer(stamp.rawValue), .text(reason.rawValue)] + values
        )
        for row in rows {
            moves.move(call: row[0], channel: row[1], from: .cancelled, to: .queued)
            requeued.insert(row[0])
        }
    }

    /// *Do not contact me again* is said of everything, not of one channel.
    private mutating func optOut(_ subject: Subject, _ sheet: String) throws {
        // The pen writes at the end: a second row of the same person would not see what the first one added.
        if optedOut.insert(subject.person).inserted {
            let sql = "SELECT channel FROM consents WHERE person = $1 AND state <> 'withdrawn' ORDER BY channel"
            for row in try db.execute(sql, [.integer(subject.person)]) {
                let change = ConsentChange(
                    channel: ChannelID(rawValue: row[0]),
                    state: .withdrawn,
                    at: now,
                    source: Meeting(on: subject.channel) == .byPhone
                        ? "on the phone: do not contact" : "at the door: do not contact",
                    evidence: "sheet \(sheet)"
                )
                pen.append(change, of: subject.person, by: "sheets", now: now)
                tally.optedOut += 1
            }
        }
        try withdraw("person = $3", [.integer(subject.person)], reason: .consentWithdrawn)
    }

    private mutating func withdraw(_ condition: String, _ values: [Value], reason: SkipReason) throws {
        tally.withdrawn += try PostgresStore.withdraw(condition, values, reason: reason, at: stamp, &moves, db)
    }

    /// What an answer strikes out, as a fingerprint of the address that the person has today: a later one is as good as any.
    ///
    /// - Returns: Empty when it strikes out nothing.
    private func mark(of answer: RowAnswer, _ subject: Subject) throws -> [UInt8] {
        guard let strike = answer.result?.strike(on: subject.channel) else { return [] }
        let sql = "SELECT \(PersonRow.columns) FROM people p WHERE p.number = $1"
        let row = try db.execute(sql, [.integer(subject.person)]).first
        return row.flatMap { strike.kind.mark(of: PersonRow.person($0)) }.map(store.key.fingerprint) ?? []
    }

    /// - Returns: `nil` for an answer of an earlier version, which kept no fingerprint.
    private func standingMark(_ delivery: DeliveryNumber) throws -> [UInt8]? {
        try db.execute(
            "SELECT struck FROM sheet_answers WHERE delivery = $1 AND standing = 1",
            [.integer(delivery.rawValue)]
        ).first?[0] as [UInt8]?
    }

    private func strikeOut(_ mark: [UInt8]?, _ answer: RowAnswer, _ subject: Subject) throws {
        guard let mark else { return try strikeOut(addressesOf: subject.person) }
        guard !mark.isEmpty, let strike = answer.result?.strike(on: subject.channel) else { return }
        try db.execute(
            """
            INSERT INTO suppressions (kind, fingerprint, reason, channel, at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT DO NOTHING
            """,
            [
                .text(strike.kind.rawValue), .blob(mark), .text(strike.reason.rawValue),
                .text(subject.channel.rawValue), .integer(now.rawValue),
            ]
        )
        try refresh(mark, subject)
    }

    /// Takes back what an answer struck out, unless another one that stands says the same.
    private func lift(_ mark: [UInt8]?, _ answer: RowAnswer, _ subject: Subject) throws {
        guard let mark else { return try strikeOut(addressesOf: subject.person) }
        guard !mark.isEmpty, let strike = answer.result?.strike(on: subject.channel) else { return }
        let lifted = try db.execute(
            """
            DELETE FROM suppressions WHERE kind = $1 AND fingerprint = $2 AND reason = $3 AND NOT EXISTS (
                SELECT 1 FROM sheet_answers
                WHERE struck = $2 AND length(struck) = 32 AND standing = 1 AND result = $4)
            """,
            [
                .text(strike.kind.rawValue), .blob(mark), .text(strike.reason.rawValue),
                .text(answer.result?.rawValue),
            ]
        ).affected
        if lifted > 0 { try refresh(mark, subject) }
    }

    /// The person may have another number by now: whoever bears that of the fingerprint is looked for.
    private func refresh(_ mark: [UInt8], _ subject: Subject) throws {
        try store.refreshSuppressed("p.number = $1", [.integer(subject.person)], db)
        let known: String? = try db.execute(
            "SELECT phone FROM people WHERE number = $1",
            [.integer(subject.person)]
        ).first?[0]
        if let known, store.key.fingerprint(known) == mark {
            return try store.refreshSuppressed(bearersOf: known, .voicePhone, db)
        }
        let struck = "SELECT DISTINCT phone FROM people WHERE suppressed <> '' AND phone IS NOT NULL"
        for phone in try db.execute(struck).map({ $0[0] as String }) where store.key.fingerprint(phone) == mark {
            try store.refreshSuppressed(bearersOf: phone, .voicePhone, db)
        }
    }

    /// Writes anew which of a person's addresses the answers of earlier versions strike out, which kept no fingerprint.
    private func strikeOut(addressesOf person: Int64) throws {
        let results = try db.execute(
            """
            SELECT d.channel, a.result FROM deliveries d JOIN sheet_answers a ON a.delivery = d.number AND a.standing = 1
            WHERE d.person = $1 AND a.result IS NOT NULL AND a.struck IS NULL
            """,
            [.integer(person)]
        ).map { (channel: ChannelID(rawValue: $0[0]), result: $0[1] as String) }
        try db.execute(
            "UPDATE people SET struck_at_door = $1, updated_at = $2 WHERE number = $3 AND struck_at_door <> $1 AND forgotten_at IS NULL",
            [.text(ResultCode.struckOut(results)), .integer(now.rawValue), .integer(person)]
        )
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
