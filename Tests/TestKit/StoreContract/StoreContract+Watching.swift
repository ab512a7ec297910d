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
            try await bench.store.note(wait, on: MailChannel.id)
            var health = try await bench.store.queueHealth(now: moment)
            #expect(health.workers.map(\.number) == [worker])
            #expect(health.workers.map(\.isAlive) == [true])
            #expect(health.workers.map(\.seenAt) == [moment])
            #expect(health.lastSeen == moment)
            #expect(health.lanes == [MailChannel.id: wait])
            try await bench.store.discharge(worker)
            try await bench.store.note(nil, on: MailChannel.id)
            health = try await bench.store.queueHealth(now: moment)
            #expect(health.workers.isEmpty)
            #expect(health.lastSeen == moment)
            #expect(health.lanes.isEmpty)
        },
    ]
}
