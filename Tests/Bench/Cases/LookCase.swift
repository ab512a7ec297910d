import Foundation
import GRDB

/// Looking at a database in which a great deal has happened: ten calls to a million people.
enum LookCase {
    private static let calls = 10

    static func measure(_ options: BenchOptions, _ report: Report) throws {
        guard options.database == nil else { throw BenchError("the large history is built for SQLite only") }
        let people = options.pick(20_000, 1_000_000)
        let bench = try Workbench(options, name: "look")
        // The program makes the tables; what is in them comes by SQL, since it only has to be there.
        try bench.clarion("people", "list", "--format", "jsonl")
        // By a process of its own: the system counts the memory that a parent once had as its children's (`ru_maxrss`).
        _ = try ChildProcess.run(
            URL(filePath: CommandLine.arguments[0]).path,
            ["make-history", bench.databaseFile, "\(people)"],
            in: bench.folder
        )
        let name = "\(Figures.text(Double(people * calls), 0)) deliveries"
        var empty = Figures()
        var page = Figures()
        var one = Figures()
        var all = Figures()
        for _ in 0..<9 {
            empty.add(try bench.clarion("--help").0.wall * 1_000)
            page.add(try bench.clarion("log", "--limit", "50", "--format", "jsonl").0.wall * 1_000)
            one.add(try bench.clarion("status", "call-3").0.wall * 1_000)
            all.add(try bench.clarion("status").0.wall * 1_000)
        }
        report.row("the program's start alone (`--help`)", "ms", empty)
        report.row("(f) newest page of `log`, \(name)", "ms", page, .look)
        report.row("(f) `status` of a call, \(name)", "ms", one, .look)
        report.row("(f) `status` of all, \(name)", "ms", all, .look)
        try SampleCall.text(slug: "next", channel: "email", tag: nil)
            .write(toFile: "\(bench.folder)/next.md", atomically: true, encoding: .utf8)
        let plan = try bench.clarion("plan", "next.md").0
        report.row("(f) `plan` for \(Figures.text(Double(people), 0)) people", "s", Figures([plan.wall]), digits: 1)
        report.row("(f) `plan`", "peak memory, MB", Figures([Double(plan.memory) / 1e6]), .memory)
    }

    /// Fills a database that has its tables already.
    ///
    /// - Parameters:
    ///   - people: How many people, each asked by every call.
    ///   - path: The file.
    /// - Throws: What SQLite says.
    static func build(_ people: Int, in path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = OFF; PRAGMA cache_size = -400000")
            try db.inTransaction {
                try db.execute(
                    sql: """
                        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(people))
                        INSERT INTO people (number, id, given_name, family_name, email, email_key, created_at, updated_at)
                        SELECT i, 'x' || i, 'Ada', 'Sample', 'p' || i || '@example.org', 'p' || i || '@example.org', 1, 1
                        FROM n
                        """
                )
                for call in 1...calls { try add(call, people, db) }
                return .commit
            }
            try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
    }

    /// A call whose last twentieth is still in the queue.
    private static func add(_ call: Int, _ people: Int, _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO calls (number, slug, title, content, source, channels, audience, plan_hash, submitted_at)
                VALUES (?1, 'call-' || ?1, 'A call', '{}', '', 'email', ?2, '', 1);
                """,
            arguments: [call, people]
        )
        try db.execute(
            sql: """
                INSERT INTO deliveries (call, person, channel, state, attempts, due, at, reference)
                SELECT ?1, number, 'email', iif(number % 20 = 0, 'queued', 'sent'), iif(number % 20 = 0, 0, 1),
                    iif(number % 20 = 0, 4102444800000, NULL), 1700000000000 + ?1 * 100000000 + number,
                    iif(number % 20 = 0, NULL, '<' || number || '.' || ?1 || '@riverside.example>')
                FROM people
                """,
            arguments: [call]
        )
        for (state, count) in [("queued", people / 20), ("sent", people - people / 20)] {
            try db.execute(
                sql: "INSERT INTO tallies (call, channel, state, count) VALUES (?, 'email', ?, ?)",
                arguments: [call, state, count]
            )
        }
    }
}
