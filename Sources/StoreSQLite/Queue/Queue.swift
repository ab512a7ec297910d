package import Calls
package import Deliveries
import Foundation
import GRDB
import People

extension SQLiteStore: DeliveryStore {
    package func claim(_ request: ClaimRequest) async throws -> [Claimed] {
        let claiming = Claiming(store: self, request: request)
        guard try await pool.read({ try claiming.hasWork($0) }) else { return [] }
        return try await pool.write { try claiming.claim($0) }
    }

    package func settle(_ settlements: [Settlement], by worker: WorkerNumber, now: Timestamp) async throws
        -> Set<DeliveryNumber>
    {
        try await pool.write { db in
            let now = try Self.stamp(now, db)
            var tally = Tally()
            // Nearly all of them went out and say no more than that.
            let sent = settlements.filter(\.isPlainlySent)
            var late = try Self.settleSent(sent, worker: worker, now: now, &tally, db)
            var requeued: Set<Int64> = []
            for settlement in settlements where !settlement.isPlainlySent {
                guard let call = try self.apply(settlement, worker: worker, now: now, &tally, db) else {
                    late.insert(settlement.delivery)
                    continue
                }
                if settlement.transition.state == .queued { requeued.insert(call) }
            }
            try tally.write(db)
            try Self.applyEarlyReceipts(now: now, db)
            try Self.withdrawCancelled(requeued, now: now, db)
            return late
        }
    }

