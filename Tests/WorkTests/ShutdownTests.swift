import Calls
import Deliveries
import Reviews
import ServiceLifecycleTestKit
import StoreSQLite
import Synchronization
import TestKit
import Testing

@testable import Work

/// However a worker ends, nothing is lost and nothing is sent twice.
@Suite(.timeLimit(.minutes(2)))
struct ShutdownTests {
    @Test func aGracefulEndFinishesWhatIsOnTheWireAndGivesBackTheRest() async throws {
        try await Workshop.open { shop in
            let (begun, answered) = (Gate(), Gate())
            let driver = ScriptedDriver<MailChannel> { _ in
                begun.open()
                await answered.pass()
                return [.sent(reference: nil)]
            }
            try await shop.bench.queue(20, [driver])
            try await testGracefulShutdown { trigger in
                async let working: Void = shop.worker([driver], drains: false).run()
                await begun.pass()
                trigger.triggerGracefulShutdown()
                answered.open()
                try await working
            }
            let counts = try await shop.bench.counts()
            #expect(counts[.sending] == nil)
            #expect(counts[.sent] == driver.items.count)
            #expect((counts[.sent] ?? 0) + (counts[.queued] ?? 0) == 20)
            let queued = try await shop.bench.log { $0.state = .queued }
            #expect(!queued.isEmpty)
            #expect(queued.allSatisfy { $0.attempts == 0 })
            try await shop.bench.expectBalance()
            try await shop.drain(ScriptedDriver<MailChannel>())
            #expect(try await shop.bench.counts() == [.sent: 20])
        }
    }

    @Test func aWorkerWithNothingToDoEndsWhenAskedTo() async throws {
        try await Workshop.open { shop in
            try await testGracefulShutdown { trigger in
                async let working: Void = shop.worker([ScriptedDriver<MailChannel>()], drains: false).run()
                trigger.triggerGracefulShutdown()
                try await working
            }
        }
    }

    @Test func aWorkerThatIsAskedToEndAtOnceHoldsNothing() async throws {
        // The claim may come before or after the request; either way nothing may be taken for sent or lost.
        for _ in 0..<20 {
            try await Workshop.open { shop in
                let driver = ScriptedDriver<TextChannel>()
                try await shop.bench.queue(12, [driver])
                try await testGracefulShutdown { trigger in
                    async let working: Void = shop.worker([driver], drains: false).run()
                    trigger.triggerGracefulShutdown()
                    try await working
                }
                let counts = try await shop.bench.counts("hearing", TextChannel.id)
                #expect((counts[.sent] ?? 0) + (counts[.queued] ?? 0) == 12, "\(counts)")
                #expect(counts[.sent] ?? 0 == driver.items.count)
            }
        }
    }

    @Test func outcomesThatCannotBeWrittenAreKeptAndWrittenLater() async throws {
        try await Workshop.open { shop in
            let driver = ScriptedDriver<TextChannel>()
            try await shop.bench.queue(10, [driver])
            let store = StumblingStore(shop.bench.store, settling: 2)
            try await shop.worker([driver], store: store).run()
            #expect(try await shop.bench.counts("hearing", TextChannel.id) == [.sent: 10])
            #expect(driver.items.count == 10)
            #expect(store.settled.reduce(0, +) == 10)
        }
    }

    @Test func whatWasNeverHandedToTheDriverIsNotTakenForSent() async throws {
        try await Workshop.open { shop in
            let driver = ScriptedDriver<TextChannel>()
            try await shop.bench.queue(3, [driver])
            let store = StumblingStore(shop.bench.store, reading: 1)
            try await shop.worker([driver], store: store).run()
            #expect(driver.items.isEmpty)
            #expect(try await shop.bench.counts("hearing", TextChannel.id) == [.queued: 3])
            shop.clock.advance(.seconds(600))
            try await shop.drain(driver)
            #expect(try await shop.bench.counts("hearing", TextChannel.id) == [.sent: 3])
        }
    }

    @Test func twoWorkersShareAQueueAndSendNothingTwice() async throws {
        try await Workshop.open { shop in
            let drivers = [ScriptedDriver<TextChannel>(), ScriptedDriver<TextChannel>()]
            try await shop.bench.queue(80, [drivers[0]])
            let stores = [shop.bench.store, try await shop.bench.another()]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (driver, store) in zip(drivers, stores) {
                    group.addTask { try await shop.worker([driver], store: store).run() }
                }
                try await group.waitForAll()
            }
            let handed = drivers.flatMap(\.items).map(\.delivery)
            #expect(handed.count == 80)
            #expect(Set(handed).count == 80)
            #expect(try await shop.bench.counts("hearing", TextChannel.id) == [.sent: 80])
        }
    }
}
