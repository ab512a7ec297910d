import Calls
import Deliveries
import People
import Postgres

/// One group of outcomes on its way into the database: one statement for all of them.
struct Settling {
    let worker: WorkerNumber
    let now: Timestamp

    /// Applies what the worker still holds.
    ///
    /// - Returns: The deliveries that the worker no longer holds.
    func settle(_ settlements: [Settlement], _ db: Connection) throws -> Set<DeliveryNumber> {
        // The first word about a delivery counts.
        var seen: Set<DeliveryNumber> = []
        let settlements = settlements.filter { seen.insert($0.delivery).inserted }
        // Whoever adds to the ledger locks it before anything else; see LedgerPen.
        var pen = try settlements.contains { $0.transition.withdrawsConsent } ? LedgerPen(db) : nil
        let stamp = try PostgresStore.stamp(now, db)
        let printed = try printed(settlements, db)
        var tally = Tally()
        var applied = 0
        var requeued: Set<Int64> = []
        var optOuts: [(person: Int64, channel: String, reason: String?)] = []
        for row in try update(settlements, at: stamp, db) {
            let (call, channel): (Int64, String) = (row[0], row[1])
            let state = DeliveryState(rawValue: row[2]) ?? .failed
            let count: Int = row[5]
            applied += count
            tally.move(call: call, channel: channel, from: .sending, to: state, count: count)
            if state == .queued { requeued.insert(call) }
            if let person: Int64 = row[3] { optOuts.append((person, channel, row[4])) }
        }
        try PostgresStore.keep(printed, now: now, db)
        var told: Set<String> = []
        for (person, channel, reason) in optOuts {
            let change = Self.optOut(from: channel, at: now, reason)
            for bearer in try Self.bearers(ofAddressOf: person, on: channel, db)
            where told.insert("\(channel) \(bearer)").inserted {
                pen?.append(change, of: bearer, by: "worker", now: now)
            }
        }
        try pen?.write(db)
        try PostgresStore.applyEarlyReceipts(at: stamp, &tally, db)
        try PostgresStore.withdrawCancelled(requeued, now: now, &tally, db)
        try tally.write(db)
        return applied == settlements.count ? [] : try late(settlements, at: stamp, db)
    }

    /// What was not changed by this transaction, as its moment tells, which no other one has.
    private func late(_ settlements: [Settlement], at stamp: Timestamp, _ db: Connection) throws
        -> Set<DeliveryNumber>
    {
        let all = settlements.map(\.delivery)
        let applied = try db.execute(
            "SELECT number FROM deliveries WHERE number = ANY($1) AND at = $2",
            [.integers(all.map(\.rawValue)), .integer(stamp.rawValue)]
        ).map { DeliveryNumber(rawValue: $0[0]) }
        return Set(all).subtracting(applied)
    }

    /// What went out on paper, of what the worker still holds.
    private func printed(_ settlements: [Settlement], _ db: Connection) throws -> [PrintedRow] {
        var places: [Int64: PaperPlace] = [:]
        for settlement in settlements where settlement.transition.state == .sent {
            places[settlement.delivery.rawValue] = settlement.place
        }
        if places.isEmpty { return [] }
        return try db.execute(
            """
            SELECT number, call FROM deliveries
            WHERE number = ANY($1) AND worker = $2 AND state = 'sending' ORDER BY number FOR NO KEY UPDATE
            """,
            [.integers(places.keys.sorted()), .integer(worker.rawValue)]
        ).compactMap { row in
            places[row[0]].map { PrintedRow(place: $0, delivery: DeliveryNumber(rawValue: row[0]), call: row[1]) }
        }
    }

    /// The person, and everybody else with the same address: what a carrier was told concerns the address.
    ///
    /// - Returns: Those of them who have not opted out of the channel already.
    private static func bearers(ofAddressOf person: Int64, on channel: String, _ db: Connection) throws -> [Int64] {
        let isSame =
            switch channel {
            case "email": "p.email_key = me.email_key"
            case "sms": "p.phone = me.phone"
            default: "false"
            }
        return try db.execute(
            """
            SELECT p.number FROM people me JOIN people p ON p.number = me.number OR \(isSame)
            WHERE me.number = $1 AND NOT EXISTS (
                SELECT 1 FROM consents c WHERE c.person = p.number AND c.channel = $2 AND c.state = 'withdrawn')
            ORDER BY p.number <> $1, p.number
            """,
            [.integer(person), .text(channel)]
        ).map { $0[0] }
    }

    private static func optOut(from channel: String, at now: Timestamp, _ reason: String?) -> ConsentChange {
        ConsentChange(
            channel: ChannelID(rawValue: channel),
            state: .withdrawn,
            at: now,
            source: "\(channel): the carrier reports an opt-out",
            evidence: reason ?? ""
        )
    }

