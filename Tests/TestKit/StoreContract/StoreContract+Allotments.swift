import Calls
import Deliveries
import Testing

/// A worker as the store sees it: has as many connections as it was granted, and closes what is too much when it likes.
private struct Sharer {
    let store: any DeliveryStore
    let number: WorkerNumber
    var open = 0
    /// What it was granted, until it has closed the rest.
    var told = 0

    init(_ store: any DeliveryStore) async throws {
        self.store = store
        number = try await store.enlist(now: Samples.start)
    }

    /// Asks, and opens what it may have; closes nothing.
    mutating func ask(of limit: Int, on channel: ChannelID = MailChannel.id) async throws {
        let request = LaneRequest(channel: channel, worker: number, limit: limit, using: max(told, open))
        told = try await store.allot(request)
        open = max(open, told)
    }

    mutating func close() { open = min(open, told) }
}

extension StoreContract {
    /// Asks in turn until nobody's share changes, and looks at every step that they never have too many.
    private static func settle(_ sharers: inout [Sharer], limit: Int) async throws {
        for _ in 0..<4 {
            for index in sharers.indices {
                try await sharers[index].ask(of: limit)
                #expect(sharers.reduce(0) { $0 + $1.open } <= limit)
                sharers[index].close()
            }
        }
    }

    /// A channel's connections are limited over all workers of the database.
    static let allotments: [StoreContract] = [
        StoreContract("a worker that is alone has every connection at once") { bench in
            var alone = try await Sharer(bench.store)
            try await alone.ask(of: 10)
            #expect(alone.open == 10)
            try await alone.ask(of: 10)
            #expect(alone.open == 10)
        },
        StoreContract("a newcomer waits until the others have closed what is too much") { bench in
            var first = try await Sharer(bench.store)
            try await first.ask(of: 5)
            var second = try await Sharer(try await bench.another())
            try await second.ask(of: 5)
            #expect(second.open == 0)
            try await first.ask(of: 5)
            #expect([first.told, first.open] == [3, 5])
            try await second.ask(of: 5)
            #expect(second.open == 0, "they are still open")
            first.open = 4
            try await first.ask(of: 5)
            try await second.ask(of: 5)
            #expect(second.open == 1)
            first.close()
            try await first.ask(of: 5)
            try await second.ask(of: 5)
            #expect([first.open, second.open] == [3, 2])
        },
        StoreContract("workers come, end and die, and never have too many connections together") { bench in
            var sharers: [Sharer] = []
            for count in 1...6 {
                sharers.append(try await Sharer(try await bench.another()))
                try await settle(&sharers, limit: 4)
                let shares = sharers.map(\.open)
                #expect(shares.reduce(0, +) == 4, "each connection is used by \(count): \(shares)")
                #expect((shares.max() ?? 0) - (shares.min() ?? 0) <= 1, "\(shares)")
            }
            while sharers.count > 1 {
                let ended = sharers.removeFirst()
                try await bench.store.discharge(ended.number)
                try await settle(&sharers, limit: 4)
                #expect(sharers.reduce(0) { $0 + $1.open } == 4)
            }
        },
        StoreContract("who was struck off has no connections, and the others have them") { bench in
            var lost = try await Sharer(bench.store)
            try await lost.ask(of: 3)
            _ = try await bench.rescue(silence: .zero)
            var next = try await Sharer(bench.store)
            try await next.ask(of: 3)
            #expect(next.open == 3)
            try await lost.ask(of: 3)
            #expect(lost.told == 0)
            try await next.ask(of: 3)
            #expect(next.told == 3)
        },
        StoreContract("who ends while it holds something has no connections any more") { bench in
            try await bench.queue(1)
            var ended = try await Sharer(bench.store)
            try await ended.ask(of: 3)
            _ = try await bench.claim(by: ended.number)
            try await bench.store.discharge(ended.number)
            var next = try await Sharer(bench.store)
            try await next.ask(of: 3)
            #expect(next.open == 3)
        },
        StoreContract("one channel's connections are nobody else's") { bench in
            var worker = try await Sharer(bench.store)
            try await worker.ask(of: 3)
            var other = try await Sharer(bench.store)
            try await other.ask(of: 7, on: TextChannel.id)
            #expect([worker.open, other.open] == [3, 7])
        },
        StoreContract("of many who ask at the same time none gets what another one has") { bench in
            let sharers = try await withThrowingTaskGroup { group in
                for _ in 0..<6 {
                    group.addTask {
                        var sharer = try await Sharer(try await bench.another())
                        for _ in 0..<5 { try await sharer.ask(of: 8) }
                        return sharer
                    }
                }
                var all: [Sharer] = []
                for try await sharer in group { all.append(sharer) }
                return all
            }
            #expect(sharers.reduce(0) { $0 + $1.open } <= 8)
            #expect(sharers.contains { $0.open > 0 })
        },
    ]
}
