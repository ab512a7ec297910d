import Foundation
import GRDB

/// A million people: imported, called, and sent to.
enum PeopleCase {
    static func measure(_ options: BenchOptions, _ report: Report) throws {
        let count = options.pick(50_000, 1_000_000)
        let bench = try Workbench(options, name: "people")
        let name = Figures.text(Double(count), 0)
        let imported = try bench.importPeople(count)
        if options.only.contains("import") {
            let what = "(c) import of \(name) people"
            report.row(what, "rows/s", Figures([Double(count) / imported.wall]))
            report.row(what, "µs CPU a row", Figures([imported.cpu / Double(count) * 1e6]), .importCPU)
            report.row(what, "peak memory, MB", Figures([Double(imported.memory) / 1e6]), .memory)
        }
        if options.only.contains("submit") { try submit(bench, count, report) }
        if options.only.contains("memory") { try memory(bench, count, report) }
    }

    /// Submitting beside the least that any program would have to do: one statement that writes as many rows.
    private static func submit(_ bench: Workbench, _ count: Int, _ report: Report) throws {
        var cost = Comparison()
        var memory = Figures()
        for _ in 0..<bench.options.pick(3, 3) {
            let (ours, slug) = try bench.submit("email")
            memory.add(Double(ours.memory) / 1e6)
            cost.add(ours: ours.cpu, theirs: bench.options.database == nil ? try bareInsert(bench) : .nan)
            // Paused, so that what is measured after it finds an empty queue.
            try bench.clarion("cancel", slug)
        }
        let what = "(d) submit to \(Figures.text(Double(count), 0)) people"
        report.row(what, "CPU s", cost.ours, digits: 1)
        if bench.options.database == nil {
            report.row("a bare `INSERT … SELECT`, same table and indexes", "CPU s", cost.theirs, digits: 1)
            report.row("ratio within a round", "×", cost.ratio, digits: 1, .submitRatio)
        }
        report.row(what, "peak memory, MB", memory, .memory)
    }

    /// CPU seconds of this process for a delivery a person, durably written; they are taken out again.
    private static func bareInsert(_ bench: Workbench) throws -> Double {
        let queue = try DatabaseQueue(path: bench.databaseFile)
        return try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA cache_size = -32000")
            try db.execute(
                sql: """
                    INSERT INTO calls (slug, title, content, source, channels, audience, plan_hash, submitted_at)
                    VALUES ('bare', '', '', '', 'bare', 0, '', 0)
                    """
            )
            let call = db.lastInsertedRowID
            let before = processTime()
            try db.inTransaction {
                try db.execute(
                    sql: """
                        INSERT INTO deliveries (call, person, channel, state, due, at)
                        SELECT ?, number, 'bare', 'queued', 1, 1 FROM people
                        """,
                    arguments: [call]
                )
                return .commit
            }
            let cost = processTime() - before
            try db.execute(sql: "DELETE FROM deliveries WHERE call = ?", arguments: [call])
            try db.execute(sql: "DELETE FROM calls WHERE number = ?", arguments: [call])
            return cost
        }
    }

    private static func processTime() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

    /// The worker's CPU and peak at a small and at the full audience.
    private static func memory(_ bench: Workbench, _ count: Int, _ report: Report) throws {
        let sink = try Server(sinkIn: bench.folder)
        try bench.configure(mail: sink.port, text: nil)
        let small = min(10_000, count)
        var peaks: [Double] = []
        for (tag, count) in [("size-small", small), (nil, count)] {
            let (_, slug) = try bench.submit("email", tag: tag)
            let usage = try bench.drain()
            try bench.expect(count, of: slug)
            let what = "(g) worker, \(Figures.text(Double(count), 0)) mails"
            report.row(what, "CPU s per 1,000", Figures([usage.cpu / Double(count) * 1_000]), digits: 3, .mailCPU)
            report.row(what, "peak memory, MB", Figures([Double(usage.memory) / 1e6]), .memory)
            peaks.append(Double(usage.memory))
        }
        report.row("(g) peak at the large audience", "×", Figures([peaks[1] / peaks[0]]), digits: 2, .flatness)
    }
}
