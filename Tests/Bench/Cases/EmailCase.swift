/// Mail from a submitted call to the last recorded outcome, against `smtp-sink`, round by round beside `smtp-source`.
enum EmailCase {
    private static let connections = 10

    static func measure(_ options: BenchOptions, _ report: Report) throws {
        let count = options.pick(10_000, 100_000)
        let bench = try Workbench(options, name: "email")
        _ = try bench.importPeople(count)
        let sink = try Server(sinkIn: bench.folder)
        try bench.configure(mail: sink.port, text: nil, connections: connections)
        var rates = Comparison()
        var cpu = Comparison()
        var memory = Figures()
        for _ in 0..<options.pick(3, 5) {
            let (_, slug) = try bench.submit("email")
            let ours = try bench.drain()
            try bench.expect(count, of: slug)
            let theirs = try source(count, to: sink, in: bench.folder)
            rates.add(ours: Double(count) / ours.wall, theirs: Double(count) / theirs.wall)
            cpu.add(ours: ours.cpu / Double(count) * 1_000, theirs: theirs.cpu / Double(count) * 1_000)
            memory.add(Double(ours.memory) / 1e6)
        }
        let what = "(a) \(Figures.text(Double(count), 0)) mails, \(connections) connections"
        report.row(what, "mails/s", rates.ours)
        report.row("`smtp-source -d`, 4 KB", "mails/s", rates.theirs)
        report.row("ratio within a round", "×", rates.ratio, digits: 2, .mailRatio)
        report.row(what, "CPU s per 1,000", cpu.ours, digits: 3, .mailCPU)
        report.row("`smtp-source -d`, 4 KB", "CPU s per 1,000", cpu.theirs, digits: 3)
        report.row(what, "peak memory, MB", memory, .memory)
    }

    /// Postfix's own load maker: the same number of messages of the same size over as many connections.
    private static func source(_ count: Int, to sink: Server, in folder: String) throws -> ChildProcess.Usage {
        guard let source = ChildProcess.find("smtp-source") else {
            throw BenchError("smtp-source is not here; it comes with Postfix")
        }
        return try ChildProcess.run(
            source,
            [
                "-d", "-s", "\(connections)", "-m", "\(count)", "-l", "4096", "-f", "a@example.org",
                "-t", "b@example.org", "127.0.0.1:\(sink.port)",
            ],
            in: folder
        ).0
    }
}

/// Mail to a server that takes 20 ms to accept each message: what is lost there no fast loop brings back.
enum SlowEmailCase {
    static func measure(_ options: BenchOptions, _ report: Report) throws {
        let count = options.pick(5_000, 20_000)
        let bench = try Workbench(options, name: "slow")
        _ = try bench.importPeople(count)
        let receiver = try Server(role: "receive-mail-slowly", in: bench.folder)
        try bench.configure(mail: receiver.port, text: nil, connections: 50)
        var rate = Figures()
        for _ in 0..<options.pick(2, 3) {
            let (_, slug) = try bench.submit("email")
            rate.add(Double(count) / (try bench.drain().wall))
            try bench.expect(count, of: slug)
        }
        report.row("(a) 20 ms to accept a mail, 50 connections", "mails/s", rate, .slowMails)
    }
}
