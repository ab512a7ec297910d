import Calls
import Deliveries
import Reviews
import Testing

extension StoreContract {
    /// The queue in numbers, for those who watch over it.
    static let watching: [StoreContract] = [
        StoreContract("an empty store has nothing to watch") { bench in
            let health = try await bench.store.queueHealth(now: bench.start)
            #expect(
                health
                    == QueueHealth(channels: [], lanes: [:], workers: [], lastSeen: nil, oldestUnsent: nil)
            )
        },
        StoreContract("the queue's health counts what waits, and since when it is due") { bench in
            try await bench.queue(4, slug: "first", [ScriptedDriver<MailChannel>(), ScriptedDriver<TextChannel>()])
            try await bench.submit(Samples.call("second"), at: bench.start + .seconds(30))
            let worker = try await bench.enlist()
            let texts = try await bench.claim(1, TextChannel.self, by: worker)
            try await bench.settle(texts, .held("no answer"), by: worker)
            let later = bench.start + .seconds(100)
            let health = try await bench.store.queueHealth(now: later)
            #expect(health.channels.map(\.id) == [MailChannel.id, TextChannel.id].sorted())
            let mail = try #require(health.channels.first { $0.id == MailChannel.id })
            #expect([mail.queued, mail.sending, mail.held] == [8, 0, 0])
            #expect(mail.oldestDue == bench.start)
            let text = try #require(health.channels.first { $0.id == TextChannel.id })
            #expect([text.queued, text.sending, text.held] == [3, 0, 1])
            #expect(health.oldestUnsent == QueueHealth.Unsent(call: "first", submittedAt: bench.start))
        },
        StoreContract("what is paused, not published or not due yet is not overdue") { bench in
            try await bench.queue(2)
            #expect(try await bench.store.steer("hearing", .pause, now: bench.start))
            let later = bench.start + .seconds(100)
            var health = try await bench.store.queueHealth(now: later)
            #expect(health.channels.map(\.oldestDue) == [nil])
            #expect(health.channels.map(\.queued) == [2])
            #expect(health.oldestUnsent == nil)
            #expect(try await bench.store.steer("hearing", .resume, now: bench.start))
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(by: worker)
            try await bench.settle(claimed, .retry(at: later + .seconds(1), "busy"), by: worker)
            health = try await bench.store.queueHealth(now: later)
            #expect(health.channels.map(\.oldestDue) == [nil])
        },
        StoreContract("the queue's health knows who lives, who lived last, and which lanes wait") { bench in
            let worker = try await bench.enlist()
            let moment = bench.start + .seconds(40)
            #expect(try await bench.store.heartbeat(worker, now: moment))
            let wait = LaneWait(since: bench.start, next: moment, reason: "mail.example.org is away")
            try await bench.store.note(wait, on: MailChannel.id, by: worker)
            var health = try await bench.store.queueHealth(now: moment)
            #expect(health.workers.map(\.number) == [worker])
            #expect(health.workers.map(\.isAlive) == [true])
            #expect(health.workers.map(\.seenAt) == [moment])
            #expect(health.lastSeen == moment)
            #expect(health.lanes == [MailChannel.id: wait])
            try await bench.store.note(nil, on: MailChannel.id, by: worker)
            try await bench.store.discharge(worker)
            health = try await bench.store.queueHealth(now: moment)
            #expect(health.workers.isEmpty)
            #expect(health.lastSeen == moment)
            #expect(health.lanes.isEmpty)
        },
        StoreContract("a wait is its worker's own: another's word does not end it, its death does") { bench in
            try await bench.queue(1)
            func lanes() async throws -> [ChannelID: LaneWait] {
                let health = try await bench.store.queueHealth(now: bench.start)
                return health.lanes
            }
            func wait(_ reason: String, left: Bool = false) -> LaneWait {
                LaneWait(since: bench.start, next: bench.start + .seconds(9), reason: reason, isLeft: left)
            }
            let (one, two) = (try await bench.enlist(), try await bench.enlist())
            try await bench.store.note(wait("one"), on: MailChannel.id, by: one)
            try await bench.store.note(nil, on: MailChannel.id, by: two)
            #expect(try await lanes() == [MailChannel.id: wait("one")])
            #expect(try await bench.claim(by: one).count == 1)
            // It dies with something in its hands: at once it has no say any more.
            try await bench.store.discharge(one)
            #expect(try await lanes() == [:])
            #expect(try await bench.status().waitingFor == nil)
            #expect(try await bench.rescue() == 1)
            #expect(try await lanes() == [:], "nor when it was struck off")
            try await bench.store.note(wait("too late"), on: MailChannel.id, by: one)
            #expect(try await lanes() == [:])
            // Who ends in order leaves a last word, until another one has a word.
            try await bench.store.note(wait("two"), on: MailChannel.id, by: two)
            try await bench.store.discharge(two)
            #expect(try await lanes() == [MailChannel.id: wait("two", left: true)])
            #expect(try await bench.status().waitingFor?.contains("next try when a worker runs: two") == true)
            let three = try await bench.enlist()
            try await bench.store.note(nil, on: TextChannel.id, by: three)
            #expect(try await lanes() == [MailChannel.id: wait("two", left: true)])
            try await bench.store.note(wait("three"), on: MailChannel.id, by: three)
            #expect(try await lanes() == [MailChannel.id: wait("three")])
        },
    ]
}
