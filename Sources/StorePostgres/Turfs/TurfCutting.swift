import Calls
import Deliveries
import People
import Postgres

/// Reads what can be cut of a call, and writes what was cut, within one transaction.
struct TurfCutting {
    let call: Int64
    let channel: ChannelID
    let db: Connection

    private var key: [Value] { [.integer(call), .text(channel.rawValue)] }

    func draft() throws -> TurfDraft {
        TurfDraft(
            rows: try rows(),
            walkers: try walkers(),
            begun: Set(
                try db.execute(
                    """
                    SELECT batch FROM deliveries WHERE call = $1 AND channel = $2 AND batch IS NOT NULL
                    GROUP BY batch HAVING max(attempts) > 0
                    """,
                    key
                ).map { $0[0] as Int }
            ),
            last: try db.execute("SELECT last FROM batches WHERE call = $1 AND channel = $2", key).first?[0] ?? 0
        )
    }

    /// The turfs as another call can begin with them.
    func model() throws -> TurfDraft.Model {
        let walkers = try walkers()
        var doors: [String: Int] = [:]
        try db.forEach(
            """
            SELECT p.door_key, d.batch FROM deliveries d JOIN people p ON p.number = d.person
            WHERE d.call = $1 AND d.channel = $2 AND d.batch IS NOT NULL AND p.door_key IS NOT NULL
            ORDER BY d.number DESC
            """,
            key
        ) { row in
            let turf: Int = row[1]
            if walkers[turf] != nil { doors[row[0]] = turf }
        }
        return TurfDraft.Model(walkers: walkers, doors: doors)
    }

    private func walkers() throws -> [Int: String] {
        let rows = try db.execute("SELECT number, walker FROM turfs WHERE call = $1 AND channel = $2", key)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
    }

    private func rows() throws -> [TurfDraft.Row] {
        var found: [TurfDraft.Row] = []
        try db.forEach(
            """
            SELECT d.number, d.batch, \(PersonRow.columns)
            FROM deliveries d JOIN people p ON p.number = d.person
            WHERE d.call = $1 AND d.channel = $2 AND d.state = 'queued' AND p.door_key IS NOT NULL AND EXISTS
                (SELECT 1 FROM consents c WHERE c.person = d.person AND c.channel = d.channel AND c.state = 'granted')
            ORDER BY d.number
            """,
            key
        ) { row in
            guard let door = PersonRow.person(row, at: 2).door else { return }
            found.append(TurfDraft.Row(delivery: row[0], batch: row[1], door: door))
        }
        return found
    }

    func write(_ changes: TurfDraft.Changes, now: Timestamp) throws {
        let moving = changes.batches.flatMap { batch, deliveries in deliveries.map { (batch: batch, delivery: $0) } }
        try db.execute(
            """
            UPDATE deliveries d SET batch = s.batch FROM unnest($1::bigint[], $2::bigint[]) AS s (number, batch)
            WHERE d.number = s.number
            """,
            [.integers(moving.map(\.delivery)), .integers(moving.map { Int64($0.batch) })]
        )
        try db.execute(
            "DELETE FROM turfs WHERE call = $1 AND channel = $2 AND number = ANY($3)",
            key + [.integers(changes.vanished.map(Int64.init))]
        )
        try db.execute(
            """
            INSERT INTO turfs (call, channel, number, walker, cut_at)
            SELECT $1, $2, s.number, s.walker, $5 FROM unnest($3::bigint[], $4::text[]) AS s (number, walker)
            """,
            key + [
                .integers(changes.added.map { Int64($0.number) }), .texts(changes.added.map(\.walker)),
                .integer(now.rawValue),
            ]
        )
        // What is printed without having been cut counts on behind them.
        try db.execute(
            """
            INSERT INTO batches (call, channel, last) VALUES ($1, $2, $3)
            ON CONFLICT (call, channel) DO UPDATE SET last = excluded.last
            """,
            key + [.integer(changes.last)]
        )
    }
}
