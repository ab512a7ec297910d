import Calls
import Deliveries
import GRDB
import People

/// One claim: due deliveries of one channel, asked for again at the gate, and marked as being in a worker's hands.
struct Claiming {
    let store: SQLiteStore
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

    /// Whether anything is due, so that an idle worker does not take the write lock for nothing.
    func hasWork(_ db: Database) throws -> Bool { try !runningCalls(db).isEmpty }

    /// Claims evenly over the calls that have something due.
    func claim(_ db: Database) throws -> [Claimed] {
        guard try isEnlisted(db) else { return [] }
        let calls = try runningCalls(db)
        try Sleeping.wake(request.worker, at: request.now, db)
        let sleeps = try Sleeping.sleeps(longerThan: request.holdOverdue, until: request.now, db)
        let most = try most(db)
        guard most > 0 else { return [] }
        let stamp = try SQLiteStore.stamp(request.now, db)
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
        try tally.write(db)
        if let rate = request.channel.pace.rate {
            try count(claimed.count, by: rate, db)
        }
        return claimed
    }

    /// As many as were asked for, or as the rate allows.
    private func most(_ db: Database) throws -> Int {
        guard let rate = request.channel.pace.rate else { return request.limit }
        let own = store.ownMeters.allowed(request.worker, on: request.channel.id, by: rate, at: request.now)
        let meter = try Metering.meter(of: request.channel.id, db)
        return min(request.limit, own, rate.allowed(by: meter, at: request.now))
    }

    private func count(_ taken: Int, by rate: Rate, _ db: Database) throws {
        let channel = request.channel.id
        try Metering.count(taken, on: channel, rate: rate, at: request.now, db)
        store.ownMeters.count(taken, by: request.worker, on: channel, rate: rate, at: request.now)
    }

    /// Whether the worker has not been struck off; it cannot be until the claim is done, for there is one writer at a time.
    private func isEnlisted(_ db: Database) throws -> Bool {
        let sql = "SELECT EXISTS (SELECT 1 FROM workers WHERE number = ?)"
        return try Bool.fetchOne(db.cachedStatement(sql: sql), arguments: [request.worker.rawValue]) ?? false
    }

