import Calls
import Deliveries
import Reviews
import Testing

extension StoreContract {
    /// A try that may have gone out is remembered until somebody has decided about it.
    static let doubt: [StoreContract] = [
        StoreContract("a doubt is remembered by the tries that follow") { bench in
            try await bench.queue(2)
            let worker = try await bench.enlist()
            let first = try await bench.claim(by: worker)
            #expect(first.allSatisfy { !$0.isInDoubt })
            let due = bench.start + .seconds(10)
            try await bench.settle(Array(first[0..<1]), .retry(at: due, "no answer", leavesDoubt: true), by: worker)
            try await bench.settle(Array(first[1..<2]), .retry(at: due, "busy"), by: worker)
            for round in 1...2 {
                let now = bench.start + .seconds(10 * round)
                let again = try await bench.claim(by: worker, at: now)
                #expect(again.map(\.isInDoubt) == [true, false], "round \(round)")
                try await bench.settle(again, .retry(at: now + .seconds(10), "busy"), by: worker)
            }
        },
        StoreContract("what a worker held when it died may have gone out") { bench in
            try await bench.queue(1)
            _ = try await bench.claimAndDie()
            #expect(try await bench.rescue() == 1)
            let worker = try await bench.enlist()
            #expect(try await bench.claim(by: worker).map(\.isInDoubt) == [true])
        },
        StoreContract("what may have gone out is held when the call closes") { bench in
            let end = bench.start + .seconds(60)
            try await bench.queue(1, expiresAt: end)
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(by: worker)
            try await bench.settle(claimed, .retry(at: end, "no answer", leavesDoubt: true), by: worker)
            #expect(try await bench.store.expire(now: end) == 1)
            #expect(try await bench.counts() == [.held: 1])
            #expect(try await bench.delivery(of: "p1").reason?.hasSuffix(Transition.earlierTry) == true)
            try await bench.expectBalance()
        },
        StoreContract("who lets what is held go out again has decided about the doubt") { bench in
            try await bench.queue(1)
            let worker = try await bench.enlist()
            let due = bench.start + .seconds(10)
            try await bench.settle(
                try await bench.claim(by: worker),
                .retry(at: due, "no answer", leavesDoubt: true),
                by: worker
            )
            try await bench.settle(try await bench.claim(by: worker, at: due), .held("no answer"), by: worker)
            #expect(try await bench.store.requeue("hearing", from: .held, now: due) == 1)
            #expect(try await bench.claim(by: worker, at: due).map(\.isInDoubt) == [false])
        },
    ]
}
