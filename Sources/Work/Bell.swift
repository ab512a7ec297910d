import Synchronization

/// Something to wait for: rung by whoever has news, heard by the one who waits.
///
/// A ring before the wait is not lost.
final class Bell: Sendable {
    private enum State {
        case silent
        case rung
        case awaited(CheckedContinuation<Void, Never>)
    }

    private let state = Mutex<State>(.silent)

    func ring() {
        let waiter: CheckedContinuation<Void, Never>? = state.withLock { state in
            if case .awaited(let continuation) = state {
                state = .silent
                return continuation
            }
            state = .rung
            return nil
        }
        waiter?.resume()
    }

    /// Waits until it rings, the time is up, or the task is cancelled.
    ///
    /// One waiter at a time.
    func wait(atMost limit: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.wait() }
            group.addTask { try? await Task.sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
    }

    private func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isRung = state.withLock { state in
                    if case .rung = state {
                        state = .silent
                        return true
                    }
                    state = .awaited(continuation)
                    return false
                }
                // A cancellation may have come before there was anybody to wake.
                if isRung || Task.isCancelled { wake(continuation, isRung: isRung) }
            }
        } onCancel: {
            wakeWaiter()
        }
    }

    private func wake(_ continuation: CheckedContinuation<Void, Never>, isRung: Bool) {
        if isRung {
            continuation.resume()
        } else {
            wakeWaiter()
        }
    }

    private func wakeWaiter() {
        let waiter: CheckedContinuation<Void, Never>? = state.withLock { state in
            guard case .awaited(let continuation) = state else { return nil }
            state = .silent
            return continuation
        }
        waiter?.resume()
    }
}
