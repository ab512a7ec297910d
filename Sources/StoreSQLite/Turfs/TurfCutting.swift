import Calls
import Deliveries
import GRDB
import People

/// Reads what can be cut of a call, and writes what was cut, within one transaction.
struct TurfCutting {
    let call: Int64
    let channel: ChannelID
    let db: Database

    func draft() throws -> TurfDraft {
        TurfDraft(
            rows: try rows(),
            walkers: try walkers(),
            begun: try Set(
                Int.fetchAll(
                    db,
                    sql: """
                        SELECT batch FROM deliveries WHERE call = ? AND channel = ? AND batch IS NOT NULL
                        GROUP BY batch HAVING max(attempts) > 0
                        """,
                    arguments: [call, channel.rawValue]
                )
            ),
            last: try Int.fetchOne(
                db,
                sql: "SELECT last FROM batches WHERE call = ? AND channel = ?",
                arguments: [call, channel.rawValue]
            ) ?? 0
        )
    }

    /// The turfs as another call can begin with them.
    func model() throws -> TurfDraft.Model {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT p.door_key, d.batch FROM deliveries d JOIN people p ON p.number = d.person
                WHERE d.call = ? AND d.channel = ? AND d.batch IS NOT NULL AND p.door_key IS NOT NULL
                ORDER BY d.number DESC
                """,
            arguments: [call, channel.rawValue]
        )
        let walkers = try walkers()
        var doors: [String: Int] = [:]
        for row in rows {
            let turf: Int = row[1]
            if walkers[turf] != nil { doors[row[0]] = turf }
        }
        return TurfDraft.Model(walkers: walkers, doors: doors)
    }

    private func walkers() throws -> [Int: String] {
        let rows = try Row.fetchAll(
            db,
            sql: "SELECT number, walker FROM turfs WHERE call = ? AND channel = ?",
            arguments: [call, channel.rawValue]
        )
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
    }

    private func rows() throws -> [TurfDraft.Row] {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT d.number, d.batch, \(PersonRow.columns)
                FROM deliveries d JOIN people p ON p.number = d.person
                WHERE d.call = ? AND d.channel = ? AND d.state = 'queued' AND p.door_key IS NOT NULL AND EXISTS
                    (SELECT 1 FROM consents c WHERE c.person = d.person AND c.channel = d.channel AND c.state = 'granted')
                ORDER BY d.number
                """,
            arguments: [call, channel.rawValue]
        )
        var found: [TurfDraft.Row] = []
        while let row = try rows.next() {
            guard let door = PersonRow.person(row, at: 2).door else { continue }
            found.append(TurfDraft.Row(delivery: row[0], batch: row[1], door: door))
        }
        return found
    }

    func write(_ changes: TurfDraft.Changes, now: Timestamp) throws {
        for (batch, deliveries) in changes.batches {
            let numbers = NumberList.json(deliveries.lazy.map(DeliveryNumber.init(rawValue:)))
            try db.cachedStatement(
                sql: "UPDATE deliveries SET batch = ? WHERE number IN (SELECT value FROM json_each(?))"
            ).execute(arguments: [batch, numbers])
        }
        for turf in changes.vanished {
            try db.cachedStatement(sql: "DELETE FROM turfs WHERE call = ? AND channel = ? AND number = ?")
                .execute(arguments: [call, channel.rawValue, turf])
        }
        for turf in changes.added {
            try db.cachedStatement(
                sql: "INSERT INTO turfs (call, channel, number, walker, cut_at) VALUES (?, ?, ?, ?, ?)"
            ).execute(arguments: [call, channel.rawValue, turf.number, turf.walker, now.rawValue])
        }
        // What is printed without having been cut counts on behind them.
        try db.execute(
            sql: """
                INSERT INTO batches (call, channel, last) VALUES (?, ?, ?)
                ON CONFLICT (call, channel) DO UPDATE SET last = excluded.last
                """,
            arguments: [call, channel.rawValue, changes.last]
        )
    }
}
