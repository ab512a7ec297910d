import Calls
package import Deliveries
import GRDB

extension SQLiteStore {
    package func allot(_ request: LaneRequest) async throws -> Int {
        // Workers ask every second, and nearly always nothing has changed.
        let (counts, own) = try await pool.read { db in
            let counts = try Self.allotments(request, db)
            return (counts, Allotment(request, among: counts))
        }
        if counts[request.worker] == own.counted { return own.granted }
        return try await pool.write { db in
            let own = Allotment(request, among: try Self.allotments(request, db))
            try db.execute(
                sql: """
                    INSERT INTO allotments (channel, worker, lanes) SELECT ?, number, ? FROM workers WHERE number = ?
                    ON CONFLICT (channel, worker) DO UPDATE SET lanes = excluded.lanes
                    """,
                arguments: [request.channel.rawValue, own.counted, request.worker.rawValue]
            )
            // Who was struck off has nothing.
            return db.changesCount == 1 ? own.granted : 0
        }
    }

    private static func allotments(_ request: LaneRequest, _ db: Database) throws -> [WorkerNumber: Int] {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT a.worker, a.lanes FROM allotments a JOIN workers w ON w.number = a.worker WHERE a.channel = ?
                    """
            ),
            arguments: [request.channel.rawValue]
        )
        return Dictionary(uniqueKeysWithValues: rows.map { (WorkerNumber(rawValue: $0[0]), $0[1]) })
    }
}
