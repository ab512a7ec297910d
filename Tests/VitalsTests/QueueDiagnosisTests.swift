import Calls
import Deliveries
import Reviews
import TestKit
import Testing

/// What needs a person's look, and what does not.
struct QueueDiagnosisTests {
    private let now = Samples.start + .seconds(100_000)

    private func health(
        _ channels: [QueueHealth.Channel] = [],
        lanes: [ChannelID: LaneWait] = [:],
        workers: [QueueHealth.Worker] = [],
        lastSeen: Timestamp? = nil
    ) -> QueueHealth {
        QueueHealth(channels: channels, lanes: lanes, workers: workers, lastSeen: lastSeen, oldestUnsent: nil)
    }

    private func ago(_ seconds: Int) -> Timestamp { now + .seconds(-seconds) }

    private func mail(queued: Int = 0, sending: Int = 0, held: Int = 0, dueFor: Int? = nil) -> QueueHealth.Channel {
        .init(id: MailChannel.id, queued: queued, sending: sending, held: held, oldestDue: dueFor.map(ago))
    }

    private func worker(seen seconds: Int, isAlive: Bool = true) -> QueueHealth.Worker {
        .init(
            number: WorkerNumber(rawValue: 4),
            host: "host.example",
            process: 77,
            startedAt: ago(5_000),
            seenAt: ago(seconds),
            isAlive: isAlive
        )
    }

    private func bad(_ health: QueueHealth) -> [String] {
        QueueDiagnosis(health, now: now).findings.filter { !$0.isGood }.map(\.text)
    }

    @Test func aFreshPlaceABusyOneAndOneThatWaitsForItsTimeAreInOrder() {
        #expect(bad(health()).isEmpty)
        #expect(bad(health([mail(queued: 9, dueFor: 599)])).isEmpty)
        #expect(bad(health([mail(queued: 9)], lastSeen: ago(90_000))).isEmpty)
        #expect(bad(health([mail(queued: 9, sending: 2, dueFor: 5)], workers: [worker(seen: 4)])).isEmpty)
    }

    @Test func whatIsLongOverdueSaysWhetherAWorkerRuns() {
        let alone = bad(health([mail(queued: 9, dueFor: 7_300)]))
        #expect(alone.contains { $0.contains("9 in the queue, the oldest due for 2 h. No worker runs") })
        #expect(alone.contains { $0.contains("none has run yet") })
        let watched = bad(health([mail(queued: 9, dueFor: 7_300)], workers: [worker(seen: 4)]))
        #expect(watched.count == 1)
        #expect(watched.first?.contains("A worker runs") == true)
    }

    @Test func heldDeliveriesAndDeadOrSilentWorkersAreNamed() {
        #expect(bad(health([mail(held: 3)])).first?.contains("clarion log --state held") == true)
        let dead = bad(health([mail(sending: 3)], workers: [worker(seen: 4, isAlive: false)], lastSeen: ago(4)))
        #expect(dead.count == 1)
        #expect(dead.first?.contains("died with deliveries in its hands") == true)
        #expect(bad(health(workers: [worker(seen: 120)])).first?.contains("gave no sign for 2 min") == true)
    }

    @Test func aLaneThatWaitsForLongIsNamedAndOneThatCatchesItsBreathIsNot() {
        func lane(_ seconds: Int) -> [ChannelID: LaneWait] {
            [MailChannel.id: LaneWait(since: ago(seconds), next: ago(-5), reason: "mail.example.org is away")]
        }
        #expect(bad(health(lanes: lane(59))).isEmpty)
        #expect(bad(health(lanes: lane(61))).first?.contains("mail.example.org is away") == true)
    }
}
