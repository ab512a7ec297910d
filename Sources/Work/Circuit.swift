import Calls
import Deliveries

/// Keeps a worker from running against a closed door: opens when a whole channel has to wait, and lets one delivery try the
/// door when the wait is over.
struct Circuit: Sendable, Equatable {
    private(set) var wait: LaneWait?
    private(set) var cause: Waiting.Cause = .unreachable
    private var failures = 0

    /// The longest wait between two tries of a server that does not answer.
    static let longest = Duration.seconds(300)

    /// Whether nothing may be claimed at this moment.
    func isOpen(at now: Timestamp) -> Bool { wait.map { now < $0.next } ?? false }

    /// Whether the wait is over and the next delivery only tries the door.
    var isProbing: Bool { wait != nil }

    /// Notes that the channel has to wait.
    ///
    /// Many deliveries in flight tell of one and the same trouble, so that the wait grows only when the door was tried
    /// again.
    ///
    /// - Returns: True when the wait is a new one.
    mutating func open(_ waiting: Waiting, now: Timestamp) -> Bool {
        if isOpen(at: now) { return false }
        cause = waiting.cause
        failures = min(failures + 1, 16)
        let own: Duration = waiting.cause == .throttled ? .seconds(2) : .seconds(5)
        let length = waiting.after ?? min(own * (1 << (failures - 1)), Self.longest)
        wait = LaneWait(since: wait?.since ?? now, next: now + length, reason: Masking.mask(waiting.reason))
        return true
    }

    /// Notes that the other side answered.
    ///
    /// - Returns: True when the channel had been waiting.
    mutating func close() -> Bool {
        defer { self = Circuit() }
        return wait != nil
    }
}
