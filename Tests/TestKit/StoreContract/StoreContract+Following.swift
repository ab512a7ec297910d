import Calls
import Deliveries
import People
import Reviews
import Synchronization
import Testing

extension StoreContract {
    /// Whoever follows the log sees every change, in the order in which they were written.
    static let following: [StoreContract] = [
        StoreContract("following shows every change after a place once, the oldest first") { bench in
            try await bench.queue(3)
            let worker = try await bench.enlist()
            let follower = Follower(bench)
            #expect(try await follower.look() == ["p1 queued", "p2 queued", "p3 queued"])
            #expect(try await follower.look().isEmpty)
            let claimed = try await bench.claim(by: worker, at: bench.start + .seconds(1))
            try await bench.settle(Array(claimed.suffix(1)), by: worker, at: bench.start + .seconds(2))
            try await bench.settle(Array(claimed.prefix(1)), by: worker, at: bench.start + .seconds(3))
            #expect(try await follower.look() == ["p2 sending", "p3 sent", "p1 sent"])
            #expect(try await follower.look().isEmpty)
        },
        StoreContract("a change that is written later comes later, though its clock was read before") { bench in
            try await bench.queue(2)
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(by: worker)
            let follower = Follower(bench)
            try await bench.settle([claimed[1]], by: worker, at: bench.start + .seconds(5))
            #expect(try await follower.look() == ["p1 sending", "p2 sent"])
            let neighbour = StoreBench(try await bench.another(), another: bench.another)
            try await neighbour.settle([claimed[0]], by: worker, at: bench.start + .seconds(4))
            #expect(try await follower.look() == ["p1 sent"])
            #expect(try await bench.log().map(\.person.rawValue) == ["p1", "p2"])
        },
        StoreContract("with two who write at once, whose clocks differ, none of their changes is missed") { bench in
            let count = 60
            try await bench.queue(count)
            let neighbour = StoreBench(try await bench.another(), another: bench.another)
            let follower = Follower(bench)
            let isDone = Mutex(false)
            async let seen: [String] = {
                var seen: [String] = []
                while !isDone.withLock({ $0 }) {
                    seen += try await follower.look()
                    await Task.yield()
                }
                return try await seen + follower.look()
            }()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, writer) in [bench, neighbour].enumerated() {
                    group.addTask {
                        let worker = try await writer.enlist()
                        while true {
                            let moment = bench.start + .milliseconds(Int64.random(in: 0...40) + Int64(index) * 20)
                            let claimed = try await writer.claim(3, by: worker, at: moment)
                            if claimed.isEmpty { break }
                            for item in claimed { try await writer.settle([item], by: worker, at: moment) }
                        }
                    }
                }
                try await group.waitForAll()
            }
            isDone.withLock { $0 = true }
            let sent = try await seen.filter { $0.hasSuffix(" sent") }
            #expect(sent.count == count)
            #expect(Set(sent).count == count)
        },
        StoreContract("a clock that was set back far does not keep the log in the future") { bench in
            try await bench.queue(2)
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(by: worker)
            try await bench.settle([claimed[0]], by: worker, at: bench.start + .seconds(3 * 86_400))
            let moment = bench.start + .seconds(60)
            try await bench.settle([claimed[1]], by: worker, at: moment)
            #expect(try await bench.delivery(of: "p2").at == moment)
            #expect(try await bench.store.logEnd(now: moment).at == moment)
        },
        StoreContract("an empty log ends before everything") { bench in
            let end = try await bench.store.logEnd(now: bench.start)
            #expect(end == .beginning)
        },
    ]
}

/// Somebody who follows the log as the command does.
private final class Follower: Sendable {
    private let bench: StoreBench
    private let place = Mutex(LogPlace.beginning)

    init(_ bench: StoreBench) { self.bench = bench }

    /// What has changed since the last look.
    func look() async throws -> [String] {
        let end = try await bench.store.logEnd(now: bench.start + .seconds(10))
        let start = place.withLock { place in
            defer { place = end }
            return place
        }
        return try await bench.log { query in
            query.after = start
            query.until = end
        }.map { "\($0.person) \($0.state.rawValue)" }
    }
}
