import Calls
import Deliveries
import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import People
import Reviews
import StorePostgres
import Synchronization
import TestKit
import Testing
import Work

@testable import Web

/// People who opt out while a worker is at their messages.
@Suite(.timeLimit(.minutes(15)))
struct RaceTests {
    /// A few in every run, a thousand in the long one.
    private static let people = ProcessInfo.processInfo.environment["CLARION_TORTURE"] == "full" ? 1_000 : 60
    /// How many people answer at the same moment.
    private static let atOnce = 6

    @Test func nothingLeavesAfterTheAnswerToAnOptOut() async throws { try await Self.race(nil) }

    @Test func norDoesItOnPostgreSQL() async throws {
        let server = try await PostgresServer.shared.value
        let name = try await OwnThread.run { try server.makeDatabase() }
        let store = try await PostgresStore.open(server.url(name))
        let failure: (any Error)?
        do {
            try await Self.race(store)
            failure = nil
        } catch {
            failure = error
        }
        await store.close()
        try await OwnThread.run { try server.dropDatabase(name) }
        if let failure { throw failure }
    }

    /// Lets people and a worker loose on a store; on SQLite when it is `nil`.
    private static func race(_ engine: (any StoreUnderTest)?) async throws {
        try await SiteBench.run(on: engine) { (bench: SiteBench) async throws -> Void in
            // The bench has three deliveries already.
            let records = try (4...Self.people).map { try Samples.record($0) }
            _ = try await bench.store.take(records, by: "test", now: Samples.start)
            _ = try await bench.store.submit(
                Samples.planning(Samples.call("race")),
                agreed: nil,
                now: Samples.start
            )
            let sent = Mutex<[DeliveryNumber: Int]>([:])
            let driver = ScriptedDriver<MailChannel> { item in
                sent.withLock { $0[item.delivery, default: 0] += 1 }
                // As long as a server near by takes; without it the worker would be through before anybody can answer.
                try? await Task.sleep(for: .milliseconds(2))
                return [.sent(reference: nil)]
            }
            let worker = Self.worker(driver, bench.store)
            // One answers before the worker begins, so that somebody is always faster.
            #expect(try await bench.post(bench.stop(4), "List-Unsubscribe=One-Click").status == .ok)
            let working = Task { try await worker.run() }
            let answers = try await Self.optOut(bench) { delivery in sent.withLock { $0[delivery] ?? 0 } }
            try await working.value

            let end = sent.withLock { $0 }
            #expect(end.values.allSatisfy { $0 == 1 })
            for (delivery, before) in answers {
                #expect(end[delivery] ?? 0 == before, "delivery \(delivery.rawValue)")
            }
            #expect(!answers.isEmpty)
            #expect(end[DeliveryNumber(rawValue: 4)] == nil)
            let states = try #require(
                try await bench.store.status(of: "race", now: SiteBench.visit)?.channels[MailChannel.id]
            )
            #expect(states.values.reduce(0, +) == Self.people)
        }
    }

    /// Opts everybody out, in an order of its own.
    ///
    /// - Returns: Of each delivery whose answer promised that nothing is on its way, what had left at that moment.
    private static func optOut(
        _ bench: SiteBench,
        _ countSent: @Sendable @escaping (DeliveryNumber) -> Int
    ) async throws -> [DeliveryNumber: Int] {
        var random = SeededGenerator(seed: 7)
        // Deliveries 1 to 3 are those of the bench's own call.
        var waiting = (5..<(Int64(people) + 4)).shuffled(using: &random)
        return try await withThrowingTaskGroup { group in
            var found: [DeliveryNumber: Int] = [:]
            var open = 0
            func note(_ answer: (delivery: DeliveryNumber, before: Int, isCertain: Bool)?) {
                if let answer, answer.isCertain { found[answer.delivery] = answer.before }
            }
            while let number = waiting.popLast() {
                if open == atOnce {
                    note(try await group.next())
                    open -= 1
                }
                group.addTask {
                    let response = try await bench.post(bench.stop(number), "List-Unsubscribe=One-Click")
                    let delivery = DeliveryNumber(rawValue: number)
                    let before = countSent(delivery)
                    #expect(response.status == .ok)
                    return (delivery: delivery, before: before, isCertain: !response.text.contains("may still arrive"))
                }
                open += 1
            }
            while let answer = try await group.next() { note(answer) }
            return found
        }
    }

    private static func worker(_ driver: any ChannelDriver, _ store: any StoreUnderTest) -> Worker {
        Worker(
            store: store,
            drivers: [driver],
            organization: Samples.organization,
            publicURL: nil,
            options: WorkOptions(drains: true, holdOverdue: .seconds(86_400)),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            now: { SiteBench.visit }
        )
    }
}
