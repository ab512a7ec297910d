import Calls
import Deliveries
import People
import Reviews
import ServiceLifecycleTestKit
import StoreSQLite
import Synchronization
import TestKit
import Testing

@testable import Work

/// A worker lives in its store's time, whatever happens to a clock.
@Suite(.timeLimit(.minutes(1)))
struct StoreClockTests {
    private static let hour = Duration.seconds(3_600)

    @Test func betweenTwoLooksTheTimeIsCarriedForward() async throws {
        try await Workshop.open { shop in
            let clock = StoreClock(store: StumblingStore(shop.bench.store, time: { Samples.start }))
            clock.set(try await clock.ask())
            #expect(clock.now >= Samples.start)
            #expect(clock.now < Samples.start + .seconds(30))
            let first = clock.now
            while clock.now == first {}
            #expect(clock.now > first)
        }
    }

    @Test func aClockThatIsSetBackNeverMakesTheTimeRunBackwards() async throws {
        try await Workshop.open { shop in
            let time = Mutex(Samples.start)
            let clock = StoreClock(store: StumblingStore(shop.bench.store, time: { time.withLock { $0 } }))
            clock.set(try await clock.ask())
            time.withLock { $0 = Samples.start + .seconds(-3_600) }
            clock.set(try await clock.ask())
            #expect(clock.now >= Samples.start)
        }
    }

    @Test func aClockThatIsSetForwardMovesTheTimeButNoWait() async throws {
        try await Workshop.open { shop in
            let time = Mutex(Samples.start)
            let clock = StoreClock(store: StumblingStore(shop.bench.store, time: { time.withLock { $0 } }))
            clock.set(try await clock.ask())
            time.withLock { $0 = Samples.start + .seconds(3 * 86_400) }
            let asked = try await clock.ask()
            #expect(clock.now < Samples.start + .seconds(60), "asking alone changes nothing")
            clock.set(asked)
            #expect(clock.now >= Samples.start + .seconds(3 * 86_400))
            #expect(clock.steady < Samples.start + .seconds(60))
        }
    }

    @Test(arguments: [-3_600, 3 * 86_400])
    func aClockThatIsMovedInTheMiddleSendsNothingTwiceAndStrikesNobodyOff(seconds: Int) async throws {
        try await Workshop.open { shop in
            let time = Mutex(Samples.start)
            let store = StumblingStore(shop.bench.store, time: { time.withLock { $0 } })
            let beats = Gathered<Timestamp>()
            let other = try await shop.bench.enlist()
            let driver = ScriptedDriver<TextChannel> { item in
                if item.person.id.rawValue == "p3" {
                    time.withLock { $0 = Samples.start + .seconds(seconds) }
                    await beats.reach(beats.count + 1)
                }
                return [.sent(reference: nil)]
            }
            store.onHeartbeat { beats.add($0) }
            try await shop.bench.queue(30, [driver])
            try await shop.worker([driver], store: store, inStoreTime: true).run()
            #expect(driver.items.count == 30)
            #expect(Set(driver.items.map(\.delivery)).count == 30)
            #expect(try await shop.bench.counts("hearing", TextChannel.id) == [.sent: 30])
            #expect(try await shop.bench.store.heartbeat(other, now: shop.clock.now), "the other lives")
            try await shop.bench.expectBalance()
        }
    }

    @Test func aWorkerThatWasStruckOffBeginsAnewAndFinishes() async throws {
        try await Workshop.open { shop in
            let struck = Mutex(false)
            let driver = ScriptedDriver<TextChannel> { item in
                if item.person.id.rawValue == "p3", !struck.withLock({ $0 }) {
                    struck.withLock { $0 = true }
                    _ = try? await shop.bench.rescue([], silence: .zero)
                }
                return [.sent(reference: nil)]
            }
            try await shop.bench.queue(30, [driver])
            try await shop.worker([driver]).run()
            let counts = try await shop.bench.counts("hearing", TextChannel.id)
            #expect(counts[.held] ?? 0 >= 1, "what it held belongs to others now")
            #expect((counts[.held] ?? 0) + (counts[.sent] ?? 0) == 30)
            #expect(Set(driver.items.map(\.delivery)).count == driver.items.count, "and it has sent nothing twice")
            try await shop.bench.expectBalance()
        }
    }

    /// A driver in the midst of whose work the worker is struck off, once, while the database goes away.
    private func driver(_ shop: Workshop, _ store: StumblingStore, expiries: Int) -> ScriptedDriver<TextChannel> {
        let struck = Mutex(false)
        return ScriptedDriver { item in
            if item.person.id.rawValue == "p3", !struck.withLock({ $0 }) {
                struck.withLock { $0 = true }
                store.lose(discharges: 1, expiries: expiries)
                _ = try? await shop.bench.rescue([], silence: .zero)
            }
            return [.sent(reference: nil)]
        }
    }

    @Test func aWorkerThatWasStruckOffWaitsUntilTheDatabaseIsThereAgain() async throws {
        try await Workshop.open { shop in
            let store = StumblingStore(shop.bench.store)
            let driver = driver(shop, store, expiries: 1)
            try await shop.bench.queue(30, [driver])
            try await shop.worker([driver], store: store).run()
            #expect(store.expiriesLeft == 0)
            let counts = try await shop.bench.counts("hearing", TextChannel.id)
            #expect((counts[.held] ?? 0) + (counts[.sent] ?? 0) == 30)
            try await shop.bench.expectBalance()
        }
    }

    @Test func aWorkerThatWaitsForTheDatabaseEndsWhenAskedTo() async throws {
        try await Workshop.open { shop in
            let store = StumblingStore(shop.bench.store)
            let driver = driver(shop, store, expiries: 1_000)
            try await shop.bench.queue(30, [driver])
            try await testGracefulShutdown { trigger in
                async let working: Void = shop.worker([driver], drains: false, store: store).run()
                // Until the first step of the new life was in vain.
                while !(1..<1_000).contains(store.expiriesLeft) { try await Task.sleep(for: .milliseconds(5)) }
                trigger.triggerGracefulShutdown()
                try await working
            }
            #expect(store.expiriesLeft > 0)
        }
    }
}
