import Foundation

/// Measures the program from outside, beside the things it is held against, and writes one table.
///
/// `make bench` runs it; `Tests/Bench/README.md` tells how to read what comes out.
@main
enum Bench {
    static func main() async {
        do {
            let arguments = CommandLine.arguments
            switch arguments.dropFirst().first {
            case "receive-texts": try await TextReceiver.run(portFile: arguments[2])
            case "receive-mail-slowly": try await SlowMailReceiver.run(portFile: arguments[2], milliseconds: 20)
            case "make-history": try LookCase.build(Int(arguments[3]) ?? 0, in: arguments[2])
            default: try measure(try BenchOptions(environment: ProcessInfo.processInfo.environment))
            }
        } catch {
            FileHandle.standardError.write(Data("bench: \(error)\n".utf8))
            exit(64)
        }
    }

    /// Runs the cases one after another; one that cannot be measured says why and lets the others go on.
    private static func measure(_ options: BenchOptions) throws {
        let report = Report()
        report.begin()
        let cases: [(String, (BenchOptions, Report) throws -> Void)] = [
            ("email", EmailCase.measure), ("slow", SlowEmailCase.measure), ("sms", TextCase.measure),
            ("import", PeopleCase.measure), ("submit", PeopleCase.measure), ("memory", PeopleCase.measure),
            ("sheets", SheetCase.measure), ("look", LookCase.measure),
        ]
        var hasPeople = false
        for (name, measure) in cases where options.only.contains(name) {
            // Importing, submitting to and sending to a million people happen to the same million.
            let isPeople = ["import", "submit", "memory"].contains(name)
            if isPeople && hasPeople { continue }
            hasPeople = hasPeople || isPeople
            do { try measure(options, report) } catch { report.missing(name, "\(error)") }
        }
        let engine = options.database == nil ? "SQLite" : "PostgreSQL"
        let cores = ProcessInfo.processInfo.activeProcessorCount
        try report.write(
            to: options.report,
            head: "# Bench: \(options.size.rawValue), \(engine), workers: \(options.workers), cores: \(cores)"
        )
    }
}
