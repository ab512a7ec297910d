import Synchronization

/// A request to stop that many can look at and wait for.
final class Stop: Sendable {
    private struct State {
        var isRequested = false
        var isStruckOff = false
        var bells: [Bell] = []
    }

    private let state = Mutex(State())

    var isRequested: Bool { state.withLock { $0.isRequested } }

    /// Rings the bell when the request comes, or at once when it came before.
    func ring(_ bell: Bell) {
        let isRequested = state.withLock { state in
            state.bells.append(bell)
            return state.isRequested
        }
        if isRequested { bell.ring() }
    }

    /// Whether the reason is that another worker has taken over.
    var isStruckOff: Bool { state.withLock { $0.isStruckOff } }

    func strikeOff() {
        state.withLock { $0.isStruckOff = true }
        request()
    }

    func request() {
        let bells = state.withLock { state in
            state.isRequested = true
            return state.bells
        }
        for bell in bells { bell.ring() }
    }
}
