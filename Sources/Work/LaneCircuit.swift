import Calls
import Deliveries
import Logging
import Synchronization

/// A channel's circuit, shared between those who feed it and those who hear the answers; its state is told to the store so
/// that `status` can say what a call is waiting for.
final class LaneCircuit: Sendable {
    private let circuit = Mutex(Circuit())
    private let changes = Bell()
    private let store: any DeliveryStore
    private let channel: ChannelID
    private let worker: WorkerNumber
    /// Waits run on its steady time, so that a clock that is set neither ends nor lengthens them.
    private let clock: StoreClock
    private let logger: Logger
    private let observer: any WorkObserver

    init(
        store: any DeliveryStore,
        channel: ChannelID,
        worker: WorkerNumber,
        clock: StoreClock,
        logger: Logger,
        observer: any WorkObserver = Unobserved()
    ) {
        self.store = store
        self.channel = channel
        self.worker = worker
        self.clock = clock
        self.logger = logger
        self.observer = observer
    }

    /// Whether the door is closed, whether the next delivery only tries it, and whether a drain has no reason to wait.
    func read() -> (isOpen: Bool, isProbing: Bool, endsDrain: Bool) {
        let present = clock.steady
        return circuit.withLock { circuit in
            let isLong = circuit.wait.map { $0.next - present > .seconds(60) } ?? false
            return (circuit.isOpen(at: present), circuit.isProbing, circuit.cause == .unreachable || isLong)
        }
    }

    /// Judges by an outcome whether the other side is there.
    func hear(_ outcome: Outcome) {
        let isChanged = circuit.withLock { circuit in
            switch outcome {
            case .waiting(let waiting): circuit.open(waiting, now: clock.steady)
            case .sent, .refused, .optedOut, .retry: circuit.close()
            case .unknown, .snooze, .interrupted: false
            }
        }
        if isChanged { changes.ring() }
    }

    /// Tells the store of every change until the task is cancelled.
    func run() async {
        // What was told under a number before this may no longer be true, so the first look is always told.
        var told: LaneWait??
        while true {
            let wait = circuit.withLock { $0.wait }
            if told != .some(wait) {
                observer.note(.lane(channel, wait))
                if let wait {
                    logger.warning(
                        "\(channel) waits until \(wait.next): \(wait.reason)",
                        metadata: ["channel": "\(channel)", "since": "\(wait.since)", "next": "\(wait.next)"]
                    )
                } else if told != nil {
                    logger.notice("\(channel) goes on", metadata: ["channel": "\(channel)"])
                }
                do {
                    // A task of its own, since stores refuse to write for a cancelled one, and the last word counts most.
                    let shift = clock.now - clock.steady
                    try await Task { try await store.note(wait?.shifted(by: shift), on: channel, by: worker) }.value
                    told = wait
                } catch {
                    logger.debug("the state of \(channel) cannot be written: \(error)")
                }
            }
            if Task.isCancelled { return }
            await changes.wait(atMost: .seconds(30))
        }
    }
}

extension LaneWait {
    /// The same wait in another time.
    fileprivate func shifted(by shift: Duration) -> LaneWait {
        LaneWait(since: since + shift, next: next + shift, reason: reason)
    }
}
