import Calls
import Deliveries
import Logging
import Synchronization

/// Writes outcomes in groups: while one commit is under way the next group gathers, so that the cost of a durable commit is
/// shared by as many as arrive meanwhile.
final class Recorder: Sendable {
    struct Entry: Sendable {
        let settlement: Settlement
        let hand: Hand
    }

    private struct State {
        var waiting: [Entry] = []
        var isEnding = false
    }

    private let store: any DeliveryStore
    private let worker: WorkerNumber
    private let now: @Sendable () -> Timestamp
    private let grip: Grip
    private let logger: Logger
    private let observer: any WorkObserver
    private let settled: @Sendable ([Settlement]) -> Void
    /// How long to wait before the second try; it grows with each.
    private let pause: Duration
    private let state = Mutex(State())
    private let bell = Bell()
    /// Rings when gathering any longer would leave a channel without work.
    private let hurry = Bell()

    /// The time between two commits.
    ///
    /// Long enough to gather some hundreds at full speed, since a commit costs as much for one as for many; short enough that
    /// nobody notices. A channel whose hand would be empty before does not wait for it.
    private static let gathering = Duration.milliseconds(15)
    /// With nothing to write it still comes round this often, so that one can tell resting from being stuck.
    private static let resting = Duration.seconds(5)

    init(
        store: any DeliveryStore,
        worker: WorkerNumber,
        now: @escaping @Sendable () -> Timestamp,
        grip: Grip = Grip(),
        logger: Logger,
        observer: any WorkObserver = Unobserved(),
        pause: Duration = .seconds(1),
        settled: @escaping @Sendable ([Settlement]) -> Void
    ) {
        self.store = store
        self.worker = worker
        self.now = now
        self.grip = grip
        self.logger = logger
        self.observer = observer
        self.settled = settled
        self.pause = pause
    }

    /// Takes an outcome to be written together with those that arrive meanwhile.
    func add(_ entry: Entry) {
        let isFirst = state.withLock { state in
            state.waiting.append(entry)
            return state.waiting.count == 1
        }
        if isFirst { bell.ring() }
        if entry.hand.gather() { hurry.ring() }
    }

    /// Takes outcomes to be written; those taken together are written together.
    func add(_ entries: [Entry]) {
        let isFirst = state.withLock { state in
            state.waiting += entries
            return state.waiting.count == entries.count
        }
        if isFirst { bell.ring() }
        for entry in entries where entry.hand.gather() { hurry.ring() }
    }

    /// Lets ``run()`` return once everything has been written.
    func end() {
        state.withLock { $0.isEnding = true }
        bell.ring()
    }

    /// Writes until the end.
    ///
    /// What cannot be written now (a full disk, a lock) is kept and tried again.
    func run() async {
        defer { observer.note(.ended(.recorder)) }
        while true {
            observer.note(.turned(.recorder))
            let (entries, isEnding) = state.withLock { state in
                defer { state.waiting = [] }
                return (state.waiting, state.isEnding)
            }
            if entries.isEmpty {
                if isEnding { return }
                await bell.wait(atMost: Self.resting)
                continue
            }
            await write(entries)
            if !isEnding { await hurry.wait(atMost: Self.gathering) }
        }
    }

    private func write(_ entries: [Entry]) async {
        let hands = Self.hands(of: entries)
        for (hand, count) in hands { hand.write(count) }
        let settlements = entries.map(\.settlement)
        var tries = 0
        while true {
            let began = ContinuousClock.now
            do {
                let late = try await store.settle(settlements, by: worker, now: now())
                let written = late.isEmpty ? entries : entries.filter { !late.contains($0.settlement.delivery) }
                tell(written, late: late.count, took: began.duration(to: .now))
                if !written.isEmpty { settled(late.isEmpty ? settlements : written.map(\.settlement)) }
                break
            } catch {
                tries += 1
                observer.note(.stumbled(.recorder))
                observer.note(.turned(.recorder))
                logger.error(
                    "outcomes cannot be written, trying again: \(error)",
                    metadata: ["count": .stringConvertible(settlements.count), "tries": .stringConvertible(tries)]
                )
                let isEnding = state.withLock { $0.isEnding }
                if isEnding && tries >= 5 {
                    logger.error(
                        "\(settlements.count) outcomes were not written; the next worker takes these deliveries up as in doubt",
                        metadata: ["count": .stringConvertible(settlements.count)]
                    )
                    break
                }
                try? await Task.sleep(for: pause * min(tries, 10))
            }
        }
        grip.letGo(settlements.lazy.map(\.delivery))
        for (hand, count) in hands { hand.release(count) }
    }

    /// Whose outcomes they are, and how many of each.
    private static func hands(of entries: [Entry]) -> [(Hand, Int)] {
        var counts: [ObjectIdentifier: (Hand, Int)] = [:]
        for entry in entries { counts[ObjectIdentifier(entry.hand), default: (entry.hand, 0)].1 += 1 }
        return Array(counts.values)
    }

    /// Tells of a group that was written, and of what in it an operator should know.
    private func tell(_ entries: [Entry], late: Int, took: Duration) {
        var counts: [ChannelID: SettledCounts] = [:]
        for entry in entries { counts[entry.hand.channel, default: SettledCounts()].add(entry.settlement.transition) }
        observer.note(.settled(counts, took: took))
        for (channel, counts) in counts {
            guard let held = counts.outcomes[DeliveryState.held.rawValue] else { continue }
            logger.warning(
                "\(held) held on \(channel): they may have gone out, and a person decides ('clarion log --state held')",
                metadata: ["channel": "\(channel)", "count": .stringConvertible(held)]
            )
        }
        guard late > 0 else { return }
        observer.note(.late(late))
        logger.warning(
            "\(late) outcomes came too late: another worker has taken over",
            metadata: ["count": .stringConvertible(late)]
        )
    }
}
