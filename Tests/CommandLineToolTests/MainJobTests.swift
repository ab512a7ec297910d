import Foundation
import Rehearsal
import TestKit
import Testing

/// The main job from end to end: forty people in every state of consent, three channels, every reason told.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct MainJobTests {
    @Test func everyStateAndReasonFollowsFromConsentAndAddressesFromPlanToLog() async throws {
        let outside = try Outside()
        let place = try Workplace(outside.settings(sheets: true))
        try place.write("people.csv", FortyPeople.file)
        try place.write("call.md", FortyPeople.call.text)
        let imported = try await place.run("people", "import", "people.csv", "--format", "json", expect: 0).json()
        #expect(imported.counts == ["read": 43, "added": 43, "updated": 0, "unchanged": 0, "rejected": 0])
        #expect(imported["rejected_file"] == .null)
        try await place.run("check", "call.md", expect: 0)

        let plan = try await place.run("plan", "call.md", "--format", "json", expect: 0).json()
        expectForecast(plan)
        #expect(try await place.run("status", expect: 0).output.isEmpty, "a plan writes nothing")

        let hash = try #require(plan["hash"]?.text)
        try await place.run("submit", "call.md", "--plan", hash, expect: 0)
        try expectStates("queued", try await place.log("--call", "rent-hearing"))
        expectBalance(try await place.status(), state: "running", asked: "queued")

        try await place.run("work", "--drain", expect: 0)
        try expectStates("sent", try await place.log())
        expectBalance(try await place.status(), state: "finished", asked: "sent")

        let asked = FortyPeople.tenants.filter { FortyPeople.reason($0, "email") == nil }.map(\.email)
        #expect(outside.mails.values.flatMap(\.recipients).sorted() == asked.sorted())
        let rung = FortyPeople.tenants.filter { FortyPeople.reason($0, "sms") == nil }.map(\.phone)
        #expect(outside.texts.values.map(\.to).sorted() == rung.sorted())
        let files = try FileManager.default.subpathsOfDirectory(atPath: place.path("sheets"))
        #expect(files.contains { $0.hasSuffix(".pdf") })
        await outside.stop()
    }

    private func expectForecast(_ plan: Loose) {
        #expect(plan.keys.isSuperset(of: ["call", "hash", "audience", "channels", "warnings"]))
        #expect(plan["call"]?.text == "rent-hearing")
        #expect(plan["audience"]?.int == 40)
        #expect(plan["warnings"]?.list != nil)
        #expect(plan["channels"]?.keys == Set(FortyPeople.channels))
        for channel in FortyPeople.channels {
            let expected = FortyPeople.counts(channel)
            let found = plan["channels"]?[channel]
            #expect(found?["send"]?.int == expected.send, "\(channel)")
            #expect(found?["skip"]?.counts == expected.skip, "\(channel)")
        }
        let texts = plan["channels"]?["sms"]
        #expect(texts?["encoding"]?.text == "GSM-7")
        #expect((texts?["parts"]?.int ?? 0) >= FortyPeople.counts("sms").send)
        let sheets = plan["channels"]?["canvass"]
        #expect((1...FortyPeople.counts("canvass").send).contains(sheets?["doors"]?.int ?? 0))
        #expect((sheets?["sheets"]?.int ?? 0) >= 1)
    }

    /// Whoever may be asked is in the state; everybody else is skipped, and for the very reason.
    private func expectStates(_ state: String, _ log: [Loose]) throws {
        #expect(log.count == 120, "people × channels, and nobody from outside of the audience")
        var found: [String: Loose] = [:]
        for entry in log { found["\(entry["person"]?.text ?? "") \(entry["channel"]?.text ?? "")"] = entry }
        for tenant in FortyPeople.tenants {
            for channel in FortyPeople.channels {
                let reason = FortyPeople.reason(tenant, channel)
                let entry = try #require(found["\(tenant.id) \(channel)"])
                #expect(entry["state"]?.text == (reason == nil ? state : "skipped"), "\(tenant.id) \(channel)")
                #expect(entry["reason"] == (reason.map { .text($0) } ?? .null), "\(tenant.id) \(channel)")
            }
        }
    }

    private func expectBalance(_ status: Loose, state: String, asked: String) {
        #expect(status["state"]?.text == state)
        #expect(status["audience"]?.int == 40)
        #expect(status["goal"]?.int == 12)
        for channel in FortyPeople.channels {
            let states = status["channels"]?[channel]?.counts ?? [:]
            #expect(states.values.reduce(0, +) == 40, "\(channel)")
            #expect(states[asked] == FortyPeople.counts(channel).send, "\(channel)")
            #expect(states["skipped"] == FortyPeople.counts(channel).skip.values.reduce(0, +), "\(channel)")
        }
    }

    @Test func whoOptsOutOrHasDoneItBetweenSubmitAndWorkIsNotAsked() async throws {
        let outside = try Outside()
        let place = try Workplace(outside.settings())
        try await place.submit(Crowd.willing(6))
        try await place.run("consent", "withdraw", "p1", "--channel", "email", "--source", "rang us", expect: 0)
        try await place.run("people", "forget", "p2", expect: 0)
        try await place.run("complete", "rent-hearing", "p3", "--via", "canvass", expect: 0)
        try await place.run("work", "--drain", expect: 0)
        #expect(
            Set(outside.mails.values.flatMap(\.recipients)) == ["p4@example.org", "p5@example.org", "p6@example.org"]
        )
        #expect(Set(outside.texts.values.map(\.to)) == Set([1, 4, 5, 6].map(Crowd.phone)))
        let log = try await place.log("--person", "p1", "--channel", "email")
        #expect(log.map { $0["state"]?.text } == ["skipped"])
        #expect(log.map { $0["reason"]?.text } == ["consent-withdrawn"])
        let done = try await place.log("--person", "p3")
        #expect(done.map { $0["state"]?.text } == ["cancelled", "cancelled"])
        #expect(done.map { $0["reason"]?.text } == ["already-done", "already-done"])
        let status = try await place.status()
        #expect(status["done"]?.int == 1)
        #expect(status["done_via"]?.counts == ["canvass": 1])
        for channel in ["email", "sms"] {
            #expect(status["channels"]?[channel]?.counts.values.reduce(0, +) == 6)
        }
        try await place.run("doctor", expect: 0)
        await outside.stop()
    }

    @Test func theSameFileAgainAddsNothingAndOtherWordsAreRefused() async throws {
        let outside = try Outside()
        let place = try Workplace(outside.settings())
        try await place.submit(Crowd.willing(5))
        let before = try await place.log()
        try await place.run("submit", "call.md", expect: 0)
        #expect(try await place.log() == before)
        try await place.run("work", "--drain", expect: 0)
        try await place.run("submit", "call.md", expect: 0)
        try await place.run("work", "--drain", expect: 0)
        #expect(outside.mails.count == 5)
        #expect(outside.texts.count == 5)
        var other = TestCall()
        other.body = "Stay at home.\n"
        try place.write("call.md", other.text)
        try await place.run("submit", "call.md", expect: 65)
        #expect(try await place.log().count == 10)
        await outside.stop()
    }

    @Test func aPlanThatHasMovedIsNotSubmitted() async throws {
        let outside = try Outside()
        let place = try Workplace(outside.settings())
        try place.write("people.csv", Crowd.willing(5))
        try place.write("call.md", TestCall().text)
        try await place.run("people", "import", "people.csv", expect: 0)
        let hash = try #require(try await place.run("plan", "call.md", "--format", "json").json()["hash"]?.text)
        let again = try await place.run("plan", "call.md", "--format", "json").json()["hash"]?.text
        #expect(again == hash, "as long as nothing moves")
        try await place.run("consent", "withdraw", "p1", "--channel", "email", expect: 0)
        try await place.run("submit", "call.md", "--plan", hash, expect: 65)
        #expect(try await place.run("status", "--format", "json", expect: 0).json() == .list([]))
        try await place.run("submit", "call.md", "--plan", "0000000000000000", expect: 65)
        await outside.stop()
    }
}
