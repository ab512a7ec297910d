import Foundation
import Rehearsal
import TestKit
import Testing

/// What the one who runs it relies on.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct OperatingTests {
    @Test func aBackupIsADatabaseOneCanGoOnWith() async throws {
        let outside = try Outside()
        let place = try Workplace(outside.settings(texts: false))
        try await place.submit(Crowd.willing(8))
        let copied = try await place.run("backup", "copy.db", "--format", "json", expect: 0).json()
        #expect(copied["file"]?.text == "copy.db")
        #expect((copied["bytes"]?.int ?? 0) > 0)
        try await place.run("work", "--drain", expect: 0)
        let restored = try await place.run("status", "rent-hearing", "--database", "copy.db", "--format", "json")
        #expect(try restored.json().count("email", "queued") == 8)
        try await place.run("doctor", "--database", "copy.db", expect: 0)
        try await place.run("backup", "copy.db", expect: 65)
        try await place.run("backup", "no/such/copy.db", expect: 69)
        try await place.run("backup", "new.db", "--database", "not-there.db", expect: 66)
        #expect(!place.has("not-there.db") && !place.has("new.db"))
        let served = try await place.run("backup", "x", "--database", "postgres://a:hush@127.0.0.1:1/b", expect: 64)
        #expect(served.errors.contains("pg_dump") && !served.errors.contains("hush"))
        await outside.stop()
    }

    @Test func theLogIsLinesOfJSONWhenAskedForAndTellsNothingOfPeople() async throws {
        let outside = try Outside()
        let place = try Workplace(outside.settings(texts: false))
        try await place.submit(Crowd.willing(8))
        let result = try await place.run("work", "--drain", "--log-format", "json", expect: 0)
        let lines = try result.errors.split(separator: "\n").map { try Loose.read(String($0)) }
        #expect(lines.allSatisfy { $0.keys.isSuperset(of: ["at", "level", "message"]) })
        #expect(lines.contains { $0["call"]?.text == "rent-hearing" && $0["worker"]?.int == 1 })
        #expect(lines.last?["sent"]?.int == 8)
        #expect(!result.errors.contains("@"))
        let quiet = try await place.run("work", "--drain", environment: ["CLARION_LOG_LEVEL": "error"])
        #expect(quiet.errors == "Nothing was due.\n")
        try await place.run("work", "--drain", "--log-format", "xml", expect: 64)
        try await place.run("work", "--drain", expect: 64, environment: ["CLARION_LOG_LEVEL": "loud"])
        await outside.stop()
    }

    @Test func theLogInSentencesNamesWhatGoesWithThem() async throws {
        let outside = try Outside()
        let place = try Workplace(outside.settings(texts: false))
        try await place.submit(Crowd.willing(8))
        let result = try await place.run("work", "--drain", expect: 0)
        let lines = result.errors.split(separator: "\n")
        #expect(lines.contains { $0.contains("info: ") && $0.hasSuffix(" call=rent-hearing worker=1") })
        #expect(!result.errors.contains("@"))
        await outside.stop()
    }

    @Test func metricsAreShownOnLoopbackAndATakenPortEndsItBeforeAnythingIsSent() async throws {
        let outside = try Outside()
        let place = try Workplace(outside.settings(texts: false))
        try await place.submit(Crowd.willing(8))
        let port = try #require(try FreePorts.find(1).first)
        try await place.run("work", "--metrics", "0.0.0.0:\(port)", expect: 64)
        let receiver = try NotifyReceiver("@clarion-test-\(UUID().uuidString)")
        let worker = try place.start(
            ["work"],
            environment: ["CLARION_METRICS": "127.0.0.1:\(port)", "NOTIFY_SOCKET": receiver.name]
        )
        #expect(receiver.next()?.hasPrefix("STATUS=") == true)
        #expect(receiver.next()?.hasPrefix("READY=1") == true)
        await outside.mails.reach(8)
        let page = try await place.shell("curl -s http://127.0.0.1:\(port)/metrics")
        #expect(page.output.contains("clarion_worker_info{worker=\"1\",channels=\"email\"} 1"))
        #expect(try await place.shell("curl -sf http://127.0.0.1:\(port)/healthz").output == "alive\n")
        let second = try await place.run("work", "--metrics", "127.0.0.1:\(port)", expect: 69)
        #expect(second.errors.contains("127.0.0.1:\(port)"))
        worker.send(SIGTERM)
        #expect(await worker.end().end == .exited(0))
        #expect(receiver.waiting().contains { $0.hasPrefix("STOPPING=1") })
        await outside.stop()
    }

    @Test func theDoctorSeesWhatIsHeldAndWhatIsLongOverdue() async throws {
        let place = try Workplace(TestSettings(sheets: true))
        var call = TestCall()
        call.body += "\n# canvass\n\nAsk them.\n"
        try await place.submit(Crowd.willing(3), call)
        let fresh = try await place.run("doctor", "--format", "json", expect: 0).json().list ?? []
        #expect(fresh.contains { $0["part"] == .text("queue") })
        let statement = "UPDATE deliveries SET due = 1 WHERE due > 0"
        let age = "import sqlite3; sqlite3.connect('clarion.db').executescript('\(statement)')"
        #expect(try await place.python(age).end == .exited(0))
        let overdue = try await place.run("doctor", expect: 1).output
        #expect(overdue.contains("MEND  queue"))
        #expect(overdue.contains("No worker runs"))
    }

    @Test func aWayToLearnOfACompletionThatIsNoneIsRefusedWithAHint() async throws {
        let place = try Workplace(TestSettings(sheets: true))
        try await place.submit(Crowd.willing(3))
        let wrong = try await place.run("complete", "rent-hearing", "p1", "--via", "emial", expect: 64)
        #expect(wrong.errors.contains("Did you mean 'email'?"))
        try await place.run("complete", "rent-hearing", "p1", "--via", "phone", expect: 0)
    }
}
