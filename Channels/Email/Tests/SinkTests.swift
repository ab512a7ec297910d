import Deliveries
import Foundation
import TestKit
import Testing

@testable import EmailChannel

/// Many mails to Postfix's `smtp-sink`, which takes everything: nothing is lost, whatever it offers.
///
/// Skipped where Postfix is not installed.
@Suite(.enabled(if: Sink.isInstalled, "needs smtp-sink, which comes with Postfix"), .timeLimit(.minutes(1)))
struct SinkTests {
    /// Slow only without pipelining: `smtp-sink -W` answers the commands behind a message before the message.
    @Test(arguments: [[], ["-p"], ["-e"], ["-8", "-E", "-N"], ["-p", "-W", ".:1"]])
    func everyMailIsTaken(options: [String]) async throws {
        let isSlow = options.contains("-W")
        let sink = try await Sink.start(options)
        defer { sink.stop() }
        let driver = try EmailSamples.driver(port: sink.port, ["connections": isSlow ? "50" : "10"])
        let log = ReportLog()
        let count = isSlow ? 50 : 2_000
        await driver.deliver(try Samples.envelopes(count, for: driver), report: log.take)
        #expect(log.deliveries == Array(1...count))
        #expect(log.sent == count)
    }

    @Test(arguments: [("MAIL", false), ("RCPT", true), ("DATA", true), (".", true)])
    func everyRefusalIsReported(command: String, isPersonal: Bool) async throws {
        let sink = try await Sink.start(["-f", command])
        defer { sink.stop() }
        let driver = try EmailSamples.driver(port: sink.port)
        let log = ReportLog()
        await driver.deliver(try Samples.envelopes(50, for: driver), report: log.take)
        #expect(log.deliveries == Array(1...50))
        let refusals = log.reports.count { $0.outcome == .refused(reason: "500 5.3.0 Error: command failed") }
        #expect(refusals == (isPersonal ? 50 : 0))
    }
}

/// An `smtp-sink` on a port of its own.
private struct Sink {
    private static let path = "/usr/sbin/smtp-sink"
    static let isInstalled = FileManager.default.isExecutableFile(atPath: path)

    let port: Int
    private let process: Process

    static func start(_ options: [String]) async throws -> Sink {
        try await OwnThread.run {
            let port = try FreePorts.find(1)[0]
            let process = Process()
            process.executableURL = URL(filePath: path)
            process.arguments = (geteuid() == 0 ? ["-u", "nobody"] : []) + options + ["127.0.0.1:\(port)", "1000"]
            // Whoever reads our own output waits until every child has let go of it.
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            try FreePorts.waitUntilTaken(port)
            return Sink(port: port, process: process)
        }
    }

    func stop() { process.terminate() }
}
