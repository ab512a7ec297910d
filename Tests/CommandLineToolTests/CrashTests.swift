import Foundation
import Rehearsal
import TestKit
import Testing

/// What becomes of deliveries when the program dies at the worst moments.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct CrashTests {
    @Test func killedAgainAndAgainNothingIsLostAndEachRepetitionBearsTheSameMessageID() async throws {
        let outside = try Outside()
        let place = try Workplace(outside.settings(texts: false))
        try await place.submit(Crowd.willing(400))
        var inFlight = 0
        for _ in 1...5 {
            let worker = try place.start(["work"])
            // Dies at a moment that nobody chose, while mails are on the wire.
            await outside.mails.reach(min(400, outside.mails.count + Int.random(in: 1...60)))
            worker.send(SIGKILL)
            #expect(await worker.end().end == .signalled(SIGKILL))
            inFlight += try await place.status().count("email", "sending") ?? 0
        }
        try await place.run("work", "--drain", expect: 0)
        let mails = outside.mails.values
        #expect(Set(mails.flatMap(\.recipients)).count == 400, "nothing is lost")
        #expect(mails.count - 400 <= inFlight, "\(mails.count) mails, \(inFlight) in flight at the deaths")
        var identities: [String: Set<String>] = [:]
        for mail in mails { identities[mail.recipients.joined(), default: []].insert(mail.field("Message-ID") ?? "") }
        #expect(identities.values.allSatisfy { $0.count == 1 && $0 != [""] })
        let status = try await place.status()
        #expect(status.count("email", "sent") == 400)
        #expect(status["state"]?.text == "finished")
        try await place.run("doctor", expect: 0)
        await outside.stop()
    }

    @Test func twoWorkersAtOnceShareTheWorkAndRepeatNothing() async throws {
        let outside = try Outside()
        let place = try Workplace(outside.settings())
        try await place.submit(Crowd.willing(300))
        let workers = try (1...2).map { _ in try place.start(["work", "--drain"]) }
        for worker in workers { #expect(await worker.end().end == .exited(0)) }
        #expect(outside.mails.count == 300)
        #expect(outside.texts.count == 300)
        #expect(try await place.status()["state"]?.text == "finished")
        try await place.run("doctor", expect: 0)
        await outside.stop()
    }

    @Test func theWorkGoesOnWhenNobodyListensToItsWords() async throws {
        let outside = try Outside()
        let place = try Workplace(outside.settings(texts: false))
        try await place.submit(Crowd.willing(20))
        let result = try await place.shell("{ \"$CLARION\" work --drain 2>&1 >&3; echo $? > code; } 3>&1 | true")
        #expect(result.end == .exited(0))
        #expect(try place.read("code") == "0\n")
        #expect(try await place.status().count("email", "sent") == 20)
        await outside.stop()
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func askedToStopInTheMiddleItFinishesWhatIsOnTheWireAndGivesBackTheRest(_ signal: Int32) async throws {
        let outside = try Outside()
        let place = try Workplace(outside.settings())
        try await place.submit(Crowd.willing(600))
        let worker = try place.start(["work"])
        await outside.mails.reach(40)
        let clock = ContinuousClock()
        let asked = clock.now
        worker.send(signal)
        let result = await worker.end()
        #expect(result.end == .exited(0), "\(result.errors)")
        #expect(asked.duration(to: clock.now) < .seconds(10))
        let status = try await place.status()
        for channel in ["email", "sms"] { #expect(status.count(channel, "sending") == 0, "\(channel)") }
        #expect(status.count("email", "sent") == outside.mails.count, "what was taken is known to be taken")
        #expect(status.count("sms", "sent") == outside.texts.count)
        try await place.run("work", "--drain", expect: 0)
        #expect(outside.mails.count == 600)
        #expect(outside.texts.count == 600)
        await outside.stop()
    }

    @Test func aServerThatDoesNotAnswerDoesNotHoldUpTheStop() async throws {
        let arrived = Gathered<Void>()
        let outside = try Outside(
            replies: { step in
                guard case .recipient = step.event else { return nil }
                arrived.add(())
                return .wait(.seconds(120))
            },
            answers: { _ in
                arrived.add(())
                return .wait(.seconds(120))
            }
        )
        let place = try Workplace(outside.settings())
        try await place.submit(Crowd.willing(20))
        let worker = try place.start(["work"])
        await arrived.reach(8)
        let clock = ContinuousClock()
        let asked = clock.now
        worker.send(SIGTERM)
        #expect(await worker.end().end == .exited(0))
        #expect(asked.duration(to: clock.now) < .seconds(10))
        let status = try await place.status()
        for channel in ["email", "sms"] {
            #expect(status.count(channel, "sending") == 0)
            #expect(status["channels"]?[channel]?.counts.values.reduce(0, +) == 20)
        }
        await outside.stop()
    }

    @Test func aTextInFlightAtTheDeathIsHeldAndNeverRepeated() async throws {
        let asked = Gathered<String>()
        let outside = try Outside(answers: { step in
            guard case .message(let text) = step.event else { return nil }
            return asked.add(text.to) > 4 ? nil : .wait(.seconds(120))
        })
        let place = try Workplace(outside.settings(mail: false))
        try await place.submit(Crowd.willing(30))
        let worker = try place.start(["work"])
        await asked.reach(4)
        worker.send(SIGKILL)
        _ = await worker.end()
        let inFlight = try await place.status().count("sms", "sending") ?? 0
        #expect(inFlight >= 4)
        let before = asked.values.prefix(4)
        try await place.run("work", "--drain", expect: 0)
        let status = try await place.status()
        #expect(status.count("sms", "held") == inFlight)
        #expect(status.count("sms", "sent") == 30 - inFlight)
        #expect(status["waiting_for"]?.text?.contains("held") == true)
        #expect(Set(asked.values).count == asked.count, "no number was asked twice")
        #expect(before.allSatisfy { number in asked.values.count { $0 == number } == 1 })
        try await place.run("retry", "rent-hearing", "--state", "held", expect: 0)
        try await place.run("work", "--drain", expect: 0)
        #expect(try await place.status().count("sms", "sent") == 30, "once somebody has decided")
        await outside.stop()
    }

    @Test func aSubmissionThatIsKilledIsThereAsAWholeOrNotAtAll() async throws {
        let place = try Workplace(TestSettings(mail: "smtp://127.0.0.1:1", texts: "http://127.0.0.1:1"))
        try place.write("people.csv", Crowd.willing(1_000))
        try await place.run("people", "import", "people.csv", expect: 0)
        let clock = ContinuousClock()
        try place.write("whole.md", TestCall(slug: "whole").text)
        let began = clock.now
        try await place.run("submit", "whole.md", expect: 0)
        let length = began.duration(to: clock.now)
        for attempt in 1...6 {
            try place.write("call.md", TestCall(slug: "attempt-\(attempt)").text)
            let submit = try place.start(["submit", "call.md"])
            // There is no event inside a submission to wait for: the moment itself is what is being tried.
            try await Task.sleep(for: length * Double.random(in: 0.3...1))
            submit.send(SIGKILL)
            _ = await submit.end()
        }
        for status in try await place.run("status", "--format", "json", expect: 0).json().list ?? [] {
            #expect(status["audience"]?.int == 1_000)
            for channel in ["email", "sms"] { #expect(status.count(channel, "queued") == 1_000) }
        }
        #expect(try await place.log().count.isMultiple(of: 2_000))
        let found = try await place.run("doctor", "--format", "json", expect: 1).json().list ?? []
        #expect(found.allSatisfy { $0["part"]?.text != "database" || $0["ok"] == .bool(true) })
    }
}
