import Calls
import Deliveries
import Foundation
import Logging
import StoreSQLite
import Synchronization
import TestKit
import Testing
import Work

@testable import Vitals

extension SQLiteStore: StoreUnderTest {}

/// A real worker, and those who watch it.
@Suite(.timeLimit(.minutes(1)))
struct WatchedWorkerTests {
    /// How often each loop has come round.
    private final class Turns: WorkObserver {
        private let turns = Mutex<[WorkLoop: Int]>([:])

        func count(_ loop: WorkLoop) -> Int { turns.withLock { $0[loop] ?? 0 } }

        func note(_ event: WorkEvent) {
            if case .turned(let loop) = event { turns.withLock { $0[loop, default: 0] += 1 } }
        }
    }

    private func withWorker(
        _ channel: ScriptedDriver<TextChannel>,
        people: Int,
        _ observer: any WorkObserver,
        log: @escaping @Sendable (String) -> any LogHandler = { _ in SwiftLogNoOpLogHandler() },
        hanging: HangingStore.Hang? = nil,
        _ body: (Worker, StoreBench) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "clarion-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "clarion.db").path
        let store = try SQLiteStore(path: path)
        let bench = StoreBench(store) { try SQLiteStore(path: path) }
        try await bench.queue(people, [channel])
        let worker = Worker(
            store: hanging.map { HangingStore(store, $0) } ?? store,
            drivers: [channel],
            organization: Samples.organization,
            publicURL: nil,
            options: WorkOptions(drains: true, poll: .milliseconds(2)),
            logger: Logger(label: "test", factory: log),
            now: { Samples.start },
            observer: observer
        )
        try await body(worker, bench)
    }

    @Test func aDrainIsCountedToTheLastOutcome() async throws {
        let (metrics, pulse) = (WorkMetrics(), Pulse())
        let driver = ScriptedDriver<TextChannel> { item in
            [item.delivery.rawValue == 3 ? .unknown(reason: "no answer") : .sent(reference: nil)]
        }
        try await withWorker(driver, people: 40, Observers([metrics, pulse])) { worker, bench in
            try await worker.run()
            let counts = try #require(metrics.counts.channels[TextChannel.id])
            #expect(counts.claimed == 40)
            #expect(counts.settled == ["sent": 39, "held": 1])
            #expect(counts.attempts == 40)
            #expect(counts.inHand == 0)
            #expect(metrics.counts.commits.counts.reduce(0, +) > 0)
            #expect(pulse.isBeating(within: .zero, at: .now + .seconds(1_000)), "every loop has ended in order")
            #expect(pulse.sinceSignOfLife() != nil)
            #expect(try await bench.counts("hearing", TextChannel.id) == [.sent: 39, .held: 1])
        }
    }

    @Test func theLogTellsWhatIsWorthKnowingAndNothingOfPeople() async throws {
        let lines = LogLines()
        let driver = ScriptedDriver<TextChannel> { item in
            [item.delivery.rawValue == 3 ? .unknown(reason: "no answer") : .sent(reference: nil)]
        }
        try await withWorker(driver, people: 30, Unobserved(), log: { _ in lines.handler }) { worker, _ in
            try await worker.run()
        }
        let all = lines.all
        #expect(all.count < 10, "no line for each delivery: \(all)")
        for part in ["worker 1 begins", "takes up the call 'hearing'", "1 held on", "worker 1 ends"] {
            #expect(all.count { $0.contains(part) } == 1, "\(part) in \(all)")
        }
        #expect(!all.joined().contains("5550"), "no number of anybody")
    }

    @Test func aDatabaseThatHangsStopsTheLoopThatAskedIt() async throws {
        let (turns, pulse) = (Turns(), Pulse())
        let hang = HangingStore.Hang()
        try await withWorker(
            ScriptedDriver<TextChannel>(),
            people: 1,
            Observers([turns, pulse]),
            hanging: hang
        ) { worker, _ in
            async let working: Void = worker.run()
            await hang.begun.pass()
            let loop = WorkLoop.feeder(TextChannel.id)
            let before = turns.count(loop)
            // Longer than many polls of an idle feeder: it would have come round again and again.
            try await Task.sleep(for: .milliseconds(200))
            #expect(turns.count(loop) == before)
            #expect(!pulse.isBeating(within: .milliseconds(150)))
            hang.over.open()
            try await working
            #expect(turns.count(loop) > before)
        }
    }
}