    /// Applies transitions to `sent`, with what they count for read once for all of them.
    ///
    /// - Returns: The deliveries that the worker no longer holds.
    private static func settleSent(
        _ settlements: [Settlement],
        worker: WorkerNumber,
        now: Timestamp,
        _ tally: inout Tally,
        _ db: Database
    ) throws -> Set<DeliveryNumber> {
        guard !settlements.isEmpty else { return [] }
        let held = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT call, channel, count(*) FROM deliveries
                    WHERE number IN (SELECT value FROM json_each(?)) AND worker = ? AND state = 'sending'
                    GROUP BY call, channel
                    """
            ),
            arguments: [NumberList.json(settlements.lazy.map(\.delivery)), worker.rawValue]
        )
        while let row = try held.next() {
            tally.move(call: row[0], channel: row[1], from: .sending, to: .sent, count: row[2])
        }
        let statement = try db.cachedStatement(
            sql: """
                UPDATE deliveries SET state = 'sent', reason = NULL, due = NULL,
                    reference = coalesce(?, reference), at = ?, worker = NULL
                WHERE number = ? AND worker = ? AND state = 'sending'
                """
        )
        var late: Set<DeliveryNumber> = []
        for settlement in settlements {
            statement.setUncheckedArguments([
                settlement.transition.reference, now.rawValue, settlement.delivery.rawValue, worker.rawValue,
            ])
            try statement.execute()
            if db.changesCount == 0 { late.insert(settlement.delivery) }
        }
        return late
    }

    /// What comes back to the queue of a cancelled call would lie there for ever; it is withdrawn like the rest.
    static func withdrawCancelled(_ calls: Set<Int64>, now: Timestamp, _ db: Database) throws {
        for call in calls {
            let sql = "SELECT course FROM calls WHERE number = ?"
            guard try String.fetchOne(db, sql: sql, arguments: [call]) == "cancelled" else { continue }
            _ = try withdraw("call = \(call)", reason: nil, call: call, now: now, db)
        }
    }

    /// Applies one transition if the worker still holds the delivery.
    ///
    /// - Returns: The delivery's call; `nil` when nothing was applied.
    private func apply(
        _ settlement: Settlement,
        worker: WorkerNumber,
        now: Timestamp,
        _ tally: inout Tally,
        _ db: Database
    ) throws -> Int64? {
        let transition = settlement.transition
        let statement = try db.cachedStatement(
            sql: """
                UPDATE deliveries SET state = ?, reason = ?, due = ?, reference = coalesce(?, reference),
                    attempts = attempts - ?, in_doubt = in_doubt OR ?, at = ?, worker = NULL
                WHERE number = ? AND worker = ? AND state = 'sending' RETURNING call, channel, person
                """
        )
        let row = try Row.fetchOne(
            statement,
            arguments: [
                transition.state.rawValue, transition.reason, transition.due?.rawValue, transition.reference,
                transition.countsAttempt ? 0 : 1, transition.leavesDoubt, now.rawValue, settlement.delivery.rawValue,
                worker.rawValue,
            ]
        )
        guard let row else { return nil }
        let channel: String = row[1]
        tally.move(call: row[0], channel: channel, from: .sending, to: transition.state)
        if transition.state == .sent, let place = settlement.place {
            try Self.keep(place, of: settlement.delivery, call: row[0], now: now, db)
        }
        if transition.withdrawsConsent {
            let change = ConsentChange(
                channel: ChannelID(rawValue: channel),
                state: .withdrawn,
                at: now,
                source: "\(channel): the carrier reports an opt-out",
                evidence: transition.reason ?? ""
            )
            for person in try Self.bearers(ofAddressOf: row[2], on: channel, db) {
                guard try Self.consentState(of: person, on: change.channel, db) != .withdrawn else { continue }
                try appendConsent(change, of: person, by: "worker", now: now, db)
            }
        }
        return row[0]
    }

    /// The person, and everybody else with the same address: what a carrier was told concerns the address.
    private static func bearers(ofAddressOf person: Int64, on channel: String, _ db: Database) throws -> [Int64] {
        let column: String
        switch channel {
        case "email": column = "email_key"
        case "sms": column = "phone"
        default: return [person]
        }
        let others = try Int64.fetchAll(
            db,
            sql: """
                SELECT number FROM people
                WHERE \(column) = (SELECT \(column) FROM people WHERE number = ?1) AND number <> ?1 ORDER BY number
                """,
            arguments: [person]
        )
        return [person] + others
    }

    package func workload(channels: [ChannelID], now: Timestamp) async throws -> Workload {
        try await pool.read { db in
            let names = channels.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            let published = "(calls.publish_at IS NULL OR calls.publish_at <= ?1)"
            let hasDue = try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM calls WHERE course = 'running' AND \(published) AND EXISTS
                        (SELECT 1 FROM deliveries d WHERE d.call = calls.number AND d.channel IN (\(names))
                            AND d.state = 'queued' AND d.due <= ?1))
                    """,
                arguments: [now.rawValue]
            )
            let isSending = try Bool.fetchOne(
                db,
                sql: "SELECT EXISTS (SELECT 1 FROM deliveries WHERE state = 'sending' AND channel IN (\(names)))"
            )
            // Call by call and channel by channel: each is the first entry of an index, where a join would walk the queue.
            let next = try channels.compactMap { channel in
                try Int64.fetchOne(
                    db,
                    sql: """
                        SELECT min(due) FROM (SELECT (SELECT min(due) FROM deliveries
                            WHERE call = calls.number AND channel = ?2 AND state = 'queued' AND due > ?1) AS due
                        FROM calls WHERE course = 'running')
                        """,
                    arguments: [now.rawValue, channel.rawValue]
                )
            }.min()
            return Workload(
                hasDue: hasDue ?? false,
                isSending: isSending ?? false,
                next: next.map(Timestamp.init(rawValue:))
            )
        }
    }

    package func expire(now: Timestamp) async throws -> Int {
        let isDue = try await pool.read { db in
            try !Self.expiredCalls(now: now, db).isEmpty || Self.hasUnansweredOptIns(now: now, db)
        }
        if !isDue { return 0 }
        return try await pool.write { db in
            let stamp = try Self.stamp(now, db)
            var tally = Tally()
            var count = try Self.endUnansweredOptIns(now: now, stamp: stamp, &tally, db)
            for call in try Self.expiredCalls(now: now, db) {
                // What was tried before ends as failed, or held where it may have gone out, with the last reason;
                // what never was is skipped.
                let rows = try Row.fetchCursor(
                    db,
                    sql: """
                        UPDATE deliveries SET
                            state = iif(attempts = 0, 'skipped', iif(in_doubt, 'held', 'failed')),
                            reason = iif(attempts = 0, 'expired', 'given up, since the call has closed: '
                                || coalesce(reason, '') || iif(in_doubt, '\(Transition.earlierTry)', '')),
                            due = NULL, at = ?
                        WHERE call = ? AND state = 'queued' RETURNING channel, state
                        """,
                    arguments: [stamp.rawValue, call]
                )
                while let row = try rows.next() {
                    let state = DeliveryState(rawValue: row[1]) ?? .skipped
                    tally.move(call: call, channel: row[0], from: .queued, to: state)
                    count += 1
                }
            }
            try tally.write(db)
            return count
        }
    }

    private static func expiredCalls(now: Timestamp, _ db: Database) throws -> [Int64] {
        try Int64.fetchAll(
            db,
            sql: """
                SELECT number FROM calls WHERE expires_at <= ? AND EXISTS
                    (SELECT 1 FROM deliveries WHERE call = calls.number AND state = 'queued')
                """,
            arguments: [now.rawValue]
        )
    }

    package func content(ofCall number: Int64) async throws -> Call? {
        try await pool.read { db in
            let sql = "SELECT content FROM calls WHERE number = ?"
            guard let text = try String.fetchOne(db, sql: sql, arguments: [number]) else { return nil }
            return try JSONDecoder().decode(Call.self, from: Data(text.utf8))
        }
    }

    package func note(_ wait: LaneWait?, on channel: ChannelID, by worker: WorkerNumber) async throws {
        try await pool.write { db in
            try db.execute(
                sql: """
                    DELETE FROM lanes
                    WHERE channel = ? AND (worker = ? OR worker NOT IN (SELECT number FROM workers))
                    """,
                arguments: [channel.rawValue, worker.rawValue]
            )
            guard let wait else { return }
            // Of a worker that was struck off nothing is told.
            try db.execute(
                sql: """
                    INSERT INTO lanes (channel, worker, since, next, reason)
                    SELECT ?, number, ?, ?, ? FROM workers WHERE number = ?
                    """,
                arguments: [
                    channel.rawValue, wait.since.rawValue, wait.next.rawValue, wait.reason, worker.rawValue,
                ]
            )
        }
    }
}

extension Settlement {
    /// Whether it went out, and nothing else follows from it: no place on paper either.
    fileprivate var isPlainlySent: Bool {
        transition.state == .sent && transition.reason == nil && transition.countsAttempt
            && !transition.withdrawsConsent && place == nil
    }
}
