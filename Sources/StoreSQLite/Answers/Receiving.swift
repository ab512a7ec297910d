import Calls
import Deliveries
import Foundation
import GRDB
import People

/// One transaction's answers on their way into the database.
struct Receiving {
    let store: SQLiteStore
    let now: Timestamp
    let db: Database

    /// Somebody who bears an address.
    struct Bearer {
        let number: Int64
        let language: String
    }

    /// Whether an answer is news; it is none from now on.
    func isNews(_ origin: AnswerOrigin, _ channel: ChannelID) throws -> Bool {
        try db.cachedStatement(sql: "INSERT OR IGNORE INTO heard (fingerprint, at) VALUES (?, ?)")
            .execute(arguments: [store.fingerprint("\(channel) \(origin.id)"), now.rawValue])
        return db.changesCount == 1
    }

    /// Everybody who bears an address, the first who was added before the others.
    func bearers(of address: String, _ kind: AddressKind) throws -> [Bearer] {
        guard let column = Self.column(of: kind) else { return [] }
        return try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT number, language FROM people WHERE \(column) = ? AND forgotten_at IS NULL ORDER BY number"
            ),
            arguments: [address]
        ).map { Bearer(number: $0[0], language: $0[1]) }
    }

    /// A person's own address of a kind, in the form in which it is shared.
    func address(of person: Int64, _ kind: AddressKind) throws -> String? {
        guard let column = Self.column(of: kind) else { return nil }
        let sql = "SELECT \(column) FROM people WHERE number = ?"
        return try String.fetchOne(db.cachedStatement(sql: sql), arguments: [person])
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
    func optOut(_ person: Int64, of channel: ChannelID, words: String, _ origin: AnswerOrigin, by: String) throws
        -> Bool
    {
        try endQueued(of: person, on: channel, as: .cancelled, reason: SkipReason.consentWithdrawn.rawValue)
        let isOut = try SQLiteStore.consentState(of: person, on: channel, db) == .withdrawn
        let change = ConsentChange(
            channel: channel,
            state: .withdrawn,
            at: now,
            source: origin.source,
            wording: words,
            evidence: origin.id
        )
        try store.appendConsent(change, of: person, by: by, now: now, db)
        return !isOut
    }

    /// Takes what is queued for a person on one channel out of the queue, over all calls.
    ///
    /// - Returns: How many deliveries.
    @discardableResult
    func endQueued(of person: Int64, on channel: ChannelID, as state: DeliveryState, reason: String) throws -> Int {
        let calls = try Int64.fetchAll(
            db.cachedStatement(
                sql: """
                    UPDATE deliveries SET state = ?, reason = ?, due = NULL, at = ?
                    WHERE person = ? AND channel = ? AND state = 'queued' RETURNING call
                    """
            ),
            arguments: [
                state.rawValue, reason, try SQLiteStore.stamp(now, db).rawValue, person, channel.rawValue,
            ]
        )
        var tally = Tally()
        for call in calls { tally.move(call: call, channel: channel.rawValue, from: .queued, to: state) }
        try tally.write(db)
        return calls.count
    }
}
