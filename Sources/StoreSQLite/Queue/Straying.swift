package import Calls
package import Deliveries
import GRDB

extension SQLiteStore {
    package func held(by worker: WorkerNumber, on channels: Set<ChannelID>) async throws -> [HeldDelivery] {
        try await pool.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT number, at FROM deliveries
                    WHERE state = 'sending' AND worker = ? AND channel IN (SELECT value FROM json_each(?))
                    """,
                arguments: [worker.rawValue, Self.list(channels)]
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
            let held = try deliveries.compactMap { delivery in
                try Row.fetchOne(
                    db.cachedStatement(
                        sql: """
                            SELECT number, call, channel FROM deliveries
                            WHERE number = ? AND state = 'sending' AND worker = ? AND at = ?
                            """
                    ),
                    arguments: [delivery.number.rawValue, worker.rawValue, delivery.since.rawValue]
                )
            }
            let reason = "what became of this was lost by the database"
            let freed = try Self.free(held, because: reason, repeating: repeating, now: now, db)
            try Self.applyEarlyReceipts(now: now, db)
            return freed
        }
    }

    private static func list(_ channels: Set<ChannelID>) -> String {
        "[" + channels.map { "\"\($0.rawValue)\"" }.joined(separator: ",") + "]"
    }
}
