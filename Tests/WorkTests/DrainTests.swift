import Calls
import Deliveries
import People
import Reviews
import Synchronization
import TestKit
import Testing

@testable import Work

/// A worker that drains: ends when nothing is due, and leaves every delivery with what became of it.
@Suite(.timeLimit(.minutes(2)))
struct DrainTests {
    @Test func aDrainOfNothingEnds() async throws {
        try await Workshop.open { shop in
            try await shop.drain(ScriptedDriver<MailChannel>(), ScriptedDriver<TextChannel>())
            try await shop.drain()
        }
    }

    @Test func aDrainSendsEverythingOnEveryChannel() async throws {
        try await Workshop.open { shop in
            let mail = ScriptedDriver<MailChannel>()
            let text = ScriptedDriver<TextChannel>()
            let sheets = ScriptedDriver<SheetChannel>()
            try await shop.bench.queue(50, [mail, text, sheets])
            try await shop.drain(mail, text, sheets)
            for channel in [MailChannel.id, TextChannel.id, SheetChannel.id] {
                #expect(try await shop.bench.counts("hearing", channel) == [.sent: 50])
            }
            #expect(mail.items.count == 50)
            #expect(mail.envelopes.allSatisfy { $0.items.count == 1 && $0.batch == 0 })
            #expect(mail.envelopes.allSatisfy { $0.briefing === mail.envelopes.first?.briefing })
            #expect(sheets.envelopes.allSatisfy { $0.items.count <= SheetChannel.pace.inHand })
            #expect(Set(sheets.envelopes.map(\.batch)).count == sheets.envelopes.count)
            try await shop.bench.expectBalance()
        }
    }

    @Test func neverMoreAreInHandThanTheDriverTakes() async throws {
        try await Workshop.open { shop in
            let most = Mutex(0)
            let store = shop.bench.store
            let driver = ScriptedDriver<MailChannel>(pace: Pace(inHand: 5, mayRepeat: true)) { _ in
                let sending = try? await store.status(of: "hearing", now: Samples.start)?.count(.sending)
                most.withLock { $0 = max($0, sending ?? .max) }
                return [.sent(reference: nil)]
            }
            try await shop.bench.queue(40, [driver])
            try await shop.drain(driver)
            #expect(try await shop.bench.counts() == [.sent: 40])
            #expect((1...5).contains(most.withLock { $0 }))
        }
    }

    @Test func whatWasClaimedGoesOutThoughTheRateCannotBeRead() async throws {
        try await Workshop.open { shop in
            let pace = Pace(inHand: 20, mayRepeat: true, rate: Rate("1000/s"))
            let driver = ScriptedDriver<MailChannel>(pace: pace)
            try await shop.bench.queue(10, [driver])
            let store = StumblingStore(shop.bench.store, turning: 1)
            try await shop.worker([driver], store: store).run()
            #expect(driver.items.count == 10)
            #expect(try await shop.bench.counts() == [.sent: 10])
        }
    }

    @Test func whatADriverForgetsIsTriedAgainOrHeld() async throws {
        try await Workshop.open { shop in
            let mail = ScriptedDriver<MailChannel> { $0.person.id.rawValue == "p2" ? [] : [.sent(reference: nil)] }
            let text = ScriptedDriver<TextChannel> { $0.person.id.rawValue == "p2" ? [] : [.sent(reference: nil)] }
            try await shop.bench.queue(3, [mail, text])
            try await shop.drain(mail, text)
            #expect(try await shop.bench.counts() == [.sent: 2, .queued: 1])
            #expect(try await shop.bench.counts("hearing", TextChannel.id) == [.sent: 2, .held: 1])
            let forgotten = try await shop.bench.delivery(of: "p2")
            #expect(forgotten.attempts == 1)
            #expect(forgotten.due.map { $0 > shop.clock.now } == true)
        }
    }

    @Test func theFirstReportOfADeliveryCountsAndStrangersAreIgnored() async throws {
        try await Workshop.open { shop in
            let driver = ScriptedDriver<MailChannel> { _ in [.sent(reference: "first"), .refused(reason: "second")] }
            try await shop.bench.queue(3, [driver])
            try await shop.drain(driver)
            #expect(try await shop.bench.counts() == [.sent: 3])
            #expect(try await shop.bench.delivery(of: "p1").reference == "first")
            try await shop.bench.expectBalance()
        }
    }

