import Synchronization

/// A request to stop that many can look at and wait for.
final class Stop: Sendable {
    private struct State {
        var isRequested = false
        var isStruckOff = false
        var bells: [Bell] = []
    }

    private let state = Mutex(State())

    /// Whether to stop now, for whatever reason.
    var isRequested: Bool { state.withLock { $0.isRequested || $0.isStruckOff } }

    /// Rings the bell when the request comes, or at once when it came before.
    func ring(_ bell: Bell) {
        let isRequested = state.withLock { state in
            state.bells.append(bell)
            return state.isRequested || state.isStruckOff
        }
        if isRequested { bell.ring() }
    }

    /// Whether the reason is that another worker has taken over, and nobody wants us to end.
    var isStruckOff: Bool { state.withLock { $0.isStruckOff && !$0.isRequested } }

    /// Stops what the worker does under its present number.
    func strikeOff() { ring { $0.isStruckOff = true } }

    /// Stops the worker for good.
    func request() { ring { $0.isRequested = true } }

    /// Forgets that the worker was struck off, as it begins under a new number.
    func renew() {
        state.withLock { state in
            state.isStruckOff = false
            state.bells = []
        }
    }

    private func ring(_ change: (inout State) -> Void) {
        let bells = state.withLock { state in
            change(&state)
            return state.bells
        }
        for bell in bells { bell.ring() }
    }
}
