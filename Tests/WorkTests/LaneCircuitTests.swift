import Calls
import Deliveries
import Logging
import Reviews
import TestKit
import Testing

@testable import Work

@Suite(.timeLimit(.minutes(1)))
struct LaneCircuitTests {
    private func circuit(_ shop: Workshop) async throws -> LaneCircuit {
        LaneCircuit(
            store: shop.bench.store,
            channel: MailChannel.id,
            worker: try await shop.bench.enlist(),
            clock: StoreClock(store: shop.bench.store) { shop.clock.now },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// Tells the store as a worker that is about to end does.
    private func tell(_ circuit: LaneCircuit) async {
        let telling = Task { await circuit.run() }
        telling.cancel()
        await telling.value
    }

    @Test func theLastWordIsToldEvenWhenTheWorkerEnds() async throws {
        try await Workshop.open { shop in
            try await shop.bench.queue(1)
            let lane = try await circuit(shop)
            lane.hear(.waiting(Waiting(.unreachable, reason: "mail.example.org is away")))
            await tell(lane)
            #expect(try await shop.bench.status().waitingFor?.contains("mail.example.org is away") == true)
            lane.hear(.sent(reference: nil))
            await tell(lane)
            #expect(try await shop.bench.status().waitingFor == nil)
        }
    }

    @Test func whatAWorkerBeforeWaitedForIsForgotten() async throws {
        try await Workshop.open { shop in
            try await shop.bench.queue(1)
            let old = LaneWait(since: shop.clock.now, next: shop.clock.now, reason: "an old trouble")
            let before = try await shop.bench.enlist()
            try await shop.bench.store.note(old, on: MailChannel.id, by: before)
            try await shop.bench.store.discharge(before)
            await tell(try await circuit(shop))
            #expect(try await shop.bench.status().waitingFor == nil)
        }
    }

    @Test(
        arguments: [
            (.sent(reference: nil), true), (.refused(reason: ""), true), (.optedOut(reason: ""), true),
            (.retry(reason: ""), true), (.unknown(reason: ""), false), (.interrupted, false),
            (.snooze(until: Samples.start, reason: ""), false),
        ] as [(Outcome, Bool)]
    )
    func onlyAnAnswerClosesTheCircuit(outcome: Outcome, closes: Bool) async throws {
        try await Workshop.open { shop in
            let lane = try await circuit(shop)
            lane.hear(.waiting(Waiting(.unreachable, reason: "away")))
            #expect(lane.read().isOpen)
            lane.hear(outcome)
            #expect(lane.read().isOpen == !closes)
        }
    }
}
