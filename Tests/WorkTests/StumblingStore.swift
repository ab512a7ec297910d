import Calls
import Deliveries
import People
import Synchronization
import TestKit

/// A store whose settlements, reads, looks at the rate and other steps stumble a few times before they go through.
final class StumblingStore: DeliveryStore {
    struct Stumble: Error {}

    private let store: any DeliveryStore
    private let stumbles: Mutex<(settling: Int, reading: Int, turning: Int)>
    /// How many claims lose their answer, how often nobody can sign off, and how often nothing expires.
    private let losses: Mutex<(claims: Int, discharges: Int, expiries: Int)>
    private let groups = Mutex<[Int]>([])

    /// Hears how many withdrawn deliveries each look has found, and 0 as each look begins.
    private let seen: Gathered<Int>?

    /// The store's clock; `nil` is its own.
    private let time: (@Sendable () -> Timestamp)?
    private let heard = Mutex<@Sendable (Timestamp) -> Void>({ _ in })

    /// What the rescues do, counted from 1.
    private let rescuing: @Sendable (Int) -> Rescue
    private let rescues = Mutex(0)
    /// Has news whenever a rescue stumbled, so that nobody waits before they try again.
    private let stumbled = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    enum Rescue {
        case goesThrough, findsNobody, stumbles
    }

    init(
        _ store: any DeliveryStore,
        settling: Int = 0,
        reading: Int = 0,
        turning: Int = 0,
        losingClaims: Int = 0,
        rescuing: @escaping @Sendable (Int) -> Rescue = { _ in .goesThrough },
        seen: Gathered<Int>? = nil,
        time: (@Sendable () -> Timestamp)? = nil
    ) {
        self.store = store
        self.time = time
        self.seen = seen
        self.rescuing = rescuing
        stumbles = Mutex((settling, reading, turning))
        losses = Mutex((losingClaims, 0, 0))
    }

    /// How many outcomes were written at once, group by group.
    var settled: [Int] { groups.withLock { $0 } }

    func settle(_ settlements: [Settlement], by worker: WorkerNumber, now: Timestamp) async throws
        -> Set<DeliveryNumber>
    {
        try stumbles.withLock { left in
            guard left.settling > 0 else { return }
            left.settling -= 1
            throw Stumble()
        }
        groups.withLock { $0.append(settlements.count) }
        return try await store.settle(settlements, by: worker, now: now)
    }

    func content(ofCall number: Int64) async throws -> Call? {
        try stumbles.withLock { left in
            guard left.reading > 0 else { return }
            left.reading -= 1
            throw Stumble()
        }
        return try await store.content(ofCall: number)
    }

    /// Hears of every heartbeat.
    func onHeartbeat(_ hear: @escaping @Sendable (Timestamp) -> Void) { heard.withLock { $0 = hear } }

    func clock() async throws -> Timestamp {
        if let time { return time() }
        return try await store.clock()
    }
    func enlist(now: Timestamp) async throws -> WorkerNumber { try await store.enlist(now: now) }
    func heartbeat(_ worker: WorkerNumber, now: Timestamp) async throws -> Bool {
        defer { heard.withLock { $0 }(now) }
        return try await store.heartbeat(worker, now: now)
    }
    /// From now on nobody can sign off, and nothing can be expired, for so many times.
    func lose(discharges: Int, expiries: Int) {
        losses.withLock { ($0.discharges, $0.expiries) = (discharges, expiries) }
    }

    /// How many more times nothing expires.
    var expiriesLeft: Int { losses.withLock { $0.expiries } }

    func discharge(_ worker: WorkerNumber) async throws {
        try losses.withLock { left in
            guard left.discharges > 0 else { return }
            left.discharges -= 1
            throw Stumble()
        }
        try await store.discharge(worker)
    }
    func claim(_ request: ClaimRequest) async throws -> [Claimed] {
        let claimed = try await store.claim(request)
        // It was committed, and nobody hears of it.
        try losses.withLock { left in
            guard left.claims > 0, !claimed.isEmpty else { return }
            left.claims -= 1
            throw Stumble()
        }
        return claimed
    }
    func nextTurn(on channel: ChannelID, rate: Rate, now: Timestamp) async throws -> Timestamp {
        try stumbles.withLock { left in
            guard left.turning > 0 else { return }
            left.turning -= 1
            throw Stumble()
        }
        return try await store.nextTurn(on: channel, rate: rate, now: now)
    }
    func allot(_ request: LaneRequest) async throws -> Int { try await store.allot(request) }
    func withdrawals(for worker: WorkerNumber) async throws -> Int64? {
        seen?.add(0)
        return try await store.withdrawals(for: worker)
    }
    func withdrawn(among deliveries: [DeliveryNumber], now: Timestamp) async throws -> [Settlement] {
        let found = try await store.withdrawn(among: deliveries, now: now)
        seen?.add(found.count)
        return found
    }
    func inHand(of person: PersonID) async throws -> Int { try await store.inHand(of: person) }
    func rescue(
        channels: Set<ChannelID>,
        repeating: Set<ChannelID>,
        silence: Duration,
        now: Timestamp
    ) async throws -> Int {
        let number = rescues.withLock { rescues in
            rescues += 1
            return rescues
        }
        switch rescuing(number) {
        case .goesThrough: break
        case .findsNobody: return 0
        case .stumbles:
            stumbled.continuation.yield()
            throw Stumble()
        }
        return try await store.rescue(channels: channels, repeating: repeating, silence: silence, now: now)
    }
    func news() -> AsyncStream<Void> { stumbled.stream }
    func held(by worker: WorkerNumber, on channels: Set<ChannelID>) async throws -> [HeldDelivery] {
        try await store.held(by: worker, on: channels)
    }
    func free(_ deliveries: [HeldDelivery], of worker: WorkerNumber, repeating: Set<ChannelID>, now: Timestamp)
        async throws -> Int
    {
        try await store.free(deliveries, of: worker, repeating: repeating, now: now)
    }
    func expire(now: Timestamp) async throws -> Int {
        try losses.withLock { left in
            guard left.expiries > 0 else { return }
            left.expiries -= 1
            throw Stumble()
        }
        return try await store.expire(now: now)
    }
    func workload(channels: [ChannelID], now: Timestamp) async throws -> Workload {
        try await store.workload(channels: channels, now: now)
    }
    func note(_ wait: LaneWait?, on channel: ChannelID, by worker: WorkerNumber) async throws {
        try await store.note(wait, on: channel, by: worker)
    }
}
