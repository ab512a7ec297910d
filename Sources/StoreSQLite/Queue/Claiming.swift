import Calls
import Deliveries
import GRDB
import People

/// One claim: due deliveries of one channel, asked for again at the gate, and marked as being in a worker's hands.
struct Claiming {
    let store: SQLiteStore
    let request: ClaimRequest

    private struct RunningCall {
        let number: Int64
        let expiresAt: Timestamp?
    }

    /// Whether anything is due, so that an idle worker does not take the write lock for nothing.
    func hasWork(_ db: Database) throws -> Bool { try !runningCalls(db).isEmpty }

    /// Claims evenly over the calls that have something due.
    func claim(_ db: Database) throws -> [Claimed] {
        let calls = try runningCalls(db)
        let stamp = try SQLiteStore.stamp(request.now, db)
        var claimed: [Claimed] = []
        var tally = Tally()
        for (index, call) in calls.enumerated() {
            let left = calls.count - index
            let share = (request.limit - claimed.count + left - 1) / left
            guard share > 0 else { continue }
            if request.channel.pace.groups {
                claimed += try claimBatch(of: call, limit: share, stamp, tally: &tally, db)
            } else {
                claimed += try take(from: call, batch: nil, limit: share, stamp, tally: &tally, db)
            }
        }
        try tally.write(db)
        return claimed
    }

    private func runningCalls(_ db: Database) throws -> [RunningCall] {
        let now = request.now.rawValue
        return try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT number, expires_at FROM calls
                    WHERE course = 'running' AND (publish_at IS NULL OR publish_at <= ?2) AND EXISTS (
                        SELECT 1 FROM deliveries
                        WHERE call = calls.number AND channel = ?1 AND state = 'queued' AND due <= ?2)
                    ORDER BY number
                    """
            ),
            arguments: [request.channel.id.rawValue, now]
        ).map { RunningCall(number: $0[0], expiresAt: ($0[1] as Int64?).map(Timestamp.init(rawValue:))) }
    }

    /// Takes a batch that was begun before, whole, since it replaces what was printed of it; else begins the next one.
    private func claimBatch(
        of call: RunningCall,
        limit: Int,
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
        if let begun { return try take(from: call, batch: begun, limit: Int.max, stamp, tally: &tally, db) }
        let next = try Int.fetchOne(
            db,
            sql: """
                INSERT INTO batches (call, channel, last) VALUES (?, ?, 1)
                ON CONFLICT (call, channel) DO UPDATE SET last = last + 1 RETURNING last
                """,
            arguments: [call.number, request.channel.id.rawValue]
        )
        let claimed = try take(from: call, batch: nil, limit: limit, stamp, tally: &tally, db)
        let mark = try db.cachedStatement(sql: "UPDATE deliveries SET batch = ? WHERE number = ?")
        for item in claimed { try mark.execute(arguments: [next, item.item.delivery.rawValue]) }
        return claimed.map { Claimed(call: $0.call, batch: next ?? 1, item: $0.item, expiresAt: $0.expiresAt) }
    }

    private func take(
        from call: RunningCall,
        batch: Int?,
        limit: Int,
        _ stamp: Timestamp,
        tally: inout Tally,
        _ db: Database
    ) throws -> [Claimed] {
        let rows = try Row.fetchAll(
            db.cachedStatement(sql: query(isBatch: batch != nil)),
            arguments: [
                call.number, request.channel.id.rawValue, request.now.rawValue, Int64(clamping: limit), batch,
            ]
        )
        let send = try db.cachedStatement(
            sql: """
                UPDATE deliveries SET state = 'sending', worker = ?, attempts = attempts + 1, due = NULL, at = ?
                WHERE number = ?
                """
        )
        let skip = try db.cachedStatement(
            sql: "UPDATE deliveries SET state = 'skipped', reason = ?, due = NULL, at = ? WHERE number = ?"
        )
        var claimed: [Claimed] = []
        claimed.reserveCapacity(rows.count)
        for row in rows {
            let number: Int64 = row[0]
            let person = PersonRow.person(row, at: Column.person)
            if let reason = mayAsk(facts(row, person, call)) {
                try skip.execute(arguments: [reason.rawValue, stamp.rawValue, number])
                tally.move(call: call.number, channel: request.channel.id.rawValue, from: .queued, to: .skipped)
                continue
            }
            send.setUncheckedArguments([request.worker.rawValue, stamp.rawValue, number])
            try send.execute()
            let item = Item(
                delivery: DeliveryNumber(rawValue: number),
                key: store.deliveryKey(number),
                attempt: row[Column.attempts] + 1,
                person: person,
                isFirst: row[Column.reached] == 0
            )
            claimed.append(Claimed(call: call.number, batch: batch ?? 0, item: item, expiresAt: call.expiresAt))
        }
        let channel = request.channel.id.rawValue
        tally.move(call: call.number, channel: channel, from: .queued, to: .sending, count: claimed.count)
        return claimed
    }

    private func facts(_ row: Row, _ person: Person, _ call: RunningCall) -> GateFacts {
        let suppressed: String = row[Column.person + PersonRow.suppressed]
        return GateFacts(
            consent: (row[Column.consent] as String?).flatMap(ConsentState.init),
            address: PersonRow.reachability(person, by: request.channel.addressKind, suppressed: suppressed),
            done: row[Column.done] != 0,
            expired: call.expiresAt.map { $0 <= request.now } ?? false
        )
    }

    private enum Column {
        static let attempts = 1
        static let consent = 2
        static let done = 3
        static let reached = 4
        static let person = 5
    }

    /// Its columns stand in the order of ``Column``.
    ///
    /// A person's earlier texts matter to text messages alone. A batch that was begun is taken whole, as soon as any of it
    /// is due: its sheet replaces the one before, and a part of it would make the others' doors disappear.
    private func query(isBatch: Bool) -> String {
        let reached =
            request.channel.addressKind == .textPhone
            ? """
            EXISTS (SELECT 1 FROM deliveries e WHERE e.person = d.person AND e.channel = d.channel
                AND e.state IN ('sent', 'delivered', 'held'))
            """ : "0"
        let order = request.channel.pace.groups ? "p.walk_key, d.number" : "d.due, d.number"
        return """
            SELECT d.number, d.attempts,
                (SELECT c.state FROM consents c WHERE c.person = d.person AND c.channel = d.channel),
                EXISTS (SELECT 1 FROM completions f WHERE f.call = d.call AND f.person = d.person),
                \(reached), \(PersonRow.columns)
            FROM deliveries d CROSS JOIN people p ON p.number = d.person
            WHERE d.call = ?1 AND d.channel = ?2 AND d.state = 'queued'
                AND \(isBatch ? "?3 IS NOT NULL AND d.batch = ?5" : "d.due <= ?3 AND ?5 IS NULL AND d.batch IS NULL")
            ORDER BY \(order) LIMIT ?4
            """
    }
}
