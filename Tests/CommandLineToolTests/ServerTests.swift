import Foundation
import Rehearsal
import TestKit
import Testing

/// Servers that refuse, waver, vanish and hang.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct MailServerTests {
    @Test func eachRecipientIsJudgedByItsOwnAnswer() async throws {
        let tries = Gathered<String>()
        let outside = try Outside(replies: { step in
            guard case .recipient(let address) = step.event else { return nil }
            tries.add(address)
            let count = tries.values.count { $0 == address }
            switch address {
            case "p1@example.org": return .say("550 5.1.1 Mailbox unknown: p1@example.org")
            case "p2@example.org": return count < 3 ? .say("450 4.2.1 Mailbox busy") : nil
            case "p3@example.org": return .say("450 4.2.1 Mailbox always busy")
            case "p4@example.org": return count < 2 ? .sayAndClose("421 4.3.2 Shutting down") : nil
            default: return nil
            }
        })
        let place = try Workplace(outside.settings(texts: false))
        try await place.submit(Crowd.willing(8))
        try await place.run("work", "--drain", expect: 0)
        let log = try await place.log("--channel", "email")
        func entry(_ person: String) -> Loose? { log.first { $0["person"]?.text == person } }
        #expect(entry("p1")?["state"]?.text == "failed")
        #expect(entry("p1")?["reason"]?.text?.contains("Mailbox unknown") == true)
        #expect(entry("p1")?["reason"]?.text?.contains("p1@example.org") == false, "masked")
        #expect(entry("p1")?["attempts"]?.int == 1)
        #expect(entry("p2")?["state"]?.text == "sent")
        #expect(entry("p2")?["attempts"]?.int == 3)
        #expect(entry("p3")?["state"]?.text == "failed")
        #expect(entry("p3")?["attempts"]?.int == 3)
        #expect(entry("p3")?["reason"]?.text?.contains("always busy") == true)
        for person in 4...8 { #expect(entry("p\(person)")?["state"]?.text == "sent", "p\(person)") }
        #expect(outside.mails.count == 6)
        await outside.stop()
    }

    @Test func aMailWhoseFateIsUnknownGoesOutAgainWithTheSameMessageID() async throws {
        let closed = Gathered<Void>()
        let outside = try Outside(replies: { step in
            guard case .kept = step.event, closed.add(()) <= 2 else { return nil }
            return .close()
        })
        let place = try Workplace(outside.settings(texts: false))
        try await place.submit(Crowd.willing(10))
        try await place.run("work", "--drain", expect: 0)
        #expect(try await place.status().count("email", "sent") == 10)
        let mails = outside.mails.values
        #expect(mails.count == 12)
        let identities = Set(mails.compactMap { $0.field("Message-ID") })
        #expect(identities.count == 10)
        await outside.stop()
    }

    @Test func aServerThatIsNotThereLeavesAllQueuedAndTheStatusSaysSo() async throws {
        let gone = try Outside()
        let place = try Workplace(gone.settings(texts: false))
        await gone.stop()
        try await place.submit(Crowd.willing(50))
        let clock = ContinuousClock()
        let began = clock.now
        let result = try await place.run("work", "--drain", expect: 0)
        #expect(began.duration(to: clock.now) < .seconds(20))
        #expect(result.errors.contains("email"))
        let status = try await place.status()
        #expect(status["state"]?.text == "running")
        #expect(status.count("email", "queued") == 50)
        #expect(status["waiting_for"]?.text?.contains("127.0.0.1") == true)
        let words = try await place.run("status", "rent-hearing", "--format", "table", expect: 0).output
        let line = try #require(words.split(separator: "\n").first { $0.contains("email, since") })
        #expect(
            line.contains(/since (\d{4}-\d\d-\d\d )?\d\d:\d\d, next try when a worker runs: 127\.0\.0\.1:\d+/)
        )
        #expect(
            try await place.log("--limit", "1").first?["attempts"]?.int == 0,
            "the server's absence is nobody's attempt"
        )
    }

    @Test func aDeadServerHoldsUpNobodyElse() async throws {
        let gone = try Outside()
        let outside = try Outside()
        var settings = outside.settings(sheets: true)
        settings.mail = gone.mailServer.url
        await gone.stop()
        let place = try Workplace(settings)
        var call = TestCall()
        call.body += "\n# canvass\n\nAsk them.\n"
        try await place.submit(Crowd.willing(40), call)
        try await place.run("work", "--drain", expect: 0)
        let status = try await place.status()
        #expect(status.count("email", "queued") == 40)
        #expect(status.count("sms", "sent") == 40)
        #expect(status.count("canvass", "sent") == 40)
        #expect(outside.texts.count == 40)
        await outside.stop()
    }
}

