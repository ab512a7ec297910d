import Deliveries
import Synchronization

/// What a worker has on all its channels, from the answer to the claim until the outcome is written.
///
/// Held against what the database takes to be in the worker's hands, it tells what in truth nobody has: a server that failed
/// over lost the last outcomes, a backup was put back under a running worker, a claim was committed and its answer never came.
final class Grip: Sendable {
    private struct State {
        /// How many claims were begun so far; each bears its number.
        var begun = 0
        var underWay: Set<Int> = []
        /// How often: what went back to the queue may be claimed again before the outcome before is let go of.
        var inHand: [DeliveryNumber: Int] = [:]
        /// What one look did not find in hand, and which claims had been begun by then.
        var missing: [HeldDelivery: Int] = [:]
    }

    private let state = Mutex(State())

    /// Notes that a claim is about to be made; to be ended whatever comes of it.
    func beginClaim() -> Int {
        state.withLock { state in
            state.begun += 1
            state.underWay.insert(state.begun)
            return state.begun
        }
    }

    /// Takes in hand what a claim brought.
    func endClaim(_ claim: Int, with deliveries: some Sequence<DeliveryNumber>) {
        state.withLock { state in
            for delivery in deliveries { state.inHand[delivery, default: 0] += 1 }
            state.underWay.remove(claim)
        }
    }

    /// Lets go of deliveries whose outcomes are written, or never will be.
    func letGo(_ deliveries: some Sequence<DeliveryNumber>) {
        state.withLock { state in
            for delivery in deliveries {
                guard let count = state.inHand[delivery] else { continue }
                state.inHand[delivery] = count > 1 ? count - 1 : nil
            }
        }
    }

    /// What nobody has, of what the database took to be in this worker's hands a moment ago.
    ///
    /// It must have been missing on two looks, held by the same claim, as its moment tells. That claim was committed before the
    /// first look, so it had been begun by then; and every claim that had been begun by then has come to its end by now. So
    /// what it brought was taken in hand, and is no longer: its outcome has been written, and then the store no longer finds it
    /// held since that moment and frees nothing; or was given up; or the answer never came. What is in hand, just being
    /// claimed, or about to be written can be none of these.
    func strays(among held: [HeldDelivery]) -> [HeldDelivery] {
        state.withLock { state in
            let oldest = state.underWay.min() ?? .max
            var missing: [HeldDelivery: Int] = [:]
            var strays: [HeldDelivery] = []
            for delivery in held where state.inHand[delivery.number] == nil {
                let begun = state.missing[delivery]
                missing[delivery] = begun ?? state.begun
                if let begun, begun < oldest { strays.append(delivery) }
            }
            state.missing = missing
            return strays
        }
    }
}
