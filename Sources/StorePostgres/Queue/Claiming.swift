import Calls
import Deliveries
import People
import Postgres

/// One claim: due deliveries of one channel, asked for again at the gate, and marked as being in a worker's hands.
struct Claiming {
    let store: PostgresStore
    let request: ClaimRequest

    private typealias Column = ClaimQuery.Column

    private struct RunningCall {
        let number: Int64
        let slug: String
        let expiresAt: Timestamp?
        /// Before this nothing of it could have gone out.
        let goesSince: Timestamp?
        /// Whether it asks for nothing but to confirm.
        let confirms: Bool
    }

    /// Whether anything is due, so that an idle worker does not begin a transaction for nothing.
    func hasWork(_ db: Connection) throws -> Bool { try !runningCalls(db).isEmpty }

    /// Claims evenly over the calls that have something due.
    func claim(_ db: Connection) throws -> [Claimed] {
        guard try isEnlisted(db) else { return [] }
        let calls = try runningCalls(db)
        try Sleeping.wake(request.worker, at: request.now, db)
        let sleeps = try Sleeping.sleeps(longerThan: request.holdOverdue, until: request.now, db)
        let most = try most(db)
        guard most > 0 else { return [] }
        let stamp = try PostgresStore.stamp(request.now, db)
        var claimed: [Claimed] = []
        var tally = Tally()
        for (index, call) in calls.enumerated() {
            let left = calls.count - index
            let share = (most - claimed.count + left - 1) / left
            guard share > 0 else { continue }
            if request.channel.pace.groups {
                claimed += try claimBatch(of: call, limit: share, sleeps, stamp, tally: &tally, db)
            } else {
                claimed += try take(from: call, batch: nil, limit: share, sleeps, stamp, tally: &tally, db)
            }
        }
        if let rate = request.channel.pace.rate {
            try count(claimed.count, by: rate, db)
        }
        try tally.write(db)
        return claimed
    }

    /// As many as were asked for, or as the rate allows.
    private func most(_ db: Connection) throws -> Int {
        guard let rate = request.channel.pace.rate else { return request.limit }
        let own = store.ownMeters.allowed(request.worker, on: request.channel.id, by: rate, at: request.now)
        let meter = try Metering.lockedMeter(of: request.channel.id, db)
        return min(request.limit, own, rate.allowed(by: meter, at: request.now))
    }

    private func count(_ taken: Int, by rate: Rate, _ db: Connection) throws {
        let channel = request.channel.id
        try Metering.count(taken, on: channel, rate: rate, at: request.now, db)
        store.ownMeters.count(taken, by: request.worker, on: channel, rate: rate, at: request.now)
    }

    /// Whether the worker has not been struck off; it cannot be until the claim is done, for whoever rescues waits.
    ///
    /// What is due is found by its index whatever the statistics say, which lag behind a queue.
    private func isEnlisted(_ db: Connection) throws -> Bool {
        try !db.execute(
            """
            SELECT set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)
            FROM workers WHERE number = $1 AND seen_at > 0 FOR KEY SHARE
            """,
            [.integer(request.worker.rawValue)]
        ).isEmpty
    }

    private func runningCalls(_ db: Connection) throws -> [RunningCall] {
        try db.execute(
            """
            SELECT number, slug, expires_at, greatest(publish_at, resumed_at), coalesce(service = 'confirmation', false)
            FROM calls, LATERAL (
                SELECT 1 FROM deliveries
                WHERE call = calls.number AND channel = $1 AND state = 'queued' AND due <= $2
                ORDER BY due LIMIT 1) AS waiting
            WHERE course = 'running' AND (publish_at IS NULL OR publish_at <= $2)
            ORDER BY number
            """,
            [.text(request.channel.id.rawValue), .integer(request.now.rawValue)]
        ).map { row in
            RunningCall(
                number: row[0],
                slug: row[1],
                expiresAt: (row[2] as Int64?).map(Timestamp.init(rawValue:)),
                goesSince: (row[3] as Int64?).map(Timestamp.init(rawValue:)),
                confirms: row[4]
            )
        }
    }

