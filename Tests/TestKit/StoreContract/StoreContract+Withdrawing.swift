import Calls
import Deliveries
import People
import Reviews
import Testing

extension StoreContract {
    /// What is withdrawn after it was claimed is found before it leaves.
    static let withdrawing: [StoreContract] = [
        StoreContract("every withdrawal raises the count, and nothing else does") { bench in
            try await bench.queue(4)
            let worker = try await bench.enlist()
            var last = try await bench.store.withdrawals(for: worker) ?? -1
            func rises() async throws -> Bool {
                let count = try await bench.store.withdrawals(for: worker) ?? -1
                defer { last = count }
                return count > last
            }
            try await bench.add([try Samples.record(9)])
            let claimed = try await bench.claim(2, by: worker)
            try await bench.settle(claimed, by: worker)
            #expect(try await bench.store.heartbeat(worker, now: bench.start))
            #expect(try await rises() == false)
            try await bench.withdraw("p1")
            #expect(try await rises())
            try await bench.withdraw("p1")
            #expect(try await rises() == false)
            try await bench.complete("hearing", "p2")
            #expect(try await rises())
            #expect(try await bench.store.steer("hearing", .pause, now: bench.start))
            #expect(try await rises())
            #expect(try await bench.store.steer("hearing", .resume, now: bench.start))
            #expect(try await rises() == false)
            #expect(try await bench.store.forget(PersonID(rawValue: "p3"), now: bench.start))
            #expect(try await rises())
            #expect(try await bench.store.steer("hearing", .cancel, now: bench.start))
            #expect(try await rises())
        },
        StoreContract("an import that withdraws raises the count") { bench in
            try await bench.queue(1)
            let worker = try await bench.enlist()
            let before = try #require(try await bench.store.withdrawals(for: worker))
            try await bench.add([
                try Samples.record(1, [MailChannel.id: .withdrawn], at: bench.start + .seconds(60))
            ])
            #expect(try #require(try await bench.store.withdrawals(for: worker)) > before)
        },
        StoreContract("another opening of the database sees the count at once") { bench in
            try await bench.queue(1)
            let worker = try await bench.enlist()
            let other = try await bench.another()
            let before = try #require(try await other.withdrawals(for: worker))
            try await bench.withdraw("p1")
            #expect(try #require(try await other.withdrawals(for: worker)) > before)
        },
        StoreContract("a worker that was struck off is told so instead of a count") { bench in
            let worker = try await bench.enlist()
            #expect(try await bench.store.withdrawals(for: worker) != nil)
            try await bench.store.discharge(worker)
            #expect(try await bench.store.withdrawals(for: worker) == nil)
        },
        StoreContract("what was withdrawn after it was claimed is found, and ends where the gate would have sent it") {
            bench in
            try await bench.queue(5)
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(by: worker)
            let all = claimed.map(\.item.delivery)
            #expect(try await bench.store.withdrawn(among: all, now: bench.start).isEmpty)
            try await bench.withdraw("p1")
            try await bench.complete("hearing", "p2")
            #expect(try await bench.store.forget(PersonID(rawValue: "p3"), now: bench.start))
            let found = try await bench.store.withdrawn(among: all, now: bench.start)
            #expect(Set(found.map(\.delivery)) == Set(all.prefix(3)))
            #expect(try await bench.counts() == [.sending: 5], "looking writes nothing")
            #expect(try await bench.store.settle(found, worker: worker, now: bench.start) == 3)
            #expect(try await bench.counts() == [.sending: 2, .skipped: 3])
            let entry = try await bench.delivery(of: "p1")
            #expect(entry.reason == "consent-withdrawn")
            #expect(entry.attempts == 0)
            #expect(try await bench.delivery(of: "p2").reason == "already-done")
            try await bench.expectBalance()
        },
        StoreContract("what is paused in hand goes back to the queue, what is cancelled in hand is cancelled") { bench in
            try await bench.queue(2)
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(by: worker)
            let (first, second) = (claimed[0].item.delivery, claimed[1].item.delivery)
            #expect(try await bench.store.steer("hearing", .pause, now: bench.start))
            let paused = try await bench.store.withdrawn(among: [first], now: bench.start)
            #expect(try await bench.store.settle(paused, worker: worker, now: bench.start) == 1)
            #expect(try await bench.delivery(of: "p1").state == .queued)
            #expect(try await bench.delivery(of: "p1").attempts == 0)
            #expect(try await bench.store.steer("hearing", .cancel, now: bench.start))
            let cancelled = try await bench.store.withdrawn(among: [second], now: bench.start)
            #expect(try await bench.store.settle(cancelled, worker: worker, now: bench.start) == 1)
            #expect(try await bench.counts() == [.cancelled: 2])
            try await bench.expectBalance()
        },
        StoreContract("what closes in hand, or is in nobody's hands, is told apart") { bench in
            let end = bench.start + .seconds(60)
            try await bench.queue(2, expiresAt: end)
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(by: worker)
            try await bench.settle([claimed[0]], by: worker)
            let all = claimed.map(\.item.delivery) + [DeliveryNumber(rawValue: 9_999)]
            let found = try await bench.store.withdrawn(among: all, now: end)
            #expect(found == [Settlement(claimed[1].item.delivery, .skipped(.expired))])
        },
        StoreContract("what is in hand of a person is counted until its outcome is written") { bench in
            try await bench.queue(2, [ScriptedDriver<MailChannel>(), ScriptedDriver<TextChannel>()])
            let person = PersonID(rawValue: "p1")
            let worker = try await bench.enlist()
            #expect(try await bench.store.inHand(of: person) == 0)
            let mails = try await bench.claim(1, MailChannel.self, by: worker)
            let texts = try await bench.claim(1, TextChannel.self, by: worker)
            #expect(try await bench.store.inHand(of: person) == 2)
            #expect(try await bench.store.inHand(of: PersonID(rawValue: "p2")) == 0)
            #expect(
                try await bench.store.waitUntilNothingIsInHand(of: person, atMost: .milliseconds(1)) == false
            )
            try await bench.settle(mails, by: worker)
            try await bench.settle(texts, .held("no answer"), by: worker)
            #expect(try await bench.store.inHand(of: person) == 0)
            #expect(try await bench.store.waitUntilNothingIsInHand(of: person, atMost: .zero))
        },
    ]
}
