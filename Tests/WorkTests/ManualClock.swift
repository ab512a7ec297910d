import Calls
import Synchronization
import TestKit

/// A time of day that only the test moves; it may also move by itself a little at every look.
final class ManualClock: Sendable {
    private let state: Mutex<Timestamp>
    private let pace: Duration

    init(pace: Duration = .zero) {
        state = Mutex(Samples.start)
        self.pace = pace
    }

    var now: Timestamp {
        state.withLock { moment in
            moment = moment + pace
            return moment
        }
    }

    func advance(_ wait: Duration) { state.withLock { $0 = $0 + wait } }
}
