package import Deliveries
import Synchronization
import Testing

/// What a channel's tests set up: a driver made from settings as an installation would make it, and a real receiver.
package protocol DriverHarness: Sendable {
    /// The driver under test, configured for the receiver.
    var driver: any ChannelDriver { get }

    /// What the receiver may use to tell a repetition (Message-ID, idempotency key, file name), one for each item it took.
    func marksReceived() async throws -> [String]
}

/// A receiver that speaks with the driver over lanes and can keep its answers to itself.
package protocol LaneHarness: DriverHarness {
    /// How many lanes the driver was told to use at most.
    var lanes: Int { get }

    /// From now on messages are taken, but not answered.
    func hold() async

    /// Answers what was held, and everything from now on.
    func release() async

    /// Returns when an unanswered message lies with the receiver.
    func waitUntilHolding() async throws

    /// The most lanes the receiver ever saw open at once.
    func mostLanesSeen() async throws -> Int
}

/// One rule of the law of a driver, by its name.
package struct DriverRule<Harness: Sendable>: Sendable, CustomTestStringConvertible {
    package let testDescription: String
    private let check: @Sendable (Harness) async throws -> Void

    package init(_ testDescription: String, check: @escaping @Sendable (Harness) async throws -> Void) {
        self.testDescription = testDescription
        self.check = check
    }

    /// Sets the rule against a driver; a breach is a recorded issue.
    package func verify(_ harness: Harness) async throws { try await check(harness) }
}

/// The law of a driver: what ``ChannelDriver`` promises, to be run by every channel's tests.
package enum DriverContract {
    /// Rules for every driver; each wants a fresh harness.
    package static let rules: [DriverRule<any DriverHarness>] = [
        DriverRule("an empty list returns at once and reports nothing") { harness in
            let log = ReportLog()
            await harness.driver.deliver([], report: log.take)
            #expect(log.reports.isEmpty)
        },
        DriverRule("every item is reported exactly once, and before the call returns") { harness in
            let log = ReportLog()
            let envelopes = try Samples.envelopes(40, for: harness.driver)
            await harness.driver.deliver(envelopes, report: log.take)
            #expect(log.deliveries == Array(1...40))
            #expect(log.sent == 40)
            #expect(try await harness.marksReceived().count == 40)
        },
        DriverRule("calls overlap, and each gets the reports of its own items") { harness in
            let logs = [ReportLog(), ReportLog(), ReportLog()]
            let batches = try (0..<3).map { batch in
                try Samples.envelopes(20, from: batch * 20 + 1, batch: batch + 1, for: harness.driver)
            }
            await withTaskGroup { group in
                for (log, envelopes) in zip(logs, batches) {
                    group.addTask { await harness.driver.deliver(envelopes, report: log.take) }
                }
            }
            for (batch, log) in logs.enumerated() {
                #expect(log.deliveries == Array(batch * 20 + 1...batch * 20 + 20))
            }
        },
        DriverRule("the same item handed over again bears the same mark, another item another") { harness in
            let again = try Samples.envelopes(1, for: harness.driver)
            await harness.driver.deliver(again, report: ReportLog().take)
            let first = try await harness.marksReceived()
            await harness.driver.deliver(again, report: ReportLog().take)
            #expect(Set(try await harness.marksReceived()) == Set(first))
            let other = try Samples.envelopes(1, from: 2, batch: 2, for: harness.driver)
            await harness.driver.deliver(other, report: ReportLog().take)
            #expect(Set(try await harness.marksReceived()).count == 2)
        },
        DriverRule("what may no longer be begun is reported interrupted and never leaves") { harness in
            let log = ReportLog()
            let envelopes = try Samples.envelopes(12, for: harness.driver) { !$0.rawValue.isMultiple(of: 3) }
            await harness.driver.deliver(envelopes, report: log.take)
            #expect(log.deliveries == Array(1...12))
            for number in [3, 6, 9, 12] { #expect(log.outcome(of: number) == .interrupted) }
            #expect(log.sent == 8)
            #expect(try await harness.marksReceived().count == 8)
        },
    ]

    /// Further rules for drivers whose receiver answers over lanes.
    package static let laneRules: [DriverRule<any LaneHarness>] = [
        DriverRule("no more lanes are used than configured, also by overlapping calls") { harness in
            let batches = try (0..<4).map { batch in
                try Samples.envelopes(harness.lanes * 5, from: batch * harness.lanes * 5 + 1, for: harness.driver)
            }
            await withTaskGroup { group in
                for envelopes in batches {
                    group.addTask { await harness.driver.deliver(envelopes, report: ReportLog().take) }
                }
            }
            #expect(try await harness.mostLanesSeen() <= harness.lanes)
            #expect(try await harness.marksReceived().count == harness.lanes * 20)
        },
        DriverRule("an item that waits for a lane is asked about when its turn comes, not when it was handed over") {
            harness in
            let log = ReportLog()
            let isWithdrawn = Atomic(false)
            let count = harness.lanes * 10
            let envelopes = try Samples.envelopes(count, for: harness.driver) { _ in
                !isWithdrawn.load(ordering: .relaxed)
            }
            await harness.hold()
            async let delivering: Void = harness.driver.deliver(envelopes, report: log.take)
            try await harness.waitUntilHolding()
            isWithdrawn.store(true, ordering: .relaxed)
            await harness.release()
            await delivering
            #expect(log.deliveries == Array(1...count))
            #expect(log.reports.count { $0.outcome == .interrupted } >= count - harness.lanes * 2)
            #expect(try await harness.marksReceived().count == log.sent)
        },
        DriverRule("after cancellation what waits is interrupted, and what is on the wire is finished") { harness in
            let log = ReportLog()
            let count = harness.lanes * 10
            let envelopes = try Samples.envelopes(count, for: harness.driver)
            await harness.hold()
            let delivering = Task { await harness.driver.deliver(envelopes, report: log.take) }
            try await harness.waitUntilHolding()
            delivering.cancel()
            _ = await log.first { $0.outcome == .interrupted }
            await harness.release()
            await delivering.value
            #expect(log.deliveries == Array(1...count))
            let interrupted = log.reports.count { $0.outcome == .interrupted }
            #expect(log.sent > 0)
            #expect(log.sent + interrupted == count)
            #expect(try await harness.marksReceived().count == log.sent)
        },
    ]
}
