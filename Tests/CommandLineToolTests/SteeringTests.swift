import Rehearsal
import TestKit
import Testing

/// Pause, resume, cancel, retry, publish and expiry dates, and explanations.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct SteeringTests {
    @Test func aPausedCallWaitsAndAResumedOneGoesOn() async throws {
        let outside = try Outside()
        let place = try Workplace(outside.settings())
        try await place.submit(Crowd.willing(3))
        try await place.run("pause", "rent-hearing", expect: 0)
        #expect(try await place.status()["state"]?.text == "paused")
        try await place.run("work", "--drain", expect: 0)
        #expect(outside.mails.count + outside.texts.count == 0)
        try await place.run("resume", "rent-hearing", expect: 0)
        try await place.run("work", "--drain", expect: 0)
        #expect(outside.mails.count == 3)
        #expect(outside.texts.count == 3)
        #expect(try await place.status()["state"]?.text == "finished")
        await outside.stop()
    }

    @Test func aCancelledCallSendsNothingEverAgain() async throws {
        let outside = try Outside(replies: { step in
            if case .recipient("p1@example.org") = step.event { .say("550 5.1.1 No such mailbox") } else { nil }
        })
        let place = try Workplace(outside.settings(texts: false))
        try await place.submit(Crowd.willing(2))
        try await place.run("work", "--drain", expect: 0)
        var other = TestCall()
        other.slug = "other"
        try place.write("other.md", other.text)
        try await place.run("submit", "other.md", expect: 0)
        try await place.run("cancel", "other", expect: 0)
        try await place.run("cancel", "rent-hearing", expect: 0)
        #expect(try await place.status("other").count("email", "cancelled") == 2)
        #expect(try await place.status("other")["state"]?.text == "cancelled")
        try await place.run("resume", "other", expect: 65)
        let taken = outside.mails.count
        try await place.run("retry", "rent-hearing", expect: 65)
        try await place.run("retry", "other", "--state", "cancelled", expect: 65)
        try await place.run("work", "--drain", expect: 0)
        #expect(outside.mails.count == taken)
        for call in ["rent-hearing", "other"] {
            #expect(try await place.status(call).count("email", "queued") == 0, "nothing waits for what never comes")
        }
        await outside.stop()
    }

    @Test func whatIsInFlightWhenItsCallIsCancelledDoesNotComeBack() async throws {
        let arrived = Gathered<Void>()
        let cancelled = Gate()
        let outside = try Outside(replies: { step in
            guard case .recipient = step.event else { return nil }
            if arrived.count < 3 { arrived.add(()) }
            cancelled.pass()
            return .say("450 4.2.1 Mailbox busy")
        })
        let place = try Workplace(outside.settings(texts: false))
        try await place.submit(Crowd.willing(3))
        let worker = try place.start(["work", "--drain"])
        await arrived.reach(3)
        try await place.run("cancel", "rent-hearing", expect: 0)
        cancelled.open()
        #expect(await worker.end().end == .exited(0))
        let status = try await place.status()
        #expect(status.count("email", "cancelled") == 3, "\(status)")
        try await place.run("doctor", expect: 0)
        await outside.stop()
    }

    @Test func whatFailedIsSentAgainOnRequestAlone() async throws {
        let refused = Gathered<String>()
        let outside = try Outside(replies: { step in
            guard case .recipient("p2@example.org") = step.event, refused.count == 0 else { return nil }
            refused.add("once")
            return .say("550 5.1.1 No such mailbox here")
        })
        let place = try Workplace(outside.settings(texts: false))
        try await place.submit(Crowd.willing(3))
        try await place.run("work", "--drain", expect: 0)
        let failed = try await place.log("--state", "failed")
        #expect(failed.map { $0["person"]?.text } == ["p2"])
        #expect(failed.first?["reason"]?.text?.contains("No such mailbox here") == true, "the server's words")
        try await place.run("work", "--drain", expect: 0)
        #expect(outside.mails.count == 2)
        try await place.run("retry", "rent-hearing", "--state", "failed", expect: 0)
        try await place.run("work", "--drain", expect: 0)
        #expect(outside.mails.count == 3)
        #expect(try await place.status().count("email", "sent") == 3)
        await outside.stop()
    }

    @Test func nothingGoesOutBeforeThePublishDateOrAfterTheExpiryDate() async throws {
        let outside = try Outside()
        let place = try Workplace(outside.settings())
        try await place.submit(Crowd.willing(2), TestCall(more: ["publishDate: 2099-01-01T09:00"]))
        try await place.run("work", "--drain", expect: 0)
        #expect(try await place.status()["waiting_for"]?.text?.contains("2099-01-01T15:00:00.000Z") == true)
        try place.write("old.md", TestCall(slug: "old", more: ["expiryDate: 2020-01-01T09:00"]).text)
        try await place.run("submit", "old.md", expect: 0)
        try await place.run("work", "--drain", expect: 0)
        #expect(outside.mails.count + outside.texts.count == 0)
        let log = try await place.log("--call", "old")
        #expect(log.map { $0["reason"]?.text } == Array(repeating: "expired", count: 4))
        await outside.stop()
    }

    @Test func anExplanationNamesTheRuleAndTheEntryOfTheLedger() async throws {
        let outside = try Outside()
        let place = try Workplace(outside.settings())
        try place.write("people.csv", FortyPeople.file)
        try place.write("call.md", TestCall(more: ["audience: { tags: [tenant], except: [board] }"]).text)
        try await place.run("people", "import", "people.csv", expect: 0)
        try await place.run("submit", "call.md", expect: 0)
        let asked = try await place.run("explain", "rent-hearing", "t0", "--format", "json", expect: 0).json()
        #expect(asked["selected"] == .bool(true))
        #expect(asked["channels"]?["email"]?["state"]?.text == "queued")
        #expect(asked["channels"]?["email"]?["consent"]?["entry"]?.int != nil)
        let pending = try await place.run("explain", "rent-hearing", "t1", expect: 0).output
        #expect(pending.contains("consent-pending"))
        #expect(pending.contains("Web form"))
        let silent = try await place.run("explain", "rent-hearing", "t3", expect: 0).output
        #expect(silent.contains("no-consent"))
        let unmeant = try await place.run("explain", "rent-hearing", "o2", "--format", "json", expect: 0).json()
        #expect(unmeant["selected"] == .bool(false))
        for words in [pending, silent] { #expect(!words.contains("@example.org") || words.contains("•••")) }
        try await place.run("explain", "rent-hearing", "nobody", expect: 66)
        try await place.run("explain", "nothing", "t0", expect: 66)
        await outside.stop()
    }
}
