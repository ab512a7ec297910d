package import Calls
package import Deliveries
import FileLock
import Foundation
import GRDB
import Synchronization

extension SQLiteStore {
    /// A file has no clock of its own; all who share it live on one machine.
    package func clock() async throws -> Timestamp {
        Timestamp(rawValue: Int64(Date().timeIntervalSince1970 * 1_000))
    }

    package func enlist(now: Timestamp) async throws -> WorkerNumber {
        let number = try await pool.write { db in
            let others = try Int64.fetchAll(db, sql: "SELECT number FROM workers")
            if !others.contains(where: { LifeLine.isHeld(path: self.lifeLinePath, byte: $0) }) {
                try Sleeping.wake(at: now, db)
            }
            try Sleeping.live(at: now, db)
            try db.execute(
                sql: "INSERT INTO workers (host, process, started_at, seen_at) VALUES (?, ?, ?, ?)",
                arguments: [
                    ProcessInfo.processInfo.hostName, ProcessInfo.processInfo.processIdentifier, now.rawValue,
                    now.rawValue,
                ]
            )
            let number = db.lastInsertedRowID
            // Inside the transaction, so that nobody sees the worker before it can be seen to live.
            guard let line = LifeLine.take(path: self.lifeLinePath, byte: number) else {
                throw StoreError.unavailable(path: self.lifeLinePath, reason: "the lock file cannot be written")
            }
            self.lifeLines.keep(line, for: WorkerNumber(rawValue: number))
            return number
        }
        return WorkerNumber(rawValue: number)
    }

    package func heartbeat(_ worker: WorkerNumber, now: Timestamp) async throws -> Bool {
        try await pool.write { db in
            try db.execute(
                sql: "UPDATE workers SET seen_at = ? WHERE number = ?",
                arguments: [now.rawValue, worker.rawValue]
            )
            guard db.changesCount == 1 else { return false }
            try Sleeping.live(at: now, db)
            return true
        }
    }

    package func discharge(_ worker: WorkerNumber) async throws {
        try await pool.write { db in
            try db.execute(
                sql: """
                    DELETE FROM workers WHERE number = ?1
                        AND NOT EXISTS (SELECT 1 FROM deliveries WHERE state = 'sending' AND worker = ?1)
                    """,
                arguments: [worker.rawValue]
            )
            try db.execute(sql: "DELETE FROM allotments WHERE worker = ?", arguments: [worker.rawValue])
        }
        lifeLines.drop(worker)
    }

    package func rescue(
        channels: Set<ChannelID>,
        repeating: Set<ChannelID>,
        silence: Duration,
        now: Timestamp
    ) async throws -> Int {
        let known = channels.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        let dead = try await pool.read { try self.deadWorkers(channels: known, silence: silence, $0) }
        if dead.isEmpty { return 0 }
        return try await pool.write { db in
            var freed = 0
            for worker in try self.deadWorkers(channels: known, silence: silence, db) {
                freed += try Self.free(worker, channels: known, repeating: repeating, now: now, db)
                try db.execute(sql: "DELETE FROM workers WHERE number = ?", arguments: [worker])
                try db.execute(sql: "DELETE FROM allotments WHERE worker = ?", arguments: [worker])
                try db.execute(sql: "DELETE FROM lanes WHERE worker = ?", arguments: [worker])
            }
            try Self.applyEarlyReceipts(now: now, db)
            return freed
        }
    }

    /// Those whose lock the kernel has let go of, and those whose sign of life has not changed for too long by our own
    /// clock that never jumps.
    private func deadWorkers(channels: String, silence: Duration, _ db: Database) throws -> [Int64] {
        // What a worker claimed after it was struck off, or held on a channel that its rescuer did not know, belongs to
        // nobody in the table.
        let orphaned = try Int64.fetchAll(
            db,
            sql: """
                SELECT DISTINCT worker FROM deliveries
                WHERE state = 'sending' AND worker NOT IN (SELECT number FROM workers) AND channel IN (\(channels))
                """
        )
        return try orphaned
            + Row.fetchAll(db, sql: "SELECT number, seen_at FROM workers").compactMap { row in
                let number: Int64 = row[0]
                let isHeld = LifeLine.isHeld(path: lifeLinePath, byte: number)
                let watched = lifeLines.silence(of: WorkerNumber(rawValue: number), seenAt: row[1], isHeld: isHeld)
                return isHeld && watched < silence ? nil : number
            }
    }

    private static func free(
        _ worker: Int64,
        channels: String,
        repeating: Set<ChannelID>,
        now: Timestamp,
        _ db: Database
    ) throws -> Int {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT number, call, channel FROM deliveries
                WHERE state = 'sending' AND worker = ? AND channel IN (\(channels))
                """,
            arguments: [worker]
        )
        let reason = "the worker ended while this was in its hands"
        return try free(rows, because: reason, repeating: repeating, now: now, db)
    }

    /// Frees deliveries that nobody has any more; each row is number, call and channel.
    static func free(
        _ rows: [Row],
        because reason: String,
        repeating: Set<ChannelID>,
        now: Timestamp,
        _ db: Database
    ) throws -> Int {
        let stamp = try stamp(now, db)
        var tally = Tally()
        var freed = 0
        for row in rows {
            let channel: String = row[2]
            let state: DeliveryState = repeating.contains(ChannelID(rawValue: channel)) ? .queued : .held
            try db.execute(
                sql: """
                    UPDATE deliveries SET state = ?, reason = ?, due = ?, at = ?, worker = NULL, in_doubt = 1
                    WHERE number = ?
                    """,
                arguments: [
                    state.rawValue, reason,
                    state == .queued ? now.rawValue : nil, stamp.rawValue, row[0] as Int64,
                ]
            )
            tally.move(call: row[1], channel: channel, from: .sending, to: state)
            freed += 1
        }
        try tally.write(db)
        try withdrawCancelled(Set(rows.map { $0[1] as Int64 }), now: now, db)
        return freed
    }
}
