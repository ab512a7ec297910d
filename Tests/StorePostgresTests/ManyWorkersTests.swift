import Calls
import Deliveries
import Foundation
import Reviews
import StorePostgres
import TestKit
import Testing

/// Workers on many machines: each is an opening of its own.
@Suite(.timeLimit(.minutes(3)))
struct ManyWorkersTests {
    @Test func manyWhoClaimAndSettleAtOnceSendEachDeliveryOnce() async throws {
        try await withDatabase { url in
            let bench = try await bench(url)
            try await bench.queue(600)
            let sent = try await withThrowingTaskGroup(of: [DeliveryNumber].self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        let own = StoreBench(try await bench.another(), another: bench.another)
                        let worker = try await own.enlist()
                        var sent: [DeliveryNumber] = []
                        while try await own.store.workload(channels: [MailChannel.id], now: own.start).hasDue {
                            let claimed = try await own.claim(7, by: worker)
                            #expect(try await own.settle(claimed, by: worker) == claimed.count)
                            sent += claimed.map(\.item.delivery)
                        }
                        return sent
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(sent.count == 600)
            #expect(Set(sent).count == 600)
            #expect(try await bench.counts() == [.sent: 600])
            try await bench.expectBalance()
        }
    }

    @Test func aWorkerWhoseLeaseRanOutChangesNothingAndLearnsOfIt() async throws {
        try await withDatabase { url in
            let (one, time) = (try await bench(url), SteadyTime())
            let other = try await one.another(in: time)
            try await one.queue(2)
            let stopped = try await one.enlist()
            let claimed = try await one.claim(by: stopped)
            try await until("the mark is held") { try await Self.marks(url) == "1" }
            // The worker stands still for a minute, as by SIGSTOP; its connection stays.
            for _ in 0..<6 {
                #expect(try await other.rescue(silence: .seconds(60)) == 0)
                time.pass(.seconds(10))
            }
            #expect(try await other.rescue(silence: .seconds(60)) == 2)
            let again = try await other.enlist()
            #expect(try await other.settle(try await other.claim(by: again), by: again) == 2)
            #expect(try await one.settle(claimed, .failed("late"), by: stopped) == 0)
            #expect(try await one.store.heartbeat(stopped, now: one.start) == false)
            #expect(try await one.claim(by: stopped).isEmpty)
            #expect(try await one.counts() == [.sent: 2])
            try await one.expectBalance()
        }
    }

    /// Whatever the server's clock was set to since the worker gave its last sign.
    @Test(arguments: ["- 20000", "- 259200000", "+ 3600000"])
    func aWorkerIsKnownToBeDeadBySilenceOnlyWhileItsConnectionLasts(since: String) async throws {
        try await withDatabase { url in
            let store = try await PostgresStore.open(url)
            let bench = StoreBench(store) { try await PostgresStore.open(url) }
            try await bench.queue(1)
            let worker = try await bench.enlist()
            let time = SteadyTime()
            let other = StoreBench(try await PostgresStore.open(url, steady: { time.now }), another: bench.another)
            _ = try await bench.claim(by: worker)
            try await until("the mark is held") { try await Self.marks(url) == "1" }
            try await run("UPDATE workers SET seen_at = seen_at \(since)", at: url)
            for _ in 0..<4 {
                #expect(try await other.rescue() == 0, "it was silent for less than its lease")
                time.pass(.seconds(8))
            }
            #expect(try await other.store.queueHealth(now: bench.start).workers.map(\.isAlive) == [true])
            // As when its process is killed.
            await store.close()
            try await until("the mark is gone") { try await Self.marks(url) == "0" }
            #expect(try await other.store.queueHealth(now: bench.start).workers.map(\.isAlive) == [false])
            for _ in 0..<2 {
                #expect(try await other.rescue() == 0, "its connection may come back")
                time.pass(.seconds(8))
            }
            #expect(try await other.rescue() == 1)
        }
    }

    @Test func aClockThatWasSetForwardIsNoSleep() async throws {
        try await withDatabase { url in
            let (one, other) = (try await bench(url), try await bench(url))
            try await one.queue(1)
            _ = try await one.enlist()
            try await until("the mark is held") { try await Self.marks(url) == "1" }
            try await run("UPDATE workers SET seen_at = seen_at - 259200000", at: url)
            let later = one.start + .seconds(3 * 86_400)
            let newcomer = try await other.enlist(at: later)
            #expect(try await other.claim(by: newcomer, at: later).count == 1, "somebody lived all the time")
        }
    }

    @Test func marksOfCommitsThatNobodyAsksForAreTakenAwayWhileAWorkerStays() async throws {
        try await withDatabase { url in
            let (store, time) = (try await bench(url), SteadyTime())
            let bench = try await store.another(in: time)
            let worker = try await bench.enlist()
            try await run(
                "INSERT INTO commits (seat, last, at) VALUES (gen_random_uuid(), 1, now() - interval '8 days')",
                at: url
            )
            let old = "SELECT count(*) FROM commits WHERE at < now() - interval '7 days'"
            #expect(try await bench.store.heartbeat(worker, now: bench.start))
            #expect(try await run(old, at: url) == "1")
            time.pass(.seconds(3_600))
            #expect(try await bench.store.heartbeat(worker, now: bench.start))
            #expect(try await run(old, at: url) == "0")
        }
    }

    private static func marks(_ url: String) async throws -> String? {
        try await run(
            """
            SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """,
            at: url
        )
    }

    @Test func whatIsQueuedIsHeardOfAtOnce() async throws {
        try await withDatabase { url in
            let (one, other) = (try await PostgresStore.open(url), try await bench(url))
            var news = one.news().makeAsyncIterator()
            // The first ring is that it has begun to listen.
            await news.next()
            try await other.queue(1)
            await news.next()
            let worker = try await other.enlist()
            try await other.settle(try await other.claim(by: worker), .failed("no such box"), by: worker)
            _ = try await other.store.requeue("hearing", from: .failed, now: other.start)
            await news.next()
            #expect(try await other.store.steer("hearing", .resume, now: other.start))
            await news.next()
        }
    }
}

/// Looks again and again until something is so; the time limit of the test ends a wait that is in vain.
func until(_ what: String, _ condition: () async throws -> Bool) async throws {
    while try await !condition() { try await Task.sleep(for: .milliseconds(20)) }
}