    @Test func aRetryWaitsForItsTimeAndThenSucceeds() async throws {
        try await Workshop.open { shop in
            let driver = ScriptedDriver<MailChannel> { item in
                item.attempt == 1 ? [.retry(reason: "<person1@example.org> is busy")] : [.sent(reference: nil)]
            }
            try await shop.bench.queue(2, [driver])
            try await shop.drain(driver)
            #expect(try await shop.bench.counts() == [.queued: 2])
            #expect(try await shop.bench.delivery(of: "p1").reason == "<p•••@example.org> is busy")
            try await shop.drain(driver)
            #expect(driver.items.count == 2)
            shop.clock.advance(.seconds(75))
            try await shop.drain(driver)
            #expect(try await shop.bench.counts() == [.sent: 2])
            #expect(driver.items.map(\.attempt).sorted() == [1, 1, 2, 2])
            #expect(Set(driver.items.map(\.key)).count == 2)
        }
    }

    @Test func triesEndWithThePolicy() async throws {
        try await Workshop.open { shop in
            let driver = ScriptedDriver<MailChannel> { _ in [.retry(reason: "busy")] }
            try await shop.bench.queue(1, [driver])
            for _ in 0..<5 {
                try await shop.drain(driver)
                shop.clock.advance(.seconds(3_600))
            }
            #expect(driver.items.map(\.attempt) == [1, 2, 3])
            let entry = try await shop.bench.delivery(of: "p1")
            #expect(entry.state == .failed)
            #expect(entry.reason == "given up after 3 tries: busy")
        }
    }

    @Test func aClosedDoorEndsADrainOfItsChannelAloneAndCountsNoAttempt() async throws {
        try await Workshop.open { shop in
            let mail = ScriptedDriver<MailChannel> { _ in
                [.waiting(Waiting(.unreachable, reason: "mail.example.org:587 does not answer"))]
            }
            let text = ScriptedDriver<TextChannel>()
            try await shop.bench.queue(30, [mail, text])
            try await shop.drain(mail, text)
            #expect(try await shop.bench.counts() == [.queued: 30])
            #expect(try await shop.bench.counts("hearing", TextChannel.id) == [.sent: 30])
            #expect(try await shop.bench.log { $0.channel = MailChannel.id }.allSatisfy { $0.attempts == 0 })
            #expect(mail.items.count <= MailChannel.pace.inHand)
            #expect(try await shop.bench.status().waitingFor?.contains("does not answer") == true)
        }
    }

    @Test func aDoorThatOpensAgainIsTriedByOneAndThenPassedByAll() async throws {
        try await Workshop.open { shop in
            let isAway = Mutex(true)
            let mail = ScriptedDriver<MailChannel> { _ in
                isAway.withLock { $0 } ? [.waiting(Waiting(.unreachable, reason: "away"))] : [.sent(reference: nil)]
            }
            try await shop.bench.queue(20, [mail])
            try await shop.drain(mail)
            isAway.withLock { $0 = false }
            try await shop.drain(mail)
            #expect(try await shop.bench.counts() == [.sent: 20])
            #expect(try await shop.bench.status().waitingFor == nil)
            try await shop.bench.expectBalance()
        }
    }

    @Test func aDrainSitsOutAShortThrottle() async throws {
        // Every look at the clock moves it on, so that the wait passes without anybody sleeping through it.
        try await Workshop.open(clock: ManualClock(pace: .milliseconds(50))) { shop in
            let calls = Mutex(0)
            let driver = ScriptedDriver<MailChannel> { _ in
                let isFirst = calls.withLock { calls in
                    calls += 1
                    return calls <= 3
                }
                let slow = Waiting(.throttled, reason: "429", after: .seconds(5))
                return isFirst ? [.waiting(slow)] : [.sent(reference: nil)]
            }
            try await shop.bench.queue(20, [driver])
            try await shop.drain(driver)
            #expect(try await shop.bench.counts() == [.sent: 20])
            #expect(try await shop.bench.log().allSatisfy { $0.attempts == 1 })
        }
    }

    @Test func aDrainDoesNotSitOutALongThrottle() async throws {
        try await Workshop.open { shop in
            let driver = ScriptedDriver<MailChannel> { _ in
                [.waiting(Waiting(.throttled, reason: "the day's quota is used up", after: .seconds(7_200)))]
            }
            try await shop.bench.queue(3, [driver])
            try await shop.drain(driver)
            #expect(try await shop.bench.counts() == [.queued: 3])
        }
    }

