import Calls
import Deliveries
import Logging
import People
import Synchronization

/// The last word before something leaves: whether what this worker holds may still be begun.
///
/// Nothing is begun once its call has closed: that changes nothing in the store, so each delivery's own end is looked at.
///
/// While anything is in hand the store is asked every tenth of a second whether something was withdrawn, and if so, whether
/// it concerns what is in hand. The permission to begin holds for one second after the last answer: a worker that was
/// stopped for a while, or has lost its database, begins nothing before it has asked again. So nothing is begun later than
/// a second after an opt-out was committed, however slow the channel, and a tenth of a second is usual.
final class Clearance: Sendable {
    private struct State {
        /// The count of withdrawals that everything in hand was held against.
        var count: Int64?
        var validUntil: ContinuousClock.Instant
        var isRevoked = false
        var inHand: Set<DeliveryNumber> = []
        var withdrawn: [DeliveryNumber: Transition] = [:]
        /// When the calls of what is in hand close, where they do.
        var ends: [DeliveryNumber: Timestamp] = [:]
        /// None of them closes before; so that one comparison will do.
        var firstEnd: Timestamp?

        mutating func close(at present: Timestamp) {
            for (delivery, end) in ends where end <= present {
                ends[delivery] = nil
                if withdrawn[delivery] == nil { withdrawn[delivery] = .skipped(.expired) }
            }
            firstEnd = ends.values.min()
        }
    }

    /// How long an answer of the store is trusted.
    static let validity = Duration.seconds(1)
    private static let interval = Duration.milliseconds(100)

    private let store: any DeliveryStore
    private let worker: WorkerNumber
    private let now: @Sendable () -> Timestamp
    private let stop: Stop
    private let logger: Logger
    private let state = Mutex(State(validUntil: .now))
    private let bell = Bell()

    init(
        store: any DeliveryStore,
        worker: WorkerNumber,
        now: @escaping @Sendable () -> Timestamp,
        stop: Stop,
        logger: Logger
    ) {
        self.store = store
        self.worker = worker
        self.now = now
        self.stop = stop
        self.logger = logger
    }

    /// The count that is known at present; to be read before a claim, and handed to ``admit(_:since:)`` after it.
    var count: Int64? { state.withLock { $0.count } }

    /// Takes claimed deliveries in hand, and holds them against what was withdrawn while they were being claimed.
    func admit(_ claimed: [Claimed], since count: Int64?) async throws {
        let ends = claimed.compactMap { claimed in claimed.expiresAt.map { (claimed.item.delivery, $0) } }
        try await admit(claimed.map(\.item.delivery), ends: ends, since: count)
    }

    func admit(
        _ deliveries: [DeliveryNumber],
        ends: [(DeliveryNumber, Timestamp)] = [],
        since count: Int64?
    ) async throws {
        let isFirst = state.withLock { state in
            defer { state.inHand.formUnion(deliveries) }
            for (delivery, end) in ends {
                state.ends[delivery] = end
                state.firstEnd = min(state.firstEnd ?? end, end)
            }
            return state.inHand.isEmpty
        }
        if isFirst { bell.ring() }
        try await look(since: count)
    }

    /// Whether a delivery may be begun at this moment.
    func mayBegin(_ delivery: DeliveryNumber) -> Bool {
        let present = ContinuousClock.now
        return state.withLock { state in
            guard !state.isRevoked, present < state.validUntil else { return false }
            closeWhatHasEnded(&state)
            return state.withdrawn[delivery] == nil
        }
    }

    /// Which of several may be begun at this moment: a permission that lapses, lapses for all of them.
    func whichMayBegin(_ deliveries: [DeliveryNumber]) -> Set<DeliveryNumber> {
        let present = ContinuousClock.now
        return state.withLock { state in
            guard !state.isRevoked, present < state.validUntil else { return [] }
            closeWhatHasEnded(&state)
            return Set(state.withdrawn.isEmpty ? deliveries : deliveries.filter { state.withdrawn[$0] == nil })
        }
    }

    /// One comparison as long as no call closes: it stands in the way of every delivery.
    private func closeWhatHasEnded(_ state: inout State) {
        guard let end = state.firstEnd else { return }
        let now = now()
        if end <= now { state.close(at: now) }
    }

    /// Lets go of a delivery whose outcome is known.
    ///
    /// - Returns: What becomes of it if it was not begun because it was withdrawn, or its call had closed.
    func release(_ delivery: DeliveryNumber) -> Transition? {
        state.withLock { state in
            state.inHand.remove(delivery)
            if !state.ends.isEmpty, state.ends.removeValue(forKey: delivery) != nil, state.ends.isEmpty {
                state.firstEnd = nil
            }
            return state.withdrawn.removeValue(forKey: delivery)
        }
    }

    /// Asks the store again and again while anything is in hand, until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            if state.withLock({ $0.inHand.isEmpty }) {
                await bell.wait(atMost: .seconds(60))
                continue
            }
            do {
                try await look(since: count)
            } catch {
                logger.debug("it cannot be seen whether anything was withdrawn: \(error)")
            }
            try? await Task.sleep(for: Self.interval)
        }
    }

    /// Asks once.
    ///
    /// The order matters: first the count, then what is in hand. What is taken in hand later asks for itself and
    /// sees at least this count.
    private func look(since known: Int64?) async throws {
        let asked = ContinuousClock.now
        guard let count = try await store.withdrawals(for: worker) else {
            state.withLock { $0.isRevoked = true }
            stop.strikeOff()
            return
        }
        let (isNews, inHand) = state.withLock { state in
            (count != known || count != state.count, Array(state.inHand))
        }
        let withdrawn = isNews && !inHand.isEmpty ? try await store.withdrawn(among: inHand, now: now()) : []
        state.withLock { state in
            for settlement in withdrawn where state.inHand.contains(settlement.delivery) {
                state.withdrawn[settlement.delivery] = settlement.transition
            }
            state.count = max(state.count ?? count, count)
            state.validUntil = max(state.validUntil, asked + Self.validity)
        }
    }
}
