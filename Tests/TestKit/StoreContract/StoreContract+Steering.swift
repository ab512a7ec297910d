import Calls
import Deliveries
import People
import Reviews
import Testing

extension StoreContract {
    /// What an organizer does to a call under way.
    static let steering: [StoreContract] = [
        StoreContract("cancelling withdraws what is queued, for good") { bench in
            try await bench.queue(3)
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(1, by: worker)
            #expect(try await bench.store.steer("hearing", .cancel, now: bench.start))
            #expect(try await bench.counts() == [.sending: 1, .cancelled: 2])
            #expect(try await bench.settle(claimed, by: worker) == 1)
            #expect(try await bench.store.steer("hearing", .cancel, now: bench.start))
            #expect(try await bench.store.steer("hearing", .resume, now: bench.start) == false)
            #expect(try await bench.store.steer("hearing", .pause, now: bench.start) == false)
            let status = try await bench.status()
            #expect(status.course == .cancelled)
            try await bench.expectBalance()
        },
        StoreContract("what comes back of a cancelled call is cancelled, not queued for ever") { bench in
            try await bench.queue(2)
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(1, by: worker)
            _ = try await bench.claimAndDie()
            #expect(try await bench.store.steer("hearing", .cancel, now: bench.start))
            let later = bench.start + .seconds(60)
            #expect(try await bench.settle(claimed, .retry(at: later, "busy"), by: worker) == 1)
            #expect(try await bench.rescue() == 1)
            #expect(try await bench.counts() == [.cancelled: 2])
            await #expect(throws: SubmitError.cancelled("hearing")) {
                try await bench.store.requeue("hearing", from: .cancelled, now: bench.start)
            }
            try await bench.expectBalance()
        },
        StoreContract("a call that is not there cannot be steered") { bench in
            await #expect(throws: SubmitError.noSuchCall("nothing")) {
                try await bench.store.steer("nothing", .pause, now: bench.start)
            }
            await #expect(throws: SubmitError.noSuchCall("nothing")) {
                try await bench.store.requeue("nothing", from: .failed, now: bench.start)
            }
        },
        StoreContract("deliveries that ended are queued again with a fresh count of tries") { bench in
            try await bench.queue(4)
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(by: worker)
            try await bench.settle(Array(claimed[0..<2]), .failed("no such box"), by: worker)
            try await bench.settle(Array(claimed[2..<3]), .held("no answer"), by: worker)
            try await bench.settle(Array(claimed[3..<4]), by: worker)
            let moment = bench.start + .seconds(30)
            #expect(try await bench.store.requeue("hearing", from: .failed, now: moment) == 2)
            #expect(try await bench.counts() == [.queued: 2, .held: 1, .sent: 1])
            let entry = try await bench.delivery(of: "p1")
            #expect(entry.attempts == 0)
            #expect(entry.reason == nil)
            #expect(entry.due == moment)
            #expect(try await bench.store.requeue("hearing", from: .held, now: moment) == 1)
            #expect(try await bench.claim(by: worker, at: moment).map(\.item.attempt) == [1, 1, 1])
            try await bench.expectBalance()
        },
        StoreContract("an ask that is done stays closed") { bench in
            try await bench.queue(2)
            let worker = try await bench.enlist()
            try await bench.settle(try await bench.claim(by: worker), .failed("no such box"), by: worker)
            try await bench.complete("hearing", "p1")
            #expect(try await bench.store.requeue("hearing", from: .failed, now: bench.start) == 1)
            #expect(try await bench.delivery(of: "p1").state == .failed)
        },
        StoreContract("queueing again asks the gate again") { bench in
            try await bench.queue(1)
            let worker = try await bench.enlist()
            try await bench.settle(try await bench.claim(by: worker), .failed("no such box"), by: worker)
            try await bench.withdraw("p1")
            #expect(try await bench.store.requeue("hearing", from: .failed, now: bench.start) == 1)
            #expect(try await bench.claim(by: worker).isEmpty)
            #expect(try await bench.delivery(of: "p1").reason == "consent-withdrawn")
        },
    ]

    /// What becomes of the queue when the ask closes or is done.
    static let closing: [StoreContract] = [
        StoreContract("at the end, what was never tried is skipped and what was tried has failed") { bench in
            let end = bench.start + .seconds(60)
            try await bench.queue(4, expiresAt: end)
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(3, by: worker)
            try await bench.settle(Array(claimed[0..<1]), .retry(at: end, "busy"), by: worker)
            try await bench.settle(Array(claimed[1..<2]), .snoozed(until: end, "quiet hours"), by: worker)
            #expect(try await bench.store.expire(now: end + .milliseconds(-1)) == 0)
            #expect(try await bench.store.expire(now: end) == 3)
            #expect(try await bench.counts() == [.failed: 1, .skipped: 2, .sending: 1])
            let tried = try await bench.delivery(of: "p1")
            #expect(tried.reason?.contains("busy") == true)
            #expect(tried.due == nil)
            #expect(try await bench.delivery(of: "p2").reason == "expired")
            #expect(try await bench.delivery(of: "p4").reason == "expired")
            #expect(try await bench.store.expire(now: end) == 0)
            try await bench.expectBalance()
        },
        StoreContract("a paused call closes like any other") { bench in
            let end = bench.start + .seconds(60)
            try await bench.queue(1, expiresAt: end)
            #expect(try await bench.store.steer("hearing", .pause, now: bench.start))
            #expect(try await bench.store.expire(now: end) == 1)
        },
        StoreContract("only the call that has closed is closed") { bench in
            try await bench.queue(1, slug: "first", expiresAt: bench.start + .seconds(60))
            try await bench.submit(Samples.call("second", expiresAt: bench.start + .seconds(61)))
            try await bench.submit(Samples.call("third"))
            #expect(try await bench.store.expire(now: bench.start + .seconds(60)) == 1)
            #expect(try await bench.counts("second") == [.queued: 1])
            #expect(try await bench.counts("third") == [.queued: 1])
        },
        StoreContract("who did it is withdrawn from every channel of that call in one go") { bench in
            let drivers: [any ChannelDriver] = [
                ScriptedDriver<MailChannel>(), ScriptedDriver<TextChannel>(), ScriptedDriver<SheetChannel>(),
            ]
            try await bench.queue(2, slug: "hearing", drivers)
            try await bench.submit(Samples.call("petition"), drivers)
            let worker = try await bench.enlist()
            try await bench.settle(try await bench.claim(1, TextChannel.self, by: worker), by: worker)
            let moment = bench.start + .seconds(9)
            let result = try await bench.complete("hearing", "p1", via: "sms", at: moment)
            let inHand = try await bench.log { $0.call = "hearing" }.filter { $0.person.rawValue == "p1" }
            let withdrawn = inHand.filter { $0.state == .cancelled }
            #expect(result == CompletionResult(isNew: true, withdrawn: withdrawn.count, wasAsked: true))
            #expect(withdrawn.count >= 2)
            #expect(withdrawn.allSatisfy { $0.reason == "already-done" && $0.at == moment && $0.due == nil })
            #expect(inHand.allSatisfy { $0.state != .queued })
            #expect(try await bench.delivery(of: "p2").state == .queued)
            #expect(try await bench.delivery(of: "p1", slug: "petition").state == .queued)
            try await bench.expectBalance()
        },
        StoreContract("doing it twice counts once, and the first note stays") { bench in
            try await bench.queue(1)
            try await bench.complete("hearing", "p1", via: "sms", at: bench.start + .seconds(1))
            let again = try await bench.complete("hearing", "p1", via: "email", at: bench.start + .seconds(2))
            #expect(again == CompletionResult(isNew: false, withdrawn: 0, wasAsked: true))
            let status = try await bench.status()
            #expect(status.done == 1)
            #expect(status.doneVia == ["sms": 1])
        },
        StoreContract("somebody who was never asked can have done it") { bench in
            try await bench.queue(1)
            try await bench.add([try Samples.record(2)])
            let result = try await bench.complete("hearing", "p2")
            #expect(result == CompletionResult(isNew: true, withdrawn: 0, wasAsked: false))
            #expect(try await bench.complete("hearing", "nobody") == nil)
            #expect(try await bench.complete("nothing", "p1") == nil)
        },
    ]
}
