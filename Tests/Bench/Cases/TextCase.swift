import Foundation

/// Text messages end to end against a gateway that keeps its connections open, round by round beside `wrk`.
enum TextCase {
    private static let connections = 10

    static func measure(_ options: BenchOptions, _ report: Report) throws {
        let count = options.pick(10_000, 50_000)
        let bench = try Workbench(options, name: "sms")
        try SamplePeople.writeTexts(count, to: "\(bench.folder)/people.csv")
        try bench.clarion("people", "import", "people.csv")
        let gateway = try Server(role: "receive-texts", in: bench.folder)
        try bench.configure(mail: nil, text: gateway.port, connections: connections)
        var rates = Comparison()
        var cpu = Figures()
        var withoutWrk = Figures()
        for _ in 0..<options.pick(3, 5) {
            let (_, slug) = try bench.submit("sms")
            let ours = try bench.drain()
            try bench.expect(count, of: slug)
            cpu.add(ours.cpu / Double(count) * 1_000)
            let rate = Double(count) / ours.wall
            if let theirs = try wrk(gateway, in: bench.folder) {
                rates.add(ours: rate, theirs: theirs)
            } else {
                withoutWrk.add(rate)
            }
        }
        let what = "(b) \(Figures.text(Double(count), 0)) texts, \(connections) connections"
        report.row(what, "texts/s", withoutWrk.values.isEmpty ? rates.ours : withoutWrk)
        if withoutWrk.values.isEmpty {
            report.row("`wrk`, the same request", "requests/s", rates.theirs)
            report.row("ratio within a round", "×", rates.ratio, digits: 2, .textRatio)
        } else {
            report.missing("`wrk`", "wrk is not installed")
        }
        report.row(what, "CPU s per 1,000", cpu, digits: 3)
    }

    /// Requests a second that `wrk` makes; `nil` when it is not here.
    private static func wrk(_ gateway: Server, in folder: String) throws -> Double? {
        guard let wrk = ChildProcess.find("wrk") else { return nil }
        try """
        wrk.method = "POST"
        wrk.body = "From=%2B13125550100&To=%2B12122000001&Body=" .. string.rep("the+room+must+be+full+", 7)
        wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
        wrk.headers["Authorization"] = "Basic QUNiZW5jaDpiZW5jaA=="
        """.write(toFile: "\(folder)/post.lua", atomically: true, encoding: .utf8)
        let url = "http://127.0.0.1:\(gateway.port)/2010-04-01/Accounts/ACbench/Messages.json"
        let (_, output) = try ChildProcess.run(
            wrk,
            ["-t", "1", "-c", "\(connections)", "-d", "4s", "-s", "post.lua", url],
            in: folder
        )
        guard let line = output.split(separator: "\n").first(where: { $0.contains("Requests/sec:") }),
            let rate = line.split(separator: " ").last.flatMap({ Double($0) })
        else { throw BenchError("wrk says no rate: \(output.suffix(200))") }
        return rate
    }
}