    @Test func aPausedCallIsLeftAloneAndDoesNotHoldUpADrain() async throws {
        try await Workshop.open { shop in
            let driver = ScriptedDriver<MailChannel>()
            try await shop.bench.queue(3, [driver])
            #expect(try await shop.bench.store.steer("hearing", .pause, now: shop.clock.now))
            try await shop.drain(driver)
            #expect(driver.items.isEmpty)
            #expect(try await shop.bench.counts() == [.queued: 3])
        }
    }

    @Test func manyWhoOptedOutDoNotHideThoseBehindThem() async throws {
        try await Workshop.open { shop in
            let driver = ScriptedDriver<MailChannel>()
            try await shop.bench.queue(60, [driver])
            for number in 1...50 { try await shop.bench.withdraw("p\(number)") }
            try await shop.drain(driver)
            #expect(try await shop.bench.counts() == [.skipped: 50, .sent: 10])
        }
    }

    @Test func aDrainTakesUpWhatADeadWorkerLeft() async throws {
        try await Workshop.open { shop in
            let driver = ScriptedDriver<MailChannel>()
            try await shop.bench.queue(10, [driver])
            _ = try await shop.bench.claimAndDie(6)
            try await shop.drain(driver)
            #expect(try await shop.bench.counts() == [.sent: 10])
        }
    }

    @Test func aDrainEndsThoughClaimsAnswerWhenADeadWorkersRowsCannotBeTakenUp() async throws {
        try await Workshop.open { shop in
            let driver = ScriptedDriver<MailChannel>()
            try await shop.bench.queue(3, [driver])
            _ = try await shop.bench.claimAndDie(3)
            // The first is that of the beginning. A drain that goes on asking gets through in the end, and says nothing.
            let store = StumblingStore(shop.bench.store) { number in
                number == 1 ? .findsNobody : number <= 200 ? .stumbles : .goesThrough
            }
            await #expect(throws: StumblingStore.Stumble.self) {
                try await shop.worker([driver], store: store).run()
            }
            #expect(driver.items.isEmpty)
        }
    }

    @Test func aTurnThatWentThroughForgetsTheFailuresBefore() async throws {
        try await Workshop.open { shop in
            let driver = ScriptedDriver<MailChannel>()
            try await shop.bench.queue(3, [driver])
            _ = try await shop.bench.claimAndDie(3)
            let store = StumblingStore(shop.bench.store) { number in
                number == 1 || number == 45 ? .findsNobody : number <= 90 ? .stumbles : .goesThrough
            }
            try await shop.worker([driver], store: store).run()
            #expect(try await shop.bench.counts() == [.sent: 3])
        }
    }

    @Test func whatHasClosedIsTidiedUpAndNotSent() async throws {
        try await Workshop.open { shop in
            let driver = ScriptedDriver<MailChannel>()
            try await shop.bench.queue(4, expiresAt: Samples.start + .seconds(60), [driver])
            shop.clock.advance(.seconds(60))
            try await shop.drain(driver)
            #expect(driver.items.isEmpty)
            #expect(try await shop.bench.counts() == [.skipped: 4])
        }
    }

    @Test func aBatchThatFailedIsTriedAgainWhole() async throws {
        try await Workshop.open { shop in
            let driver = ScriptedDriver<SheetChannel> { item in
                item.attempt == 1 ? [.retry(reason: "the folder is full")] : [.sent(reference: nil)]
            }
            try await shop.bench.queue(4, [driver])
            try await shop.drain(driver)
            shop.clock.advance(.seconds(59))
            for _ in 0..<20 {
                shop.clock.advance(.seconds(1))
                try await shop.drain(driver)
            }
            #expect(try await shop.bench.counts("hearing", SheetChannel.id) == [.sent: 4])
            // A second sheet of the same batch would replace the first, and its doors would be lost.
            #expect(driver.envelopes.map(\.items.count) == [4, 4])
            #expect(driver.envelopes.map(\.batch) == [1, 1])
        }
    }

    @Test func progressHearsOfEveryOutcomeOnce() async throws {
        try await Workshop.open { shop in
            let driver = ScriptedDriver<MailChannel>()
            try await shop.bench.queue(25, [driver])
            let heard = Mutex<[DeliveryNumber]>([])
            let worker = shop.worker([driver]) { settlements in
                heard.withLock { $0 += settlements.map(\.delivery) }
            }
            try await worker.run()
            let all = heard.withLock { $0 }
            #expect(all.count == 25)
            #expect(Set(all).count == 25)
        }
    }
}