    private func runningCalls(_ db: Database) throws -> [RunningCall] {
        let now = request.now.rawValue
        return try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT number, slug, expires_at, max(coalesce(publish_at, resumed_at), coalesce(resumed_at, publish_at)),
                        coalesce(service = 'confirmation', 0)
                    FROM calls
                    WHERE course = 'running' AND (publish_at IS NULL OR publish_at <= ?2) AND EXISTS (
                        SELECT 1 FROM deliveries
                        WHERE call = calls.number AND channel = ?1 AND state = 'queued' AND due <= ?2)
                    ORDER BY number
                    """
            ),
            arguments: [request.channel.id.rawValue, now]
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
        _ db: Database
    ) throws -> [Claimed] {
        let begun = try Int.fetchOne(
            db,
            sql: """
                SELECT min(batch) FROM deliveries
                WHERE call = ? AND channel = ? AND state = 'queued' AND due <= ? AND batch IS NOT NULL
                """,
            arguments: [call.number, request.channel.id.rawValue, request.now.rawValue]
        )
        if let begun {
            let batch = try isElsewhere(begun, of: call, db) ? part(of: begun, of: call, db) : begun
            let turf = try SQLiteStore.turf(batch, of: call.number, on: request.channel.id, db)
            let limit = Int.max
            return try take(from: call, batch: batch, turf, limit: limit, sleeps, stamp, tally: &tally, db)
        }
        let next = try nextBatch(of: call, db)
        let claimed = try take(from: call, batch: nil, limit: limit, sleeps, stamp, tally: &tally, db)
        try db.cachedStatement(
            sql: "UPDATE deliveries SET batch = ? WHERE number IN (SELECT value FROM json_each(?))"
        ).execute(arguments: [next, NumberList.json(claimed.lazy.map(\.item.delivery))])
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

    private func nextBatch(of call: RunningCall, _ db: Database) throws -> Int {
        try Int.fetchOne(
            db,
            sql: """
                INSERT INTO batches (call, channel, last) VALUES (?, ?, 1)
                ON CONFLICT (call, channel) DO UPDATE SET last = last + 1 RETURNING last
                """,
            arguments: [call.number, request.channel.id.rawValue]
        ) ?? 1
    }

    /// Whether any of a batch is printed, or in the hands of a worker who will.
    private func isElsewhere(_ batch: Int, of call: RunningCall, _ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (SELECT 1 FROM deliveries WHERE call = ? AND channel = ? AND batch = ?
                    AND state IN ('sending', 'sent', 'delivered', 'bounced'))
                """,
            arguments: [call.number, request.channel.id.rawValue, batch]
        ) ?? false
    }

    /// Makes a batch of what waits of another one; that of a turf is a turf, walked by the same person.
    private func part(of batch: Int, of call: RunningCall, _ db: Database) throws -> Int {
        let next = try nextBatch(of: call, db)
        let channel = request.channel.id.rawValue
        try db.execute(
            sql: "UPDATE deliveries SET batch = ? WHERE call = ? AND channel = ? AND batch = ? AND state = 'queued'",
            arguments: [next, call.number, channel, batch]
        )
        try db.execute(
            sql: """
                INSERT INTO turfs (call, channel, number, walker, cut_at)
                SELECT call, channel, ?, walker, ? FROM turfs WHERE call = ? AND channel = ? AND number = ?
                """,
            arguments: [next, request.now.rawValue, call.number, channel, batch]
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
        _ db: Database
    ) throws -> [Claimed] {
        let rows = try Row.fetchCursor(
            db.cachedStatement(sql: ClaimQuery(channel: request.channel).sql(isBatch: batch != nil)),
            arguments: [
                call.number, request.channel.id.rawValue, request.now.rawValue, Int64(clamping: limit), batch,
            ]
        )
        var claimed: [Claimed] = []
        claimed.reserveCapacity(min(limit, 1_024))
        var skipped: [(delivery: Int64, reason: String)] = []
        var held: [(delivery: Int64, reason: String)] = []
        // Read where they lie: a copy of each row would cost as much as everything else here.
        while let row = try rows.next() {
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
                isFirst: row[Column.reached] == 0
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
        try mark(claimed, at: stamp, db)
        try end(skipped, as: .skipped, at: stamp, db)
        try end(held, as: .held, at: stamp, db)
        let channel = request.channel.id.rawValue
        tally.move(call: call.number, channel: channel, from: .queued, to: .sending, count: claimed.count)
        tally.move(call: call.number, channel: channel, from: .queued, to: .skipped, count: skipped.count)
        tally.move(call: call.number, channel: channel, from: .queued, to: .held, count: held.count)
        return claimed
    }

    /// Why a person has to decide about it; `nil` when it may go out.
    private func reasonToHold(_ row: Row, _ call: RunningCall, _ sleeps: [Sleep]) -> String? {
        if row[Column.mayWantOut] != 0 { return InboxMessage.holdingReason }
        if sleeps.isEmpty { return nil }
        let due = Timestamp(rawValue: row[Column.due])
        let slept = Overdue.slept(since: max(due, call.goesSince ?? due), sleeps)
        return slept > request.holdOverdue ? Overdue.reason(call: call.slug, due: due, slept: slept) : nil
    }

    /// Marks deliveries as being in the worker's hands, all of them by one statement.
    private func mark(_ claimed: [Claimed], at stamp: Timestamp, _ db: Database) throws {
        guard !claimed.isEmpty else { return }
        try db.cachedStatement(
            sql: """
                UPDATE deliveries SET state = 'sending', worker = ?, attempts = attempts + 1, due = NULL, at = ?
                WHERE number IN (SELECT value FROM json_each(?))
                """
        ).execute(arguments: [
            request.worker.rawValue, stamp.rawValue, NumberList.json(claimed.lazy.map(\.item.delivery)),
        ])
    }

    /// Takes deliveries out of the queue that are not handed out, each with its reason.
    private func end(
        _ deliveries: [(delivery: Int64, reason: String)],
        as state: DeliveryState,
        at stamp: Timestamp,
        _ db: Database
    ) throws {
        guard !deliveries.isEmpty else { return }
        let change = try db.cachedStatement(
            sql: "UPDATE deliveries SET state = ?, reason = ?, due = NULL, at = ? WHERE number = ?"
        )
        for (delivery, reason) in deliveries {
            try change.execute(arguments: [state.rawValue, reason, stamp.rawValue, delivery])
        }
    }

    private func facts(_ row: Row, _ person: Person, _ call: RunningCall) -> GateFacts {
        let suppressed: String = row[Column.person + PersonRow.suppressed]
        return GateFacts(
            consent: (row[Column.consent] as String?).flatMap(ConsentState.init),
            address: PersonRow.reachability(person, by: request.channel.addressKind, suppressed: suppressed),
            done: row[Column.done] != 0,
            expired: call.expiresAt.map { $0 <= request.now } ?? false,
            confirms: call.confirms,
            tooSoon: !person.frequency.allows(
                at: request.now,
                last: (row[Column.lastAsked] as Int64?).map(Timestamp.init(rawValue:))
            )
        )
    }
}