    /// Takes a batch that was begun before, whole, since it replaces what was printed of it, or one that was cut as a turf; else
    /// begins the next one.
    ///
    /// What came back of a batch that is printed is a batch of its own: printed under the old number, it would take the place of
    /// the others' sheets.
    private func claimBatch(
        of call: RunningCall,
        limit: Int,
        _ sleeps: [Sleep],
        _ stamp: Timestamp,
        tally: inout Tally,
        _ db: Connection
    ) throws -> [Claimed] {
        // One at a time for each call: nobody may take half of a batch.
        try db.execute("SELECT FROM calls WHERE number = $1 FOR NO KEY UPDATE", [.integer(call.number)])
        let begun: Int? = try db.execute(
            """
            SELECT min(batch) FROM deliveries
            WHERE call = $1 AND channel = $2 AND state = 'queued' AND due <= $3 AND batch IS NOT NULL
            """,
            [.integer(call.number), .text(request.channel.id.rawValue), .integer(request.now.rawValue)]
        ).first?[0]
        if let begun {
            let batch = try isElsewhere(begun, of: call, db) ? part(of: begun, of: call, db) : begun
            let turf = try PostgresStore.turf(batch, of: call.number, on: request.channel.id, db)
            let limit = Int.max
            return try take(from: call, batch: batch, turf, limit: limit, sleeps, stamp, tally: &tally, db)
        }
        let next = try nextBatch(of: call, db)
        let claimed = try take(from: call, batch: nil, limit: limit, sleeps, stamp, tally: &tally, db)
        try db.execute(
            "UPDATE deliveries SET batch = $1 WHERE number = ANY($2)",
            [.integer(next), .integers(claimed.map(\.item.delivery.rawValue))]
        )
        return claimed.map {
            Claimed(
                call: $0.call,
                batch: next,
                item: $0.item,
                expiresAt: $0.expiresAt,
                isInDoubt: $0.isInDoubt
            )
        }
    }

    private func nextBatch(of call: RunningCall, _ db: Connection) throws -> Int {
        try db.execute(
            """
            INSERT INTO batches (call, channel, last) VALUES ($1, $2, 1)
            ON CONFLICT (call, channel) DO UPDATE SET last = batches.last + 1 RETURNING last
            """,
            [.integer(call.number), .text(request.channel.id.rawValue)]
        ).first?[0] ?? 1
    }

    /// Whether any of a batch is printed, or in the hands of a worker who will.
    private func isElsewhere(_ batch: Int, of call: RunningCall, _ db: Connection) throws -> Bool {
        try db.execute(
            """
            SELECT EXISTS (SELECT 1 FROM deliveries WHERE call = $1 AND channel = $2 AND batch = $3
                AND state IN ('sending', 'sent', 'delivered', 'bounced'))
            """,
            [.integer(call.number), .text(request.channel.id.rawValue), .integer(batch)]
        ).first?[0] ?? false
    }

    /// Makes a batch of what waits of another one; that of a turf is a turf, walked by the same person.
    private func part(of batch: Int, of call: RunningCall, _ db: Connection) throws -> Int {
        let next = try nextBatch(of: call, db)
        let key: [Value] = [
            .integer(next), .integer(call.number), .text(request.channel.id.rawValue), .integer(batch),
        ]
        try db.execute(
            "UPDATE deliveries SET batch = $1 WHERE call = $2 AND channel = $3 AND batch = $4 AND state = 'queued'",
            key
        )
        try db.execute(
            """
            INSERT INTO turfs (call, channel, number, walker, cut_at)
            SELECT call, channel, $1, walker, $5 FROM turfs WHERE call = $2 AND channel = $3 AND number = $4
            """,
            key + [.integer(request.now.rawValue)]
        )
        return next
    }

