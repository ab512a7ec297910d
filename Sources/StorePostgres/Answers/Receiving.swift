import Calls
import Deliveries
import People
import Postgres

/// One transaction's answers on their way into the database.
struct Receiving {
    let store: PostgresStore
    let now: Timestamp
    /// The time to write on what changes; who has it is alone with the deliveries until the commit.
    let stamp: Timestamp
    let db: Connection
    /// Must be written after the last answer.
    var tally = Tally()

    /// Somebody who bears an address.
    struct Bearer {
        let number: Int64
        let language: String
    }

    /// Whether an answer is news; it is none from now on.
    func isNews(_ origin: AnswerOrigin, _ channel: ChannelID) throws -> Bool {
        try db.execute(
            "INSERT INTO heard (fingerprint, at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            [.blob(store.key.fingerprint("\(channel) \(origin.id)")), .integer(now.rawValue)]
        ).affected == 1
    }

    /// Everybody who bears an address, the first who was added before the others.
    func bearers(of address: String, _ kind: AddressKind) throws -> [Bearer] {
        guard let column = Self.column(of: kind) else { return [] }
        return try db.execute(
            "SELECT number, language FROM people WHERE \(column) = $1 AND forgotten_at IS NULL ORDER BY number",
            [.text(address)]
        ).map { Bearer(number: $0[0], language: $0[1]) }
    }

    /// A person's own address of a kind, in the form in which it is shared.
    func address(of person: Int64, _ kind: AddressKind) throws -> String? {
        guard let column = Self.column(of: kind) else { return nil }
        let row = try db.execute("SELECT \(column) FROM people WHERE number = $1", [.integer(person)]).first
        return row.flatMap { $0[0] as String? }
    }

    private static func column(of kind: AddressKind) -> String? {
        switch kind {
        case .mailbox: "email_key"
        case .textPhone: "phone"
        case .voicePhone, .door: nil
        }
    }

    /// Opts a person out of a channel and withdraws what waits there for them.
    ///
    /// Whoever says so again gets another line, which proves when they said it; nothing else follows from it.
    ///
    /// - Returns: Whether they were not out before.
    mutating func optOut(
        _ person: Int64,
        of channel: ChannelID,
        words: String,
        _ origin: AnswerOrigin,
        by recorder: String
    ) throws -> Bool {
        try endQueued(of: person, on: channel, as: .cancelled, reason: SkipReason.consentWithdrawn.rawValue)
        let isOut = try PostgresStore.consentState(of: person, on: channel, db) == .withdrawn
        try append(.withdrawn, of: person, on: channel, words: words, origin, by: recorder)
        return !isOut
    }

    /// Adds a line to the ledger.
    ///
    /// Each is written at once, since another answer of the same transaction may ask for it.
    func append(
        _ state: ConsentState,
        of person: Int64,
        on channel: ChannelID,
        words: String,
        _ origin: AnswerOrigin,
        by recorder: String
    ) throws {
        var pen = try LedgerPen(db)
        let change = ConsentChange(
            channel: channel,
            state: state,
            at: now,
            source: origin.source,
            wording: words,
            evidence: origin.id
        )
        pen.append(change, of: person, by: recorder, now: now)
        try pen.write(db)
    }

    /// Takes what is queued for a person on one channel out of the queue, over all calls.
    ///
    /// - Returns: How many deliveries.
    @discardableResult
    mutating func endQueued(of person: Int64, on channel: ChannelID, as state: DeliveryState, reason: String) throws
        -> Int
    {
        let calls = try db.execute(
            """
            UPDATE deliveries SET state = $1, reason = $2, due = NULL, at = $3
            WHERE person = $4 AND channel = $5 AND state = 'queued' RETURNING call
            """,
            [
                .text(state.rawValue), .text(reason), .integer(stamp.rawValue), .integer(person),
                .text(channel.rawValue),
            ]
        )
        for row in calls { tally.move(call: row[0], channel: channel.rawValue, from: .queued, to: state) }
        return calls.count
    }
}
