/// A bar that does not hold.
enum Finding: Equatable, Sendable {
    /// Clarion says it was sent, and no receiver has it.
    case lost(DeliveryID)
    /// Nobody knows of a delivery that was accepted at the submission.
    case missing(DeliveryID)
    case listedTwice(DeliveryID)
    /// Somebody was asked who should not have been.
    case uninvited(DeliveryID)
    case repeated(channel: String, count: Int, bound: Int)
    /// A repetition does not bear the name of the first message, so that no receiver can tell.
    case identityChanged(DeliveryID)
    case identityAbsent(DeliveryID)
    case identityShared(DeliveryID, DeliveryID)
    case state(DeliveryID, String, String?)
    case attempts(DeliveryID, Int, ClosedRange<Int>)
    /// A receiver has it, and Clarion says that it did not go out.
    case forgotten(DeliveryID, String)
    case noBooks
    case audience(Int, Int)
    case unbalanced(String, sum: Int, Int)
    case logAndStatusDiffer(String)
    case doesNotSayWhatItWaitsFor(String, String)
    case late(Timing)
    /// More is held than was in flight.
    case held(channel: String, count: Int, most: Int)
    /// A worker that had lost its lease has changed it.
    case changedWithoutARight(DeliveryID)
}

extension Finding: CustomStringConvertible {
    var description: String {
        switch self {
        case .lost(let delivery): "lost: \(delivery) is said to be sent, and no receiver has it"
        case .missing(let delivery): "lost: \(delivery) is not in the log"
        case .listedTwice(let delivery): "\(delivery) stands in the log twice"
        case .uninvited(let delivery): "\(delivery) was asked by nobody"
        case .repeated(let channel, let count, let bound): "\(count) repeated on \(channel), at most \(bound) allowed"
        case .identityChanged(let delivery): "\(delivery) was repeated under another name"
        case .identityAbsent(let delivery): "\(delivery) bears no name"
        case .identityShared(let one, let other): "\(one) and \(other) bear the same name"
        case .state(let delivery, let state, let reason): "\(delivery) is \(state) (\(reason ?? "no reason"))"
        case .attempts(let delivery, let count, let allowed): "\(delivery) cost \(count) attempts, not \(allowed)"
        case .forgotten(let delivery, let state): "\(delivery) was taken, and is said to be \(state)"
        case .noBooks: "status said nothing"
        case .audience(let found, let wanted): "status counts \(found) people of \(wanted)"
        case .unbalanced(let channel, let sum, let wanted): "the states of \(channel) add up to \(sum), not \(wanted)"
        case .logAndStatusDiffer(let channel): "log and status disagree about \(channel)"
        case .doesNotSayWhatItWaitsFor(let wanted, let said): "status says '\(said)', nothing of '\(wanted)'"
        case .late(let timing): "\(timing.what) took \(timing.seconds) s, at most \(timing.limit) allowed"
        case .held(let channel, let count, let most): "\(count) held on \(channel), \(most) were in flight"
        case .changedWithoutARight(let delivery): "\(delivery) was changed by a worker without a lease"
        }
    }

    /// Whether it counts as lost.
    var isLoss: Bool {
        switch self {
        case .lost, .missing: true
        default: false
        }
    }
}
