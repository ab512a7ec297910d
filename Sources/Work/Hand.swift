import Calls
import Synchronization

/// How many deliveries of one channel a worker has in hand: claimed, and their outcome not yet written.
///
/// What is in hand can no longer be paused or withdrawn, so a hand holds about as much as the channel gets done in two
/// seconds: it begins small, grows while batches are done quickly, and shrinks when the other side is slow. What may not be
/// repeated has to be looked at by a person, should the worker die; of that it holds no more than gets done in a fifth of a
/// second.
final class Hand: Sendable {
    private struct State {
        var held = 0
        /// Of those, how many have an outcome that waits to be written with others.
        var gathered = 0
        var limit: Int
    }

    let channel: ChannelID
    /// Rings when there is room for more.
    let bell = Bell()
    private let most: Int
    private let least: Int
    private let horizon: Duration
    private let state: Mutex<State>

    /// Begins a hand.
    ///
    /// - Parameters:
    ///   - channel: Whose deliveries it holds.
    ///   - limit: It never holds more.
    ///   - begins: With how much it begins; `nil` for all at once, as a channel that groups needs it.
    ///   - least: It never shrinks below that.
    ///   - horizon: How long what it holds may take.
    init(
        _ channel: ChannelID,
        limit: Int,
        begins: Int? = nil,
        least: Int = 4,
        horizon: Duration = .seconds(2)
    ) {
        self.channel = channel
        most = max(1, limit)
        self.least = min(least, most)
        self.horizon = horizon
        state = Mutex(State(limit: min(max(1, begins ?? limit), max(1, limit))))
    }

    var count: Int { state.withLock { $0.held } }

    /// How much it would hold at most at present.
    var limit: Int { state.withLock { $0.limit } }

    func take(_ count: Int) { state.withLock { $0.held += count } }

    /// Counts an outcome that waits to be written with others.
    ///
    /// - Returns: Whether the channel will soon be without work unless they are written now.
    func gather() -> Bool {
        state.withLock { state in
            state.gathered += 1
            return state.gathered * 2 >= state.limit
        }
    }

    /// Counts outcomes that are being written now.
    func write(_ count: Int) { state.withLock { $0.gathered -= count } }

    /// Lets go, and rings once a good part of the hand is free: claims are cheaper in larger batches.
    func release(_ count: Int) {
        let isRoomy = state.withLock { state in
            state.held -= count
            return state.held <= state.limit * 3 / 4
        }
        if isRoomy { bell.ring() }
    }

    /// Learns from how long a batch took, from claim to last outcome.
    func learn(_ duration: Duration) {
        state.withLock { state in
            if duration < horizon / 2 {
                state.limit = min(most, state.limit * 2)
            } else if duration > horizon {
                state.limit = max(least, state.limit / 2)
            }
        }
    }
}
