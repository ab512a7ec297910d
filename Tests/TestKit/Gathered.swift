import Synchronization

/// Values that come from other threads, and a way to wait until there are enough of them.
package final class Gathered<Value: Sendable>: Sendable {
    private struct State {
        var values: [Value] = []
        var waiting: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    package init() {}

    package var values: [Value] { state.withLock { $0.values } }
    package var count: Int { state.withLock { $0.values.count } }

    /// Takes a value.
    ///
    /// - Returns: How many there are now.
    @discardableResult
    package func add(_ value: Value) -> Int {
        let (count, ready) = state.withLock { state in
            state.values.append(value)
            let count = state.values.count
            let ready = state.waiting.filter { $0.count <= count }
            state.waiting.removeAll { $0.count <= count }
            return (count, ready)
        }
        for waiter in ready { waiter.continuation.resume() }
        return count
    }

    /// Returns once there are so many; the time limit of the test ends a wait that is in vain.
    package func reach(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isReached = state.withLock { state in
                if state.values.count >= count { return true }
                state.waiting.append((count, continuation))
                return false
            }
            if isReached { continuation.resume() }
        }
    }
}
