import Calls
import Deliveries
import People
import Testing

extension StoreContract {
    private static func profile(_ text: String) throws -> ChannelProfile {
        let rate: Rate = try #require(Rate(text))
        let pace = Pace(inHand: 8, mayRepeat: true, rate: rate)
        return ChannelProfile(id: MailChannel.id, addressKind: MailChannel.addressKind, pace: pace)
    }

    /// How much two workers claim who ask all the time, one of them by a clock that is ahead of the other's.
    private static func claimsOfTwoSeconds(_ bench: StoreBench, ahead: Duration) async throws -> [Int] {
        try await bench.queue(100)
        let other = StoreBench(try await bench.another(), another: bench.another)
        let workers = [(bench, try await bench.enlist(), ahead), (other, try await other.enlist(), Duration.zero)]
        let profile = try profile("20/s")
        var counts = [0, 0]
        for step in 0..<100 {
            for (index, (own, worker, ahead)) in workers.enumerated() {
                let now = bench.start + ahead + .milliseconds(20 * step)
                let request = ClaimRequest(channel: profile, limit: 50, worker: worker, now: now)
                counts[index] += try await own.store.claim(request).count
            }
        }
        return counts
    }

    /// A channel's rate holds over all workers of the database.
    static let rates: [StoreContract] = [
        StoreContract("no more is claimed than the rate allows, whoever asks") { bench in
            try await bench.queue(100)
            let other = StoreBench(try await bench.another(), another: bench.another)
            let workers = [(bench, try await bench.enlist()), (other, try await other.enlist())]
            let profile = try profile("20/s")
            var claimed = 0
            for step in 0..<20 {
                let now = bench.start + .milliseconds(Int64(step) * 100)
                for (own, worker) in workers {
                    let request = ClaimRequest(channel: profile, limit: 50, worker: worker, now: now)
                    claimed += try await own.store.claim(request).count
                }
            }
            #expect((38...42).contains(claimed), "two seconds at 20/s: \(claimed)")
            try await bench.expectBalance()
        },
        StoreContract("no more is claimed than the rate allows where clocks differ by a second") { bench in
            let counts = try await claimsOfTwoSeconds(bench, ahead: .seconds(1))
            #expect((38...42).contains(counts[0] + counts[1]), "two seconds at 20/s: \(counts)")
        },
        StoreContract("a clock that was set back neither stops a channel nor frees it from its rate") { bench in
            // One began before, and goes on in its time.
            let counts = try await claimsOfTwoSeconds(bench, ahead: .seconds(3_600))
            #expect(counts.allSatisfy { (38...42).contains($0) }, "two seconds at 20/s: \(counts)")
        },
        StoreContract("the next turn is told, and at that moment there is something to claim") { bench in
            try await bench.queue(5)
            let worker = try await bench.enlist()
            let rate: Rate = try #require(Rate("600/h"))
            let profile = try profile("600/h")
            #expect(try await bench.store.nextTurn(on: MailChannel.id, rate: rate, now: bench.start) == bench.start)
            let first = ClaimRequest(channel: profile, limit: 5, worker: worker, now: bench.start)
            #expect(try await bench.store.claim(first).count == 1)
            #expect(try await bench.store.claim(first).isEmpty)
            let turn = try await bench.store.nextTurn(on: MailChannel.id, rate: rate, now: bench.start)
            #expect(turn == bench.start + .seconds(6))
            let second = ClaimRequest(channel: profile, limit: 5, worker: worker, now: turn)
            #expect(try await bench.store.claim(second).count == 1)
        },
        StoreContract("who is skipped at the gate uses up nothing of the rate") { bench in
            try await bench.queue(2)
            let worker = try await bench.enlist()
            let profile = try profile("600/h")
            try await bench.withdraw("p1")
            let request = ClaimRequest(channel: profile, limit: 5, worker: worker, now: bench.start)
            #expect(try await bench.store.claim(request).isEmpty)
            #expect(try await bench.store.claim(request).map(\.item.person.id.rawValue) == ["p2"])
        },
        StoreContract("one channel's rate is nobody else's") { bench in
            try await bench.queue(5, [ScriptedDriver<MailChannel>(), ScriptedDriver<TextChannel>()])
            let worker = try await bench.enlist()
            let request = ClaimRequest(channel: try profile("1/day"), limit: 5, worker: worker, now: bench.start)
            #expect(try await bench.store.claim(request).count == 1)
            #expect(try await bench.claim(TextChannel.self, by: worker).count == 5)
        },
    ]
}
