import Calls
import Deliveries
import Logging
import Synchronization
import TestKit
import Testing

@testable import Work

@Suite(.timeLimit(.minutes(1)))
struct RecorderTests {
    private func withRecorder(
        _ count: Int,
        settling stumbles: Int = 0,
        _ body: (Recorder, StumblingStore, [Recorder.Entry], Hand) async throws -> Void
    ) async throws {
        try await Workshop.open { shop in
            try await shop.bench.queue(count)
            let worker = try await shop.bench.enlist()
            let hand = Hand(MailChannel.id, limit: count)
            let entries = try await shop.bench.claim(by: worker).map {
                Recorder.Entry(settlement: Settlement($0.item.delivery, .sent(reference: nil)), hand: hand)
            }
            hand.take(entries.count)
            let store = StumblingStore(shop.bench.store, settling: stumbles)
            let recorder = Recorder(
                store: store,
                worker: worker,
                now: { shop.clock.now },
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                settled: { _ in }
            )
            try await body(recorder, store, entries, hand)
            #expect(try await shop.bench.counts() == [.sent: count])
            #expect(hand.count == 0)
        }
    }

    @Test func outcomesThatCameTogetherAreWrittenTogether() async throws {
        try await withRecorder(30) { recorder, store, entries, _ in
            for entry in entries { recorder.add([entry]) }
            recorder.end()
            await recorder.run()
            #expect(store.settled == [30])
        }
    }

    @Test func whatComesWhileAGroupIsWrittenMakesTheNextGroup() async throws {
        try await withRecorder(40) { recorder, store, entries, _ in
            async let running: Void = recorder.run()
            for entry in entries {
                recorder.add([entry])
                await Task.yield()
            }
            recorder.end()
            await running
            #expect(store.settled.reduce(0, +) == 40)
            #expect(store.settled.count < 40)
        }
    }

    @Test func whatCannotBeWrittenIsKeptUntilItCan() async throws {
        try await withRecorder(5, settling: 1) { recorder, store, entries, hand in
            recorder.add(entries)
            #expect(hand.count == 5)
            async let running: Void = recorder.run()
            recorder.end()
            await running
            #expect(store.settled == [5])
        }
    }

    @Test func onlyWhatWasWrittenIsReported() async throws {
        try await Workshop.open { shop in
            try await shop.bench.queue(5, [ScriptedDriver<MailChannel>(), ScriptedDriver<TextChannel>()])
            let worker = try await shop.bench.enlist()
            let mails = try await shop.bench.claim(by: worker).map(\.item.delivery)
            let texts = try await shop.bench.claim(100, TextChannel.self, by: worker).map(\.item.delivery)
            // Somebody else has taken up the mails.
            #expect(try await shop.bench.rescue(channels: [MailChannel.id], silence: .zero) == 5)
            #expect(await settled(mails + texts, shop, worker) == Set(texts))
        }
    }

    @Test func whatIsGivenUpAtTheEndIsNotReported() async throws {
        try await Workshop.open { shop in
            try await shop.bench.queue(3)
            let worker = try await shop.bench.enlist()
            let mails = try await shop.bench.claim(by: worker).map(\.item.delivery)
            #expect(await settled(mails, shop, worker, stumbles: .max) == [])
            #expect(try await shop.bench.counts() == [.sending: 3])
        }
    }

    /// What a recorder reports as settled of outcomes that it is given at the end.
    private func settled(
        _ deliveries: [DeliveryNumber],
        _ shop: Workshop,
        _ worker: WorkerNumber,
        stumbles: Int = 0
    ) async -> Set<DeliveryNumber> {
        let reported = Gathered<DeliveryNumber>()
        let recorder = Recorder(
            store: StumblingStore(shop.bench.store, settling: stumbles),
            worker: worker,
            now: { shop.clock.now },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            pause: .milliseconds(1),
            settled: { for settlement in $0 { reported.add(settlement.delivery) } }
        )
        let hand = Hand(MailChannel.id, limit: deliveries.count)
        hand.take(deliveries.count)
        recorder.add(
            deliveries.map { Recorder.Entry(settlement: Settlement($0, .sent(reference: nil)), hand: hand) }
        )
        recorder.end()
        await recorder.run()
        #expect(hand.count == 0)
        return Set(reported.values)
    }

    @Test func anEndWithNothingToWriteEnds() async throws {
        try await withRecorder(1) { recorder, _, entries, _ in
            recorder.add(entries)
            recorder.end()
            await recorder.run()
            recorder.end()
            await recorder.run()
        }
    }
}
