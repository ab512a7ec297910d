import Calls
import Deliveries
import Logging
import People
import Synchronization
import TestKit

/// A store whose claims hang until the test lets go.
final class HangingStore: DeliveryStore {
    struct Hang: Sendable {
        let begun = Gate()
        let over = Gate()
    }

    private let store: any DeliveryStore
    private let hang: Hang

    init(_ store: any DeliveryStore, _ hang: Hang) {
        self.store = store
        self.hang = hang
    }

    func claim(_ request: ClaimRequest) async throws -> [Claimed] {
        hang.begun.open()
        await hang.over.pass()
        return try await store.claim(request)
    }

    func enlist(now: Timestamp) async throws -> WorkerNumber { try await store.enlist(now: now) }
    func heartbeat(_ worker: WorkerNumber, now: Timestamp) async throws -> Bool {
        try await store.heartbeat(worker, now: now)
    }
    func discharge(_ worker: WorkerNumber) async throws { try await store.discharge(worker) }
    func settle(_ settlements: [Settlement], by worker: WorkerNumber, now: Timestamp) async throws
        -> Set<DeliveryNumber>
    {
        try await store.settle(settlements, by: worker, now: now)
    }
    func clock() async throws -> Timestamp { try await store.clock() }
    func nextTurn(on channel: ChannelID, rate: Rate, now: Timestamp) async throws -> Timestamp {
        try await store.nextTurn(on: channel, rate: rate, now: now)
    }
    func allot(_ request: LaneRequest) async throws -> Int { try await store.allot(request) }
    func withdrawals(for worker: WorkerNumber) async throws -> Int64? { try await store.withdrawals(for: worker) }
    func withdrawn(among deliveries: [DeliveryNumber], now: Timestamp) async throws -> [Settlement] {
        try await store.withdrawn(among: deliveries, now: now)
    }
    func inHand(of person: PersonID) async throws -> Int { try await store.inHand(of: person) }
    func rescue(
        channels: Set<ChannelID>,
        repeating: Set<ChannelID>,
        silence: Duration,
        now: Timestamp
    ) async throws -> Int {
        try await store.rescue(channels: channels, repeating: repeating, silence: silence, now: now)
    }
    func held(by worker: WorkerNumber, on channels: Set<ChannelID>) async throws -> [HeldDelivery] {
        try await store.held(by: worker, on: channels)
    }
    func free(_ deliveries: [HeldDelivery], of worker: WorkerNumber, repeating: Set<ChannelID>, now: Timestamp)
        async throws -> Int
    {
        try await store.free(deliveries, of: worker, repeating: repeating, now: now)
    }
    func expire(now: Timestamp) async throws -> Int { try await store.expire(now: now) }
    func workload(channels: [ChannelID], now: Timestamp) async throws -> Workload {
        try await store.workload(channels: channels, now: now)
    }
    func content(ofCall number: Int64) async throws -> Call? { try await store.content(ofCall: number) }
    func note(_ wait: LaneWait?, on channel: ChannelID, by worker: WorkerNumber) async throws {
        try await store.note(wait, on: channel, by: worker)
    }
}

/// Keeps the lines of a log, metadata included.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }
    var handler: any LogHandler { Handler(lines: self) }

    private struct Handler: LogHandler {
        let lines: LogLines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        init(lines: LogLines) { self.lines = lines }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let all = metadata.merging(event.metadata ?? [:]) { $1 }
            lines.lines.withLock { $0.append("\(event.message) \(all)") }
        }
    }
}
