import Synchronization
import TestKit

/// One round of one fault: where it stands, and the moments that chance chooses.
final class Round: Sendable {
    let engine: Engine
    let scale: Scale
    private let random: Mutex<SeededGenerator>

    init(engine: Engine, scale: Scale, seed: UInt64) {
        self.engine = engine
        self.scale = scale
        random = Mutex(SeededGenerator(seed: seed))
    }

    /// A number that is the same whenever the seed is.
    func number(in range: ClosedRange<Int>) -> Int {
        random.withLock { Int.random(in: range, using: &$0) }
    }

    func number(in range: ClosedRange<Double>) -> Double {
        random.withLock { Double.random(in: range, using: &$0) }
    }
}
