import Calls
import Deliveries
import Logging
import People
import Reviews
import StoreSQLite
import Synchronization
import TestKit
import Testing

@testable import Work

/// What is withdrawn while it waits in a worker's hands does not leave.
@Suite(.timeLimit(.minutes(1)))
struct ClearanceTests {
    private func clearance(_ shop: Workshop, _ worker: WorkerNumber, _ stop: Stop = Stop()) -> Clearance {
        Clearance(
            store: shop.bench.store,
            worker: worker,
            now: { shop.clock.now },
            stop: stop,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    @Test func nothingMayBeginBeforeTheStoreWasAsked() async throws {
        try await Workshop.open { shop in
            let clearance = clearance(shop, try await shop.bench.enlist())
            #expect(!clearance.mayBegin(DeliveryNumber(rawValue: 1)))
            try await clearance.admit([DeliveryNumber(rawValue: 1)], since: nil)
            #expect(clearance.mayBegin(DeliveryNumber(rawValue: 1)))
        }
    }

    @Test func anOptOutBetweenReadingTheCountAndTheClaimIsSeen() async throws {
        try await Workshop.open { shop in
            try await shop.bench.queue(2)
            let worker = try await shop.bench.enlist()
            let clearance = clearance(shop, worker)
            try await clearance.admit([DeliveryNumber](), since: nil)
            let count = clearance.count
            let claimed = try await shop.bench.claim(by: worker).map(\.item.delivery)
            try await shop.bench.withdraw("p1")
            // Somebody else's look has taken note of the new count before ours is in hand.
            try await clearance.admit([DeliveryNumber](), since: count)
            try await clearance.admit(claimed, since: count)
            #expect(claimed.map(clearance.mayBegin) == [false, true])
            #expect(clearance.whichMayBegin(claimed) == [claimed[1]])
            #expect(clearance.release(claimed[0]) == .skipped(.consentWithdrawn))
            #expect(clearance.release(claimed[1]) == nil)
        }
    }

    @Test func whatClosesInHandIsNotBegun() async throws {
        try await Workshop.open { shop in
            try await shop.bench.queue(2, expiresAt: Samples.start + .seconds(60))
            let worker = try await shop.bench.enlist()
            let clearance = clearance(shop, worker)
            let claimed = try await shop.bench.claim(by: worker)
            let first = claimed[0].item.delivery
            try await clearance.admit(claimed, since: nil)
            #expect(clearance.mayBegin(first))
            shop.clock.advance(.seconds(60))
            try await clearance.admit([DeliveryNumber](), since: clearance.count)
            #expect(!clearance.mayBegin(first))
            #expect(clearance.whichMayBegin(claimed.map(\.item.delivery)).isEmpty)
            #expect(clearance.release(first) == .skipped(.expired))
            let other = DeliveryNumber(rawValue: 99)
            try await clearance.admit([other], since: clearance.count)
            #expect(clearance.mayBegin(other), "what does not close goes on")
        }
    }

    @Test func whatWaitsForALaneWhenItsCallClosesIsNotSent() async throws {
        try await Workshop.open { shop in
            let driver = ScriptedDriver<TextChannel> { _ in
                shop.clock.advance(.seconds(60))
                return [.sent(reference: nil)]
            }
            try await shop.bench.queue(4, expiresAt: Samples.start + .seconds(60), [driver])
            try await shop.drain(driver)
            #expect(driver.items.count == 1)
            #expect(try await shop.bench.counts("hearing", TextChannel.id) == [.sent: 1, .skipped: 3])
            let late = try await shop.bench.log { $0.state = .skipped }
            #expect(late.allSatisfy { $0.reason == "expired" && $0.attempts == 0 })
            try await shop.bench.expectBalance()
        }
    }

    @Test func aWorkerThatWasStruckOffBeginsNothingMore() async throws {
        try await Workshop.open { shop in
            let (worker, stop) = (try await shop.bench.enlist(), Stop())
            let clearance = clearance(shop, worker, stop)
            let delivery = DeliveryNumber(rawValue: 1)
            try await clearance.admit([delivery], since: nil)
            _ = try await shop.bench.rescue([], silence: .zero)
            try await clearance.admit([DeliveryNumber](), since: clearance.count)
            #expect(!clearance.mayBegin(delivery))
            #expect(clearance.whichMayBegin([delivery]).isEmpty)
            #expect(stop.isStruckOff)
        }
    }

    @Test func whoOptsOutWhileTheyWaitForALaneIsNotAsked() async throws {
        try await Workshop.open { shop in
            let seen = Gathered<Int>()
            let store = StumblingStore(shop.bench.store, seen: seen)
            let driver = ScriptedDriver<MailChannel> { item in
                if item.person.id.rawValue == "p1" {
                    // The first is on the wire, the others wait behind it.
                    try? await shop.bench.withdraw("p3")
                    _ = try? await shop.bench.complete("hearing", "p4")
                    while seen.values.reduce(0, +) < 2 { await seen.reach(seen.count + 1) }
                    // The next look begins when what this one found has been noted.
                    await seen.reach(seen.count + 1)
                }
                return [.sent(reference: nil)]
            }
            try await shop.bench.queue(8, [driver])
            try await shop.worker([driver], store: store).run()
            #expect(try await shop.bench.counts() == [.sent: 6, .skipped: 2])
            #expect(!driver.items.map(\.person.id.rawValue).contains { ["p3", "p4"].contains($0) })
            #expect(try await shop.bench.delivery(of: "p3").reason == "consent-withdrawn")
            #expect(try await shop.bench.delivery(of: "p3").attempts == 0)
            #expect(try await shop.bench.delivery(of: "p4").reason == "already-done")
            try await shop.bench.expectBalance()
        }
    }
}
