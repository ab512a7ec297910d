import Calls
import Deliveries
import Synchronization

/// The store's time, carried forward on a clock that nobody sets.
///
/// A worker asks the store when it enlists and at each sign of life; in between, and for every due time and stamp, it
/// counts on by itself. So all workers of a database live in one time, whatever their own machines say. It never runs
/// backwards: when the store's clock is set back, what is due stays due, and a new worker begins with the new time.
final class StoreClock: Sendable {
    private struct State {
        var anchor: (time: Timestamp, at: ContinuousClock.Instant)?
        /// The first anchor: what waits are measured from, since it is never moved.
        var origin: (time: Timestamp, at: ContinuousClock.Instant)?
    }

    private let store: any DeliveryStore
    /// A clock that goes before the store's, for tests.
    private let given: (@Sendable () -> Timestamp)?
    private let state = Mutex(State())

    init(store: any DeliveryStore, given: (@Sendable () -> Timestamp)? = nil) {
        self.store = store
        self.given = given
    }

    /// The store's time at this moment; what ``set(_:)`` took last, counted on.
    var now: Timestamp {
        if let given { return given() }
        return state.withLock { Self.carry($0.anchor) }
    }

    /// The same without the jumps: for waits, which a clock that is set must neither end nor lengthen.
    var steady: Timestamp {
        if let given { return given() }
        return state.withLock { Self.carry($0.origin) }
    }

    /// Asks the store, without taking over its answer.
    ///
    /// - Returns: The time to go on with; never earlier than ``now``.
    func ask() async throws -> Timestamp {
        if let given { return given() }
        return max(now, try await store.clock())
    }

    /// Goes on from a time.
    func set(_ time: Timestamp) {
        let anchor = (time: time, at: ContinuousClock.now)
        state.withLock { state in
            state.anchor = anchor
            if state.origin == nil { state.origin = anchor }
        }
    }

    private static func carry(_ anchor: (time: Timestamp, at: ContinuousClock.Instant)?) -> Timestamp {
        guard let anchor else { return Timestamp(rawValue: 0) }
        return anchor.time + anchor.at.duration(to: .now)
    }
}
