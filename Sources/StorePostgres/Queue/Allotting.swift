import Calls
package import Deliveries
import Postgres

extension PostgresStore {
    package func allot(_ request: LaneRequest) async throws -> Int {
        // Workers ask every second, and nearly always nothing has changed.
        let (counts, own) = try await pool.perform { db in
            let counts = try Self.allotments(request, db)
            return (counts, Allotment(request, among: counts))
        }
        if counts[request.worker] == own.counted { return own.granted }
        return try await pool.write { db in
            // One at a time: what two see as free would be taken twice.
            try db.execute("LOCK TABLE allotments IN SHARE ROW EXCLUSIVE MODE")
            let own = Allotment(request, among: try Self.allotments(request, db))
            let told = try db.execute(
                """
                INSERT INTO allotments (channel, worker, lanes)
                SELECT $1::text, number, $2::bigint FROM workers WHERE number = $3 AND seen_at > 0
                ON CONFLICT (channel, worker) DO UPDATE SET lanes = excluded.lanes
                """,
                [.text(request.channel.rawValue), .integer(own.counted), .integer(request.worker.rawValue)]
            )
            // Who was struck off has nothing.
            return told.affected == 1 ? own.granted : 0
        }
    }

    private static func allotments(_ request: LaneRequest, _ db: Connection) throws -> [WorkerNumber: Int] {
        let rows = try db.execute(
            """
            SELECT a.worker, a.lanes FROM allotments a JOIN workers w ON w.number = a.worker
            WHERE a.channel = $1 AND w.seen_at > 0
            """,
            [.text(request.channel.rawValue)]
        )
        return Dictionary(uniqueKeysWithValues: rows.map { (WorkerNumber(rawValue: $0[0]), $0[1]) })
    }
}