/// Gateways that refuse, waver, vanish and hang.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct GatewayTests {
    @Test func refusalsAreInTheGatewaysOwnWordsAndTroubleIsTriedAgain() async throws {
        let asked = Gathered<String>()
        let outside = try Outside(answers: { step in
            guard case .message(let text) = step.event else { return nil }
            asked.add(text.to)
            let count = asked.values.count { $0 == text.to }
            switch text.to {
            case Crowd.phone(1):
                return .say(
                    400,
                    body: #"{"code":21211,"message":"The number is not a valid phone number","status":400}"#
                )
            case Crowd.phone(2): return count < 3 ? .say(500, body: "{}") : nil
            case Crowd.phone(3): return .say(503, body: "{}")
            default: return nil
            }
        })
        let place = try Workplace(outside.settings(mail: false))
        try await place.submit(Crowd.willing(6))
        try await place.run("work", "--drain", expect: 0)
        let log = try await place.log("--channel", "sms")
        func entry(_ person: String) -> Loose? { log.first { $0["person"]?.text == person } }
        #expect(entry("p1")?["state"]?.text == "failed")
        #expect(entry("p1")?["reason"]?.text?.contains("not a valid phone number") == true)
        #expect(entry("p2")?["state"]?.text == "sent")
        #expect(entry("p2")?["attempts"]?.int == 3)
        #expect(entry("p3")?["state"]?.text == "failed")
        #expect(entry("p3")?["attempts"]?.int == 3)
        for person in 4...6 { #expect(entry("p\(person)")?["state"]?.text == "sent") }
        await outside.stop()
    }

    @Test func whoeverAsksUsToSlowDownIsObeyedToTheSecond() async throws {
        let asked = Gathered<ContinuousClock.Instant>()
        let outside = try Outside(answers: { step in
            guard case .message = step.event else { return nil }
            return asked.add(.now) == 1 ? .say(429, fields: [(name: "Retry-After", value: "2")]) : nil
        })
        var settings = outside.settings(mail: false)
        settings.connections = 1
        let place = try Workplace(settings)
        try await place.submit(Crowd.willing(5))
        try await place.run("work", "--drain", expect: 0)
        #expect(try await place.status().count("sms", "sent") == 5)
        let times = asked.values
        // What was on its way already may still arrive; a second wave begins only after the wait.
        let resumed = times.filter { times[0].duration(to: $0) >= .milliseconds(1_900) }
        #expect(times.count - resumed.count <= 2, "\(times.count)")
        #expect(!resumed.isEmpty)
        await outside.stop()
    }

    @Test(arguments: [401, 403, 302])
    func aGatewayThatRefusesUsAltogetherCostsNobodyAnAttempt(_ status: Int) async throws {
        let outside = try Outside(answers: { step in
            guard case .message = step.event else { return nil }
            let fields = status == 302 ? [(name: "Location", value: "http://127.0.0.1:1/")] : []
            return .say(status, fields: fields, body: #"{"code":20003,"message":"Authenticate","status":401}"#)
        })
        let place = try Workplace(outside.settings(mail: false))
        try await place.submit(Crowd.willing(12))
        let result = try await place.run("work", "--drain", expect: 0)
        #expect(!result.errors.contains("hush-hush-token"))
        let found = try await place.status()
        #expect(found.count("sms", "queued") == 12)
        #expect(found["waiting_for"]?.text?.contains("sms") == true)
        #expect(outside.texts.count == 0)
        await outside.stop()
    }

    @Test func aTextWhoseAnswerIsLostIsHeld() async throws {
        let outside = try Outside(answers: { step in
            guard case .kept(let text) = step.event, text.to == Crowd.phone(1) else { return nil }
            return .close()
        })
        let place = try Workplace(outside.settings(mail: false))
        try await place.submit(Crowd.willing(3))
        try await place.run("work", "--drain", expect: 0)
        let status = try await place.status()
        #expect(status.count("sms", "held") == 1)
        #expect(status.count("sms", "sent") == 2)
        #expect(status["state"]?.text == "running", "somebody has to decide")
        #expect(outside.texts.count == 3)
        await outside.stop()
    }

    @Test func aStopToldToTheCarrierIsAnOptOutInTheLedger() async throws {
        let outside = try Outside(answers: { step in
            guard case .message(let text) = step.event, text.to == Crowd.phone(2) else { return nil }
            let body = #"{"code":21610,"message":"Attempt to send to unsubscribed recipient","status":400}"#
            return .say(400, body: body)
        })
        let place = try Workplace(outside.settings(mail: false))
        try await place.submit(Crowd.willing(3))
        try await place.run("work", "--drain", expect: 0)
        #expect(try await place.status().count("sms", "failed") == 1)
        let ledger = try await place.run("consent", "show", "p2", "--format", "jsonl", expect: 0).jsonLines()
        let last = ledger.last { $0["channel"]?.text == "sms" }
        #expect(last?["state"]?.text == "withdrawn")
        try place.write("next.md", TestCall(slug: "next").text)
        let plan = try await place.run("plan", "next.md", "--format", "json", expect: 0).json()
        #expect(plan["channels"]?["sms"]?["skip"]?.counts == ["consent-withdrawn": 1])
        try await place.run("doctor", expect: 0)
        await outside.stop()
    }
}
