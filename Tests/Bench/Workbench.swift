import Foundation

/// A folder with people, settings and a database of its own, on which the program is run as a stranger would.
final class Workbench {
    let options: BenchOptions
    let folder: String
    private var calls = 0
    /// How many people the database holds.
    private(set) var people = 0

    /// Makes the folder.
    init(_ options: BenchOptions, name: String) throws {
        self.options = options
        folder = FileManager.default.temporaryDirectory.appending(path: "bench-\(name)-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try configure(mail: nil, text: nil)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var databaseFile: String { "\(folder)/bench.db" }

    /// Writes the settings: the channels that have a server.
    func configure(mail: UInt16?, text: UInt16?, connections: Int = 10) throws {
        var settings = """
            organization:
              name: Riverside Tenants Union
              postal_address: 12 Main St, Springfield, IL 62701
              timezone: America/Chicago
              region: US
            database: \(options.database ?? databaseFile)
            secret: only-for-measuring-\(String(repeating: "0", count: 64))
            channels:
              email:
                server: smtp://127.0.0.1:\(mail ?? 9)
                tls: off
                from: Riverside Tenants Union <organize@riverside.example>
                connections: \(connections)
              sms:
                gateway: twilio
                url: http://127.0.0.1:\(text ?? 9)
                account: ACbench
                token: bench
                from: "+13125550100"
                connections: \(connections)
              canvass:
                output: sheets
            """
        settings += "\n"
        try settings.write(toFile: "\(folder)/clarion.yaml", atomically: true, encoding: .utf8)
    }

    /// Runs the program to its end.
    @discardableResult
    func clarion(_ arguments: String...) throws -> (ChildProcess.Usage, output: String) {
        try ChildProcess.run(options.program, ["--config", "clarion.yaml"] + arguments, in: folder)
    }

    /// Imports made-up people.
    func importPeople(_ count: Int) throws -> ChildProcess.Usage {
        try SamplePeople.write(count, to: "\(folder)/people.csv")
        defer { try? FileManager.default.removeItem(atPath: "\(folder)/people.csv") }
        let (usage, _) = try clarion("people", "import", "people.csv")
        people = count
        return usage
    }

    /// Submits a call that nobody has seen yet, to everyone or to those with one tag.
    func submit(_ channel: String, tag: String? = nil) throws -> (ChildProcess.Usage, slug: String) {
        calls += 1
        let slug = "bench-\(channel)-\(calls)"
        try SampleCall.text(slug: slug, channel: channel, tag: tag)
            .write(toFile: "\(folder)/\(slug).md", atomically: true, encoding: .utf8)
        return (try clarion("submit", "\(slug).md").0, slug)
    }

    /// Lets the workers send all that is queued; CPU is theirs together, memory that of the largest.
    func drain() throws -> ChildProcess.Usage {
        let began = ContinuousClock.now
        let workers = try (1...options.workers).map { number in
            try ChildProcess(
                options.program,
                ["--config", "clarion.yaml", "work", "--drain"],
                in: folder,
                output: "\(folder)/worker-\(number)"
            )
        }
        var sum = ChildProcess.Usage(succeeded: true)
        for worker in workers {
            let usage = worker.usage()
            sum.user += usage.user
            sum.system += usage.system
            sum.memory = max(sum.memory, usage.memory)
            sum.succeeded = sum.succeeded && usage.succeeded
        }
        sum.wall = began.duration(to: .now) / .seconds(1)
        guard sum.succeeded else { throw BenchError("the worker failed") }
        return sum
    }

    /// Sees to it that as many were sent as should have been: a fast worker that sends nothing is no news.
    func expect(_ sent: Int, of slug: String) throws {
        let (_, output) = try clarion("status", slug, "--format", "json")
        guard output.replacing(" ", with: "").contains("\"sent\":\(sent)") else {
            throw BenchError("not all \(sent) of \(slug) were sent: \(output)")
        }
    }
}
