import Calls
import Deliveries
import Foundation
import Logging
import StoreSQLite
import TestKit
import Testing

@testable import Work

extension SQLiteStore: StoreUnderTest {}

/// A real store, a clock that the test moves, and workers to let loose on them.
struct Workshop {
    let bench: StoreBench
    let clock: ManualClock

    /// Hands a workshop with an empty store to `body`; its folder goes away afterwards.
    static func open(clock: ManualClock = ManualClock(), _ body: (Workshop) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "clarion-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "clarion.db").path
        let bench = StoreBench(try SQLiteStore(path: path)) { try SQLiteStore(path: path) }
        try await body(Workshop(bench: bench, clock: clock))
    }

    /// A worker over these drivers.
    func worker(
        _ drivers: [any ChannelDriver],
        drains: Bool = true,
        store: (any DeliveryStore)? = nil,
        inStoreTime: Bool = false,
        straying: Duration = .seconds(60),
        settled: @escaping @Sendable ([Settlement]) -> Void = { _ in }
    ) -> Worker {
        let given: @Sendable () -> Timestamp = { clock.now }
        return Worker(
            store: store ?? bench.store,
            drivers: drivers,
            organization: Samples.organization,
            publicURL: nil,
            options: WorkOptions(
                drains: drains,
                policy: RetryPolicy(attempts: 3, first: .seconds(60), longest: .seconds(600)),
                poll: .milliseconds(2),
                silence: inStoreTime ? .seconds(1) : .seconds(120),
                straying: straying
            ),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            now: inStoreTime ? nil : given,
            settled: settled
        )
    }

    /// Works until nothing is due or in flight.
    func drain(_ drivers: any ChannelDriver...) async throws { try await worker(drivers).run() }
}
