package import Calls
import Deliveries
import People
import Postgres
package import Reviews

extension PostgresStore {
    package func status(of slug: String, now: Timestamp) async throws -> CallStatus? {
        try await pool.read { db in
            try db.execute("SELECT * FROM calls WHERE slug = $1", [.text(slug)]).first
                .map { try Self.status($0, lanes: Self.lanes(db), now: now, db) }
        }
    }

    package func statuses(now: Timestamp) async throws -> [CallStatus] {
        try await pool.read { db in
            let lanes = try Self.lanes(db)
            let sql = "SELECT * FROM calls WHERE service IS NULL ORDER BY number DESC"
            return try db.execute(sql).map { try Self.status($0, lanes: lanes, now: now, db) }
        }
    }

    private static func status(
        _ call: Row,
        lanes: [ChannelID: LaneWait],
        now: Timestamp,
        _ db: Connection
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
        _ db: Connection
    ) throws -> [ChannelID: [DeliveryState: Int]] {
        let empty = Dictionary(uniqueKeysWithValues: DeliveryState.allCases.map { ($0, 0) })
        var tallies: [ChannelID: [DeliveryState: Int]] = [:]
        for name in channels.split(separator: ";") { tallies[ChannelID(rawValue: String(name))] = empty }
        let sql = "SELECT channel, state, count FROM tallies WHERE call = $1"
        for row in try db.execute(sql, [.integer(call)]) {
            guard let state = DeliveryState(rawValue: row[1]) else { continue }
            tallies[ChannelID(rawValue: row[0]), default: empty][state] = row[2]
        }
        return tallies
    }

    private static func doneVia(_ call: Int64, _ db: Connection) throws -> [String: Int] {
        let sql = "SELECT via, count(*) FROM completions WHERE call = $1 GROUP BY via"
        let rows = try db.execute(sql, [.integer(call)])
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
    }

    private static func arrivals(_ call: Int64, _ db: Connection) throws -> (all: Int, shared: Int) {
        let sql = "SELECT count(*), count(sharer) FROM arrivals WHERE call = $1"
        return try db.execute(sql, [.integer(call)]).first.map { ($0[0], $0[1]) } ?? (0, 0)
    }

    private static func results(_ call: Int64, _ db: Connection) throws -> [ChannelID: [String: Int]] {
        let sql = """
            SELECT d.channel, a.result, count(*) FROM sheet_answers a JOIN sheets s ON s.id = a.sheet
            JOIN deliveries d ON d.number = a.delivery
            WHERE s.call = $1 AND a.standing = 1 AND a.result IS NOT NULL GROUP BY d.channel, a.result
            """
        return try db.execute(sql, [.integer(call)]).reduce(into: [:]) { results, row in
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
        _ db: Connection
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
        if reasons.isEmpty, let next = try nextTry(call["number"], now: now, db) {
            reasons.append("the next try at \(next)")
        }
        return reasons.isEmpty ? nil : reasons.joined(separator: "; ")
    }

    /// When the first delivery of the call that is not due yet falls due, if none is due now.
    private static func nextTry(_ call: Int64, now: Timestamp, _ db: Connection) throws -> Timestamp? {
        let sql = "SELECT min(due) FROM deliveries WHERE call = $1 AND state = 'queued' GROUP BY channel ORDER BY 1"
        let due: Int64? = try db.execute(sql, [.integer(call)]).first?[0]
        guard let first = due, first > now.rawValue else { return nil }
        return Timestamp(rawValue: first)
    }
}