    private func update(_ settlements: [Settlement], at stamp: Timestamp, _ db: Connection) throws -> Rows {
        let transitions = settlements.map(\.transition)
        return try db.execute(
            """
            WITH settled AS (
                UPDATE deliveries d SET state = s.state, reason = s.reason, due = s.due,
                    reference = coalesce(s.reference, d.reference), attempts = d.attempts - s.uncounted,
                    in_doubt = greatest(d.in_doubt, s.leaves_doubt), at = $1, worker = NULL
                FROM unnest($3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::bigint[], $9::bool[],
                    $10::bigint[]) AS s (number, state, reason, due, reference, uncounted, withdraws, leaves_doubt)
                WHERE d.number = s.number AND d.worker = $2 AND d.state = 'sending'
                RETURNING d.call, d.channel, d.state, d.person, d.reason, s.withdraws)
            SELECT call, channel, state, CASE WHEN withdraws THEN person END, CASE WHEN withdraws THEN reason END,
                count(*)
            FROM settled GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4
            """,
            [
                .integer(stamp.rawValue), .integer(worker.rawValue), .integers(settlements.map(\.delivery.rawValue)),
                .texts(transitions.map(\.state.rawValue)), .texts(transitions.map(\.reason)),
                .integers(transitions.map { $0.due?.rawValue }), .texts(transitions.map(\.reference)),
                .integers(transitions.map { $0.countsAttempt ? 0 : 1 }), .bools(transitions.map(\.withdrawsConsent)),
                .integers(transitions.map { $0.leavesDoubt ? 1 : 0 }),
            ]
        )
    }
}

extension PostgresStore {
    /// What comes back to the queue of a cancelled call would lie there for ever; it is withdrawn like the rest.
    ///
    /// The calls are locked, so that a cancellation comes either before this look, and is seen here, or after the commit,
    /// and finds what came back.
    static func withdrawCancelled(_ calls: Set<Int64>, now: Timestamp, _ tally: inout Tally, _ db: Connection) throws {
        if calls.isEmpty { return }
        let rows = try db.execute(
            "SELECT number, course FROM calls WHERE number = ANY($1) ORDER BY number FOR SHARE",
            [.integers(calls.sorted())]
        )
        for row in rows where (row[1] as String) == "cancelled" {
            _ = try withdraw("call = $3", [.integer(row[0] as Int64)], reason: nil, now: now, &tally, db)
        }
    }

    /// Cancels what is queued.
    ///
    /// - Parameters:
    ///   - condition: What is to be withdrawn; its values begin with `$3`.
    ///   - values: Its values.
    ///   - reason: Why; `nil` is the organizer's decision.
    ///   - now: The present.
    ///   - tally: Takes up the change.
    ///   - db: The transaction.
    /// - Returns: How many were cancelled.
    /// - Throws: What the server says.
    static func withdraw(
        _ condition: String,
        _ values: [Value],
        reason: SkipReason?,
        now: Timestamp,
        _ tally: inout Tally,
        _ db: Connection
    ) throws -> Int {
        try withdraw(condition, values, reason: reason, at: try stamp(now, db), &tally, db)
    }

    /// Cancels what is queued, for a transaction that has its time on the log already.
    ///
    /// - Parameters:
    ///   - condition: What is to be withdrawn; its values begin with `$3`.
    ///   - values: Its values.
    ///   - reason: Why; `nil` is the organizer's decision.
    ///   - stamp: What ``stamp(_:_:)`` gave; taken twice, a transaction's changes would not be of one moment.
    ///   - tally: Takes up the change.
    ///   - db: The transaction.
    /// - Returns: How many were cancelled.
    /// - Throws: What the server says.
    static func withdraw(
        _ condition: String,
        _ values: [Value],
        reason: SkipReason?,
        at stamp: Timestamp,
        _ tally: inout Tally,
        _ db: Connection
    ) throws -> Int {
        let rows = try db.execute(
            """
            WITH withdrawn AS (
                UPDATE deliveries SET state = 'cancelled', reason = $1, due = NULL, at = $2
                WHERE state = 'queued' AND \(condition) RETURNING call, channel)
            SELECT call, channel, count(*) FROM withdrawn GROUP BY call, channel
            """,
            [.text(reason?.rawValue ?? "cancelled by the organizer"), .integer(stamp.rawValue)] + values
        )
        for row in rows { tally.move(call: row[0], channel: row[1], from: .queued, to: .cancelled, count: row[2]) }
        return rows.reduce(0) { $0 + $1[2] }
    }
}
