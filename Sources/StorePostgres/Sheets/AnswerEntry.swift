import Calls
import Deliveries
import People
import Postgres

/// Enters answers within one transaction, with all that follows from them.
///
/// It holds the ledger's pen and the log's stamp from the first. Paper comes in at the pace of people, so that those who
/// enter it may well take turns, and what two scans say of one row meets nobody half-way.
struct AnswerEntry {
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

    init(now: Timestamp, _ db: Connection) throws {
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
            INSERT INTO sheet_answers (delivery, sheet, result, action, source, recorder, image, file, confidence, at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            [
                .integer(delivery.rawValue), .text(sheet), .text(answer.result?.rawValue),
                .text(answer.action?.rawValue), .text(origin.source.rawValue), .text(origin.recorder),
                .text(origin.image), .text(origin.file), .real(origin.confidence), .integer(now.rawValue),
            ]
        )
        tally.entered += 1
        try apply(answer, delivery, subject, sheet)
    }

    /// Lets no answer stand, and takes back what followed from the one that did.
    mutating func takeBack(_ delivery: DeliveryNumber) throws {
        guard let before = try standing(delivery), let subject = try subject(delivery) else { return }
        try db.execute(
            "UPDATE sheet_answers SET standing = 0 WHERE delivery = $1 AND standing = 1",
            [.integer(delivery.rawValue)]
        )
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
        if answer.action == .did { try complete(delivery, subject) }
        try strikeOut(addressesOf: subject.person)
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
    private func evidence(_ delivery: DeliveryNumber) -> String { "sheet row of delivery \(delivery.rawValue)" }

    private mutating func complete(_ delivery: DeliveryNumber, _ subject: Subject) throws {
        let ask: [Value] = [.integer(subject.call), .integer(subject.person)]
        tally.completed += try db.execute(
            "INSERT INTO completions (call, person, at, via, evidence) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            ask + [.integer(now.rawValue), .text(subject.channel.rawValue), .text(evidence(delivery))]
        ).affected
        try withdraw("call = $3 AND person = $4", ask, reason: .alreadyDone)
    }

    private mutating func takeBackCompletion(_ delivery: DeliveryNumber, _ subject: Subject) throws {
        let ask: [Value] = [.integer(subject.call), .integer(subject.person)]
        let isOurs =
            try db.execute(
                "DELETE FROM completions WHERE call = $1 AND person = $2 AND evidence = $3",
                ask + [.text(evidence(delivery))]
            ).affected > 0
        guard isOurs else { return }
        let rows = try db.execute(
            """
            UPDATE deliveries SET state = 'queued', reason = NULL, due = $3, at = $4
            WHERE call = $1 AND person = $2 AND state = 'cancelled' AND reason = 'already-done' RETURNING channel
            """,
            ask + [.integer(now.rawValue), .integer(stamp.rawValue)]
        )
        for row in rows { moves.move(call: subject.call, channel: row[0], from: .cancelled, to: .queued) }
        requeued.insert(subject.call)
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

    /// Writes anew which of a person's addresses the answers that stand strike out.
    private func strikeOut(addressesOf person: Int64) throws {
        let results = try db.execute(
            """
            SELECT d.channel, a.result FROM deliveries d JOIN sheet_answers a ON a.delivery = d.number AND a.standing = 1
            WHERE d.person = $1 AND a.result IS NOT NULL
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
