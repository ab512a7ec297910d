import Calls
import Deliveries
import People
import Reviews
import Testing

extension StoreContract {
    /// What is due comes out, once, and nothing else does.
    static let claiming: [StoreContract] = [
        StoreContract("one delivery is claimed by one worker") { bench in
            try await bench.queue(50)
            let stores = [bench.store, try await bench.another()]
            let claimed = try await withThrowingTaskGroup(of: [Claimed].self) { group in
                for number in 0..<10 {
                    let own = StoreBench(stores[number % 2], another: bench.another)
                    group.addTask {
                        let worker = try await own.enlist()
                        var all: [Claimed] = []
                        while case let some = try await own.claim(3, by: worker), !some.isEmpty { all += some }
                        return all
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(claimed.count == 50)
            #expect(Set(claimed.map(\.item.delivery)).count == 50)
            #expect(try await bench.counts() == [.sending: 50])
        },
        StoreContract("a claim takes no more than its limit, and nothing when nothing is left") { bench in
            try await bench.queue(5)
            let worker = try await bench.enlist()
            #expect(try await bench.claim(3, by: worker).count == 3)
            #expect(try await bench.claim(3, by: worker).count == 2)
            #expect(try await bench.claim(3, by: worker).isEmpty)
        },
        StoreContract("a claim hands over the person, the first attempt, a key and the closing time") { bench in
            let end = bench.start + .seconds(3_600)
            try await bench.queue(2, expiresAt: end)
            let claimed = try await bench.claim(by: bench.enlist())
            let person = try #require(try await bench.store.person(PersonID(rawValue: "p1")))
            #expect(claimed.first?.item.person == person.0)
            #expect(claimed.map(\.item.attempt) == [1, 1])
            #expect(claimed.map(\.expiresAt) == [end, end])
            #expect(claimed.map(\.batch) == [0, 0])
            #expect(Set(claimed.map(\.item.key)).count == 2)
            #expect(claimed.allSatisfy { $0.item.key.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "z") ~= $0 } })
        },
        StoreContract("a retry waits for its time, counts on and keeps its key") { bench in
            try await bench.queue(1)
            let worker = try await bench.enlist()
            let first = try await bench.claim(by: worker)
            let due = bench.start + .seconds(60)
            try await bench.settle(first, .retry(at: due, "busy"), by: worker)
            #expect(try await bench.claim(by: worker, at: due + .milliseconds(-1)).isEmpty)
            let second = try await bench.claim(by: worker, at: due)
            #expect(second.map(\.item.attempt) == [2])
            #expect(second.map(\.item.key) == first.map(\.item.key))
        },
        StoreContract("nothing is claimed before the publish date") { bench in
            try await bench.addPeople(1)
            let opening = bench.start + .seconds(600)
            try await bench.submit(Samples.call("hearing", publishAt: opening))
            let worker = try await bench.enlist()
            #expect(try await bench.claim(by: worker, at: opening + .milliseconds(-1)).isEmpty)
            #expect(try await bench.claim(by: worker, at: opening).count == 1)
        },
        StoreContract("nothing of a paused call is claimed until it is resumed") { bench in
            try await bench.queue(2)
            let worker = try await bench.enlist()
            #expect(try await bench.store.steer("hearing", .pause, now: bench.start))
            #expect(try await bench.claim(by: worker).isEmpty)
            #expect(try await bench.store.steer("hearing", .resume, now: bench.start))
            #expect(try await bench.claim(by: worker).count == 2)
        },
        StoreContract("a claim touches its own channel alone") { bench in
            try await bench.queue(2, [ScriptedDriver<MailChannel>(), ScriptedDriver<TextChannel>()])
            #expect(try await bench.claim(TextChannel.self, by: bench.enlist()).count == 2)
            #expect(try await bench.counts() == [.queued: 2])
            #expect(try await bench.counts("hearing", TextChannel.id) == [.sending: 2])
        },
        StoreContract("two calls share a claim evenly, and one takes what the other leaves") { bench in
            try await bench.queue(10, slug: "first")
            try await bench.submit(Samples.call("second"))
            let worker = try await bench.enlist()
            #expect(try await bench.claim(8, by: worker).count == 8)
            #expect(try await bench.counts("first") == [.queued: 6, .sending: 4])
            #expect(try await bench.counts("second") == [.queued: 6, .sending: 4])
            #expect(try await bench.store.steer("first", .pause, now: bench.start))
            #expect(try await bench.claim(5, by: worker).count == 5)
            #expect(try await bench.counts("second") == [.queued: 1, .sending: 9])
            #expect(try await bench.store.steer("first", .resume, now: bench.start))
            #expect(try await bench.claim(6, by: worker).count >= 4)
        },
        StoreContract("what fell due earlier is claimed earlier") { bench in
            try await bench.queue(2)
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(by: worker)
            for (item, wait) in zip(claimed, [90, 30]) {
                try await bench.settle([item], .retry(at: bench.start + .seconds(wait), "busy"), by: worker)
            }
            let again = try await bench.claim(1, by: worker, at: bench.start + .seconds(100))
            #expect(again.map(\.item.delivery) == claimed.suffix(1).map(\.item.delivery))
        },
        StoreContract("only a person's first text is their first") { bench in
            try await bench.queue(2, slug: "first", [ScriptedDriver<TextChannel>()])
            let worker = try await bench.enlist()
            let texts = try await bench.claim(TextChannel.self, by: worker)
            #expect(texts.map(\.item.isFirst) == [true, true])
            try await bench.settle(Array(texts.prefix(1)), by: worker)
            try await bench.settle(Array(texts.suffix(1)), .failed("refused"), by: worker)
            try await bench.submit(Samples.call("second"), [ScriptedDriver<TextChannel>()])
            #expect(try await bench.claim(TextChannel.self, by: worker).map(\.item.isFirst) == [false, true])
        },
        StoreContract("the workload tells what is due, in hand and to come") { bench in
            try await bench.queue(1)
            let worker = try await bench.enlist()
            func load(_ wait: Duration = .zero, _ channel: ChannelID = MailChannel.id) async throws -> Workload {
                try await bench.store.workload(channels: [channel], now: bench.start + wait)
            }
            #expect(try await load() == Workload(hasDue: true, isSending: false, next: nil))
            #expect(try await load(.zero, TextChannel.id) == Workload(hasDue: false, isSending: false, next: nil))
            let claimed = try await bench.claim(by: worker)
            #expect(try await load() == Workload(hasDue: false, isSending: true, next: nil))
            let due = bench.start + .seconds(60)
            try await bench.settle(claimed, .retry(at: due, "busy"), by: worker)
            #expect(try await load() == Workload(hasDue: false, isSending: false, next: due))
            #expect(try await load(.seconds(60)) == Workload(hasDue: true, isSending: false, next: nil))
        },
    ]
}

extension StoreBench {
    /// Claims as much as there is on a channel.
    func claim(_ channel: any ScriptedChannel.Type, by worker: WorkerNumber) async throws -> [Claimed] {
        try await claim(100, channel, by: worker)
    }
}
