import Synchronization

/// How many deliveries of one channel a worker has in hand: claimed, and their outcome not yet written.
final class Hand: Sendable {
    let limit: Int
    /// Rings when there is room for more.
    let bell = Bell()
    private let held = Mutex(0)

    init(limit: Int) { self.limit = max(1, limit) }

    var count: Int { held.withLock { $0 } }

    func take(_ count: Int) { held.withLock { $0 += count } }

    /// Lets go, and rings once a good part of the hand is free: claims are cheaper in larger batches.
    func release(_ count: Int) {
        let isRoomy = held.withLock { held in
            held -= count
            return held <= limit * 3 / 4
        }
        if isRoomy { bell.ring() }
    }
}
