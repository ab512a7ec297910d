package import Calls
import Deliveries
import GRDB
import People
package import Reviews

extension SQLiteStore {
    package func status(of slug: String, now: Timestamp) async throws -> CallStatus? {
        try await pool.read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM calls WHERE slug = ?", arguments: [slug])
                .map { try Self.status($0, lanes: self.lanes(db), now: now, db) }
        }
    }

    package func statuses(now: Timestamp) async throws -> [CallStatus] {
        try await pool.read { db in
            let lanes = try self.lanes(db)
            return try Row.fetchAll(db, sql: "SELECT * FROM calls WHERE service IS NULL ORDER BY number DESC").map {
                try Self.status($0, lanes: lanes, now: now, db)
            }
        }
    }

    private static func status(
        _ call: Row,
        lanes: [ChannelID: LaneWait],
        now: Timestamp,
        _ db: Database
    ) throws -> CallStatus {
        let number: Int64 = call["number"]
        let channels = try tallies(of: number, channels: call["channels"], db)
        let doneVia = try doneVia(number, db)
        let arrivals = try Self.arrivals(number, db)
        let stored: String = call["course"]
        var course = CallStatus.Course(rawValue: stored) ?? .running
        if course == .running, CallStatus.isFinished(channels) { course = .finished }
        return CallStatus(
            call: call["slug"],
            title: call["title"],
            course: course,
            audience: call["audience"],
            goal: call["goal"],
            done: doneVia.values.reduce(0, +),
            doneVia: doneVia,
            arrived: arrivals.all,
            shared: arrivals.shared,
            channels: channels,
            waitingFor: try waitingFor(call, course: course, channels: channels, lanes: lanes, now: now, db),
            results: try results(number, db)
        )
    }

    private static func tallies(
        of call: Int64,
        channels: String,
        _ db: Database
    ) throws -> [ChannelID: [DeliveryState: Int]] {
        let empty = Dictionary(uniqueKeysWithValues: DeliveryState.allCases.map { ($0, 0) })
        var tallies: [ChannelID: [DeliveryState: Int]] = [:]
        for name in channels.split(separator: ";") { tallies[ChannelID(rawValue: String(name))] = empty }
        let sql = "SELECT channel, state, count FROM tallies WHERE call = ?"
        for row in try Row.fetchAll(db, sql: sql, arguments: [call]) {
            guard let state = DeliveryState(rawValue: row[1]) else { continue }
            tallies[ChannelID(rawValue: row[0]), default: empty][state] = row[2]
        }
        return tallies
    }

    private static func doneVia(_ call: Int64, _ db: Database) throws -> [String: Int] {
        let sql = "SELECT via, count(*) FROM completions WHERE call = ? GROUP BY via"
        let rows = try Row.fetchAll(db, sql: sql, arguments: [call])
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
    }

    private static func arrivals(_ call: Int64, _ db: Database) throws -> (all: Int, shared: Int) {
        let sql = "SELECT count(*), count(sharer) FROM arrivals WHERE call = ?"
        return try Row.fetchOne(db, sql: sql, arguments: [call]).map { ($0[0], $0[1]) } ?? (0, 0)
    }

    private static func results(_ call: Int64, _ db: Database) throws -> [ChannelID: [String: Int]] {
        let sql = """
            SELECT d.channel, a.result, count(*) FROM sheet_answers a JOIN sheets s ON s.id = a.sheet
            JOIN deliveries d ON d.number = a.delivery
            WHERE s.call = ? AND a.standing = 1 AND a.result IS NOT NULL GROUP BY d.channel, a.result
            """
        return try Row.fetchAll(db, sql: sql, arguments: [call]).reduce(into: [:]) { results, row in
            results[ChannelID(rawValue: row[0]), default: [:]][row[1]] = row[2]
        }
    }

    /// What keeps the call from going on, in one line; `nil` when nothing does.
    private static func waitingFor(
        _ call: Row,
        course: CallStatus.Course,
        channels: [ChannelID: [DeliveryState: Int]],
        lanes: [ChannelID: LaneWait],
        now: Timestamp,
        _ db: Database
    ) throws -> String? {
        guard course == .running else { return nil }
        var reasons: [String] = []
        if let publish = call["publish_at"] as Int64?, publish > now.rawValue {
            reasons.append("its publishDate, \(Timestamp(rawValue: publish))")
        }
        for channel in channels.keys.sorted() where (channels[channel]?[.queued] ?? 0) > 0 {
            guard let wait = lanes[channel] else { continue }
            reasons.append("\(channel), \(wait.words)")
        }
        let held = channels.values.reduce(0) { $0 + ($1[.held] ?? 0) }
        if held > 0 { reasons.append("a person's decision on \(held) held: 'clarion log --state held'") }
        if reasons.isEmpty, let next = try nextTry(call["number"], on: channels.keys, now: now, db) {
            reasons.append("the next try at \(next)")
        }
        return reasons.isEmpty ? nil : reasons.joined(separator: "; ")
    }

    /// When the first delivery of the call that is not due yet falls due, if none is due now.
    ///
    /// Asked channel by channel, so that each answer is the first entry of an index and not a walk through the queue.
    private static func nextTry(
        _ call: Int64,
        on channels: some Sequence<ChannelID>,
        now: Timestamp,
        _ db: Database
    ) throws -> Timestamp? {
        let sql = "SELECT min(due) FROM deliveries WHERE call = ? AND channel = ? AND state = 'queued'"
        let due = try channels.compactMap { try Int64.fetchOne(db, sql: sql, arguments: [call, $0.rawValue]) }
        guard let first = due.min(), first > now.rawValue else { return nil }
        return Timestamp(rawValue: first)
    }
}
