import Calls
import Deliveries
import Reviews
import Testing

extension StoreContract {
    private static let day = Duration.seconds(86_400)

    /// What fell due long before anybody worked again is held for a person's word.
    static let overdue: [StoreContract] = [
        StoreContract(
            "what fell due more than a day before a worker lived again is held, and sent once somebody says so"
        ) {
            bench in
            try await bench.queue(2)
            let monday = bench.start + day * 3
            let worker = try await bench.enlist(at: monday)
            #expect(try await bench.claim(by: worker, at: monday).isEmpty)
            #expect(try await bench.counts() == [.held: 2])
            let entry = try await bench.delivery(of: "p1")
            #expect(entry.reason?.contains("clarion retry hearing --state held") == true)
            #expect(entry.reason?.contains("3 days") == true)
            #expect(entry.attempts == 0)
            try await bench.expectBalance()
            #expect(try await bench.store.requeue("hearing", from: .held, now: monday) == 2)
            #expect(try await bench.claim(by: worker, at: monday).count == 2)
        },
        StoreContract("what is a day late or less is sent") { bench in
            try await bench.queue(1)
            let worker = try await bench.enlist(at: bench.start + day)
            #expect(try await bench.claim(by: worker, at: bench.start + day).count == 1)
        },
        StoreContract("how late is too late is the worker's setting") { bench in
            try await bench.queue(1)
            let now = bench.start + .seconds(7_201)
            let worker = try await bench.enlist(at: now)
            let request = ClaimRequest(
                channel: MailChannel.profile,
                limit: 9,
                worker: worker,
                now: now,
                holdOverdue: .seconds(7_200)
            )
            #expect(try await bench.store.claim(request).isEmpty)
            #expect(try await bench.counts() == [.held: 1])
        },
        StoreContract("what waits while a worker lives is never overdue, whoever takes it up later") { bench in
            try await bench.queue(3)
            let worker = try await bench.enlist()
            var now = bench.start
            for _ in 1...200 {
                now = now + .seconds(1_800)
                #expect(try await bench.store.heartbeat(worker, now: now))
            }
            #expect(try await bench.claim(1, by: worker, at: now).count == 1)
            try await bench.store.discharge(worker)
            let next = try await bench.enlist(at: now + .seconds(600))
            #expect(try await bench.claim(1, by: next, at: now + .seconds(600)).count == 1)
        },
        StoreContract("a short break after a long one changes nothing for what the long one made overdue") { bench in
            try await bench.queue(3)
            let late = bench.start + day * 3
            try await bench.store.discharge(try await bench.enlist(at: late))
            let worker = try await bench.enlist(at: late + .seconds(7_200))
            #expect(try await bench.claim(by: worker, at: late + .seconds(7_200)).isEmpty)
            #expect(try await bench.counts() == [.held: 3])
        },
        StoreContract("a worker that slept with its machine holds what fell due meanwhile") { bench in
            try await bench.queue(1)
            let worker = try await bench.enlist()
            let late = bench.start + day * 2
            #expect(try await bench.claim(by: worker, at: late).isEmpty)
            #expect(try await bench.counts() == [.held: 1])
        },
        StoreContract("a worker whose clock jumps between two heartbeats holds nothing") { bench in
            try await bench.queue(1)
            let worker = try await bench.enlist()
            let late = bench.start + day * 3
            #expect(try await bench.store.heartbeat(worker, now: late))
            let other = try await bench.enlist(at: late)
            #expect(try await bench.claim(by: other, at: late).count == 1)
        },
        StoreContract("a call that is published or resumed later counts from then") { bench in
            let late = bench.start + day * 3
            try await bench.addPeople(2)
            try await bench.submit(Samples.call("published", publishAt: late + .seconds(-60)))
            try await bench.submit(Samples.call("paused"))
            #expect(try await bench.store.steer("paused", .pause, now: bench.start))
            #expect(try await bench.store.steer("paused", .resume, now: late + .seconds(-60)))
            let worker = try await bench.enlist(at: late)
            #expect(try await bench.claim(by: worker, at: late).count == 4)
        },
    ]
}