    private func take(
        from call: RunningCall,
        batch: Int?,
        _ turf: Turf? = nil,
        limit: Int,
        _ sleeps: [Sleep],
        _ stamp: Timestamp,
        tally: inout Tally,
        _ db: Connection
    ) throws -> [Claimed] {
        let rows = try db.execute(
            ClaimQuery(channel: request.channel).sql(isBatch: batch != nil),
            [
                .integer(call.number), .text(request.channel.id.rawValue), .integer(Int64(clamping: limit)),
                .integer(batch.map(Int64.init) ?? request.now.rawValue),
            ]
        )
        var claimed: [Claimed] = []
        var skipped: [(number: Int64, reason: String)] = []
        var held: [(number: Int64, reason: String)] = []
        claimed.reserveCapacity(rows.count)
        for row in rows {
            let number: Int64 = row[0]
            let person = PersonRow.person(row, at: Column.person)
            if let reason = mayAsk(facts(row, person, call)) {
                skipped.append((number, reason.rawValue))
                continue
            }
            if let reason = reasonToHold(row, call, sleeps) {
                held.append((number, reason))
                continue
            }
            let item = Item(
                delivery: DeliveryNumber(rawValue: number),
                key: store.deliveryKey(number),
                attempt: row[Column.attempts] + 1,
                person: person,
                isFirst: !row[Column.reached]
            )
            claimed.append(
                Claimed(
                    call: call.number,
                    batch: batch ?? 0,
                    turf: turf,
                    item: item,
                    expiresAt: call.expiresAt,
                    isInDoubt: row[Column.inDoubt] != 0
                )
            )
        }
        try send(claimed, at: stamp, db)
        try end(skipped, as: .skipped, at: stamp, db)
        try end(held, as: .held, at: stamp, db)
        let channel = request.channel.id.rawValue
        tally.move(call: call.number, channel: channel, from: .queued, to: .sending, count: claimed.count)
        tally.move(call: call.number, channel: channel, from: .queued, to: .skipped, count: skipped.count)
        tally.move(call: call.number, channel: channel, from: .queued, to: .held, count: held.count)
        return claimed
    }

    private func send(_ claimed: [Claimed], at stamp: Timestamp, _ db: Connection) throws {
        guard !claimed.isEmpty else { return }
        try db.execute(
            """
            UPDATE deliveries SET state = 'sending', worker = $1, attempts = attempts + 1, due = NULL, at = $2
            WHERE number = ANY($3)
            """,
            [
                .integer(request.worker.rawValue), .integer(stamp.rawValue),
                .integers(claimed.map(\.item.delivery.rawValue)),
            ]
        )
    }

    /// Why a person has to decide about it; `nil` when it may go out.
    private func reasonToHold(_ row: Row, _ call: RunningCall, _ sleeps: [Sleep]) -> String? {
        if row[Column.mayWantOut] { return InboxMessage.holdingReason }
        if sleeps.isEmpty { return nil }
        let due = Timestamp(rawValue: row[Column.due])
        let slept = Overdue.slept(since: max(due, call.goesSince ?? due), sleeps)
        return slept > request.holdOverdue ? Overdue.reason(call: call.slug, due: due, slept: slept) : nil
    }

    /// Takes deliveries out of the queue that are not handed out, each with its reason.
    private func end(
        _ deliveries: [(number: Int64, reason: String)],
        as state: DeliveryState,
        at stamp: Timestamp,
        _ db: Connection
    ) throws {
        guard !deliveries.isEmpty else { return }
        try db.execute(
            """
            UPDATE deliveries d SET state = '\(state.rawValue)', reason = s.reason, due = NULL, at = $1
            FROM unnest($2::bigint[], $3::text[]) AS s (number, reason) WHERE d.number = s.number
            """,
            [
                .integer(stamp.rawValue), .integers(deliveries.map(\.number)),
                .texts(deliveries.map(\.reason)),
            ]
        )
    }

    private func facts(_ row: Row, _ person: Person, _ call: RunningCall) -> GateFacts {
        let suppressed: String = row[Column.person + PersonRow.suppressed]
        return GateFacts(
            consent: (row[Column.consent] as String?).flatMap(ConsentState.init),
            address: PersonRow.reachability(person, by: request.channel.addressKind, suppressed: suppressed),
            done: row[Column.done],
            expired: call.expiresAt.map { $0 <= request.now } ?? false,
            confirms: call.confirms,
            tooSoon: !person.frequency.allows(
                at: request.now,
                last: (row[Column.lastAsked] as Int64?).map(Timestamp.init(rawValue:))
            )
        )
    }
}
