import Calls
import Deliveries
import Foundation
import Logging
import StoreSQLite
import Synchronization
import Systemd
import TestKit
import Testing
import Work

@testable import Vitals

/// What the service manager hears, on a real socket.
@Suite(.timeLimit(.minutes(1)))
struct ServiceReporterTests {
    private static let names = [
        "@clarion-test-\(UUID().uuidString)",
        FileManager.default.temporaryDirectory.appending(path: "n-\(UUID().uuidString.prefix(8))").path,
    ]

    private func manager(_ receiver: NotifyReceiver, watchdog: String? = "180000000") throws -> ServiceManager {
        var environment = ["NOTIFY_SOCKET": receiver.name]
        environment["WATCHDOG_USEC"] = watchdog
        return try #require(ServiceManager(environment: environment))
    }

    @Test(arguments: names)
    func itHearsThatTheWorkerIsReadyLivesAndStops(name: String) throws {
        let receiver = try NotifyReceiver(name)
        defer { if !name.hasPrefix("@") { try? FileManager.default.removeItem(atPath: name) } }
        let (pulse, metrics) = (Pulse(), WorkMetrics())
        let reporter = ServiceReporter(try manager(receiver), pulse: pulse, metrics: metrics)
        let observer = Observers([pulse, metrics, reporter])
        observer.note(.turned(.recorder))
        observer.note(.began(WorkerNumber(rawValue: 1), channels: [MailChannel.id]))
        #expect(receiver.waiting() == ["READY=1\nSTATUS=\(MailChannel.id): 0 sent"])
        reporter.report()
        #expect(receiver.waiting() == ["WATCHDOG=1", "STATUS=\(MailChannel.id): 0 sent"])
        observer.note(.stopping)
        reporter.report()
        let last = receiver.waiting()
        #expect(last.count == 2)
        #expect(last.first?.hasPrefix("STOPPING=1\nSTATUS=") == true)
        #expect(last.last == "WATCHDOG=1", "the watchdog bites a worker that hangs while stopping, and no other")
    }

    @Test func aLoopThatDoesNotComeRoundSilencesTheWatchdog() throws {
        let receiver = try NotifyReceiver("@clarion-test-\(UUID().uuidString)")
        let pulse = Pulse()
        let reporter = ServiceReporter(try manager(receiver), pulse: pulse, metrics: WorkMetrics())
        for loop in [WorkLoop.recorder, .keeper, .feeder(MailChannel.id)] { pulse.note(.turned(loop)) }
        reporter.report(at: .now + .seconds(85))
        #expect(receiver.waiting().contains("WATCHDOG=1"))
        reporter.report(at: .now + .seconds(95))
        #expect(receiver.waiting() == ["STATUS=Stuck: the database does not answer"])
        for loop in [WorkLoop.recorder, .keeper] { pulse.note(.ended(loop)) }
        reporter.report(at: .now + .seconds(95))
        #expect(!receiver.waiting().contains("WATCHDOG=1"), "one loop is enough")
        pulse.note(.ended(.feeder(MailChannel.id)))
        reporter.report(at: .now + .seconds(95))
        #expect(receiver.waiting().contains("WATCHDOG=1"), "a loop that has ended in order is not stuck")
    }

    @Test func withoutAWatchdogOnlyTheStatusIsTold() throws {
        let receiver = try NotifyReceiver("@clarion-test-\(UUID().uuidString)")
        ServiceReporter(try manager(receiver, watchdog: nil), pulse: Pulse(), metrics: WorkMetrics()).report()
        #expect(receiver.waiting() == ["STATUS=Working"])
    }

    @Test func theEnvironmentIsReadAsTheManagerMeansIt() throws {
        #expect(ServiceManager(environment: [:]) == nil)
        for path in ["", "relative", "@", "/\(String(repeating: "x", count: 200))"] {
            #expect(ServiceManager(environment: ["NOTIFY_SOCKET": path]) == nil)
        }
        func watchdog(_ more: [String: String]) -> Duration? {
            ServiceManager(environment: ["NOTIFY_SOCKET": "/run/none"].merging(more) { $1 })?.watchdog
        }
        #expect(watchdog(["WATCHDOG_USEC": "1500000"]) == .milliseconds(1_500))
        let own = String(ProcessInfo.processInfo.processIdentifier)
        #expect(watchdog(["WATCHDOG_USEC": "1500000", "WATCHDOG_PID": own]) == .milliseconds(1_500))
        for bad in ["0", "-1", "soon"] { #expect(watchdog(["WATCHDOG_USEC": bad]) == nil) }
        #expect(watchdog(["WATCHDOG_USEC": "1500000", "WATCHDOG_PID": "1"]) == nil)
        let nobody = try #require(ServiceManager(environment: ["NOTIFY_SOCKET": "/nobody/listens"]))
        #expect(!nobody.socket.say("READY=1"))
    }

    @Test func theUnitFileIsSound() throws {
        let verifier = "/usr/bin/systemd-analyze"
        guard FileManager.default.isExecutableFile(atPath: verifier) else { return }
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let unit = try String(contentsOf: root.appending(path: "config/clarion.service"), encoding: .utf8)
        #expect(unit.contains("\nType=notify\n"))
        let folder = FileManager.default.temporaryDirectory.appending(path: "unit-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // The program need not be installed where the tests run.
        let file = folder.appending(path: "clarion.service")
        try Data(unit.replacing("/usr/local/bin/clarion", with: "/bin/true").utf8).write(to: file)
        let words = try Tool.run("/bin/sh", "-c", "\(verifier) verify --man=no '\(file.path)' 2>&1")
        #expect(!words.contains("clarion.service:"), "\(words)")
    }
}
