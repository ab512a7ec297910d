import Rehearsal
import TestKit
import Testing

/// What the doctor finds, above all after somebody has been at the database.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct DoctorTests {
    private static func healthy(_ outside: Outside) async throws -> Workplace {
        let place = try Workplace(outside.settings(sheets: true))
        var call = TestCall()
        call.body += "\n# canvass\n\nAsk them.\n"
        try await place.submit(Crowd.willing(4), call)
        return place
    }

    @Test func aHealthyPlaceIsInOrderBeforeAndAfterTheWork() async throws {
        let outside = try Outside()
        let place = try await Self.healthy(outside)
        for _ in 1...2 {
            let found = try await place.run("doctor", "--format", "json", expect: 0).json().list ?? []
            #expect(found.allSatisfy { $0["ok"] == .bool(true) }, "\(found)")
            let parts = Set(found.compactMap { $0["part"]?.text })
            #expect(parts.isSuperset(of: ["settings", "database", "email", "sms", "canvass"]))
            try await place.run("work", "--drain", expect: 0)
        }
        #expect(outside.mails.count == 4, "an examination sends nothing")
        await outside.stop()
    }

    @Test(arguments: [
        "UPDATE consents SET state = 'withdrawn' WHERE person = 1 AND channel = 'email'",
        "DELETE FROM consents WHERE person = 1",
        "DROP TRIGGER consent_entries_hold; UPDATE consent_entries SET state = 'withdrawn' WHERE sequence = 1",
        "UPDATE consent_entries SET source = 'somewhere else' WHERE sequence = 2",
        "DROP TRIGGER consent_entries_stay; PRAGMA foreign_keys = 0; DELETE FROM consent_entries WHERE sequence = 3",
        "UPDATE deliveries SET state = 'skipped', reason = 'no-consent', due = NULL WHERE number = 1",
        "DELETE FROM deliveries WHERE number = 1",
        "UPDATE calls SET audience = 3",
    ])
    func whoeverWritesToTheDatabaseByHandIsFoundOut(_ statement: String) async throws {
        let outside = try Outside()
        let place = try await Self.healthy(outside)
        let program = "import sqlite3, sys; sqlite3.connect('clarion.db').executescript(sys.argv[1])"
        let tampered = try await place.python(program, statement)
        #expect(tampered.end == .exited(0), "\(tampered.errors)")
        let result = try await place.run("doctor", expect: 1)
        #expect(result.output.contains("MEND  database"), "\(result.output)")
        await outside.stop()
    }

    @Test func serversThatAreNotThereAndMissingSettingsAreNamed() async throws {
        let place = try Workplace(TestSettings(mail: "smtp://127.0.0.1:1", texts: "http://127.0.0.1:1"))
        let found = try await place.run("doctor", "--format", "json", expect: 1).json().list ?? []
        let bad = found.filter { $0["ok"] == .bool(false) }
        #expect(Set(bad.compactMap { $0["part"]?.text }) == ["email", "sms"])
        #expect(!"\(found)".contains("hush-hush-token"))
        let bare = try Workplace()
        let settings = try await bare.run("doctor", expect: 1).output
        #expect(settings.contains("No channel is configured"))
    }

    @Test func aDatabaseThatIsNotThereIsAFindingAndNoEnd() async throws {
        let place = try Workplace(TestSettings(sheets: true))
        let result = try await place.run("doctor", "--database", "no/such/clarion.db", expect: 1)
        #expect(result.output.contains("no/such/clarion.db"))
        #expect(result.output.contains("canvass"))
    }
}
