package import Calls
package import Deliveries
import Postgres

extension PostgresStore {
    package func held(by worker: WorkerNumber, on channels: Set<ChannelID>) async throws -> [HeldDelivery] {
        try await pool.perform { db in
            try db.execute(
                "SELECT number, at FROM deliveries WHERE state = 'sending' AND worker = $1 AND channel = ANY($2)",
                [.integer(worker.rawValue), .texts(channels.map(\.rawValue))]
            ).map { HeldDelivery(DeliveryNumber(rawValue: $0[0]), since: Timestamp(rawValue: $0[1])) }
        }
    }

    package func free(
        _ deliveries: [HeldDelivery],
        of worker: WorkerNumber,
        repeating: Set<ChannelID>,
        now: Timestamp
    ) async throws -> Int {
        try await pool.write { db in
            var tally = Tally()
            let held = Held(
                condition: """
                    worker = $4 AND EXISTS (SELECT 1 FROM unnest($5::bigint[], $6::bigint[]) AS held (number, since)
                        WHERE held.number = deliveries.number AND held.since = deliveries.at)
                    """,
                values: [
                    .integer(worker.rawValue), .integers(deliveries.map(\.number.rawValue)),
                    .integers(deliveries.map(\.since.rawValue)),
                ],
                reason: "what became of this was lost by the database"
            )
            let freed = try Self.free(held, repeating: repeating, now: now, &tally, db)
            try Self.applyEarlyReceipts(at: Self.stamp(now, db), &tally, db)
            try tally.write(db)
            return freed
        }
    }
}

/// Deliveries that nobody has any more.
struct Held {
    /// Which they are, of those that are `sending`; its values begin with `$4`.
    let condition: String
    let values: [Value]
    /// What is said of them.
    let reason: String
}
