import Calls
import Deliveries
import People
import Reviews
import Testing

extension StoreContract {
    /// Many at once, through several openings of one database.
    static let concurrency: [StoreContract] = [
        StoreContract("two openings of one database that write at once never get in each other's way") { bench in
            let benches = [bench, StoreBench(try await bench.another(), another: bench.another)]
            try await bench.queue(60)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, own) in benches.enumerated() {
                    group.addTask {
                        for number in 0..<30 {
                            try await own.add([try Samples.record(1_000 + index * 100 + number)])
                        }
                    }
                    for _ in 0..<3 {
                        group.addTask {
                            let worker = try await own.enlist()
                            while case let claimed = try await own.claim(4, by: worker), !claimed.isEmpty {
                                try await own.settle(claimed, by: worker)
                            }
                            try await own.store.discharge(worker)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await bench.counts() == [.sent: 60])
            #expect(try await bench.people().count == 120)
            #expect(try await bench.store.verifyLedger() == 120)
            try await bench.expectBalance()
        },
        StoreContract("an opt-out that is written while workers claim is never overrun") { bench in
            try await bench.queue(40)
            let other = StoreBench(try await bench.another(), another: bench.another)
            let asked = try await withThrowingTaskGroup(of: [Claimed].self) { group in
                group.addTask {
                    for number in 1...40 { try await other.withdraw("p\(number)") }
                    return []
                }
                group.addTask {
                    let worker = try await bench.enlist()
                    var all: [Claimed] = []
                    while try await bench.store.workload(channels: [MailChannel.id], now: bench.start).hasDue {
                        let claimed = try await bench.claim(2, by: worker)
                        try await bench.settle(claimed, .retry(at: bench.start, "busy"), by: worker)
                        all += claimed
                    }
                    return all
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            // Everybody was asked for as long as they had not opted out; in the end nobody is left.
            #expect(try await bench.counts() == [.skipped: 40])
            #expect(asked.allSatisfy { $0.item.attempt >= 1 })
            try await bench.expectBalance()
        },
    ]
}
