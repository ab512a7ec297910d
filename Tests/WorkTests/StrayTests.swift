import Calls
import Deliveries
import Reviews
import ServiceLifecycleTestKit
import Synchronization
import TestKit
import Testing

@testable import Work

/// What bears a living worker's number and is not in its hands goes on all the same.
@Suite(.timeLimit(.minutes(1)))
struct StrayTests {
    @Test func aDrainGivesBackWhatItsClaimLostAndEnds() async throws {
        try await Workshop.open { shop in
            let (mail, text) = (ScriptedDriver<MailChannel>(), ScriptedDriver<TextChannel>())
            try await shop.bench.queue(5, [mail, text])
            let store = StumblingStore(shop.bench.store, losingClaims: 2)
            try await shop.worker([mail, text], store: store).run()
            #expect(try await shop.bench.counts() == [.sent: 5])
            let texts = try await shop.bench.counts("hearing", TextChannel.id)
            #expect(texts[.held] ?? 0 >= 1, "what may have gone out is somebody's decision")
            #expect((texts[.held] ?? 0) + (texts[.sent] ?? 0) == 5)
            #expect(text.items.count == texts[.sent] ?? 0)
            try await shop.bench.expectBalance()
        }
    }

    @Test func aWorkerThatStaysLooksToo() async throws {
        try await Workshop.open { shop in
            let sent = Gate()
            let driver = ScriptedDriver<MailChannel> { _ in
                sent.open()
                return [.sent(reference: nil)]
            }
            try await shop.bench.queue(1, [driver])
            let store = StumblingStore(shop.bench.store, losingClaims: 1, time: { Samples.start + .seconds(60) })
            try await testGracefulShutdown { trigger in
                async let working: Void = shop.worker(
                    [driver],
                    drains: false,
                    store: store,
                    inStoreTime: true,
                    straying: .zero
                ).run()
                await sent.pass()
                trigger.triggerGracefulShutdown()
                try await working
            }
            #expect(try await shop.bench.counts() == [.sent: 1])
            #expect(try await shop.bench.delivery(of: "p1").attempts == 2)
        }
    }
}
