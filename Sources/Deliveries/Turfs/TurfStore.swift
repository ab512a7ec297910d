package import Calls

/// What turfs need of the database.
///
/// A turf is a batch that is decided on before it is claimed: cutting writes its number into its deliveries, and a claim takes a
/// batch whole.
package protocol TurfStore: Sendable {
    /// Cuts what is queued of a call into turfs, all in one transaction, and keeps those that stand as far as that goes.
    ///
    /// Turfs of which anything was handed to the channel stay as they are. Whoever has no consent any more is not counted;
    /// a claim would leave them out.
    ///
    /// - Parameters:
    ///   - order: What to cut.
    ///   - now: The present.
    ///   - cutter: ``TurfMaker/cut(_:doorsPerTurf:next:)`` for a size of turf; it gets the doors and the first free number.
    /// - Returns: What changed.
    /// - Throws: ``TurfError``, or what the engine says.
    func cut(_ order: TurfOrder, now: Timestamp, by cutter: @escaping @Sendable ([TurfDoor], Int) -> [Int]) async throws
        -> TurfCut

    /// All turfs, call by call.
    ///
    /// - Parameters:
    ///   - call: Of this call only.
    ///   - channel: On which they are walked.
    /// - Returns: In the order of their numbers.
    /// - Throws: ``TurfError/noSuchCall(_:)``, or what the engine says.
    func turfs(of call: String?, on channel: ChannelID) async throws -> [TurfStanding]

    /// Notes who walks turfs, in one transaction.
    ///
    /// - Returns: Those that there are; nothing is noted of the others.
    func assign(_ turfs: [TurfID], on channel: ChannelID, to walker: String) async throws -> [TurfStanding]

    /// One turf and who is to be visited in it, in no order; `nil` when there is no such turf.
    func turf(_ id: TurfID, on channel: ChannelID) async throws -> (standing: TurfStanding, lines: [TurfLine])?
}

/// What is to be cut.
package struct TurfOrder: Sendable {
    /// The call's slug.
    package let call: String
    package let channel: ChannelID
    /// An earlier call whose turfs, with those who walk them, are begun with.
    package let model: String?
    /// Whether turfs that stand are given up.
    package let isAnew: Bool

    package init(call: String, channel: ChannelID, model: String? = nil, isAnew: Bool = false) {
        self.call = call
        self.channel = channel
        self.model = model
        self.isAnew = isAnew
    }
}

/// What cutting changed.
package struct TurfCut: Sendable, Equatable {
    /// Turfs that can still be cut: kept and new.
    package var turfs = 0
    package var doors = 0
    package var people = 0
    /// How many of the turfs are new.
    package var added = 0
    /// Turfs without doors, which are gone.
    package var vanished = 0
    /// Doors that belong to another turf now.
    package var moved = 0
    /// Turfs that were printed before, and stay as they are.
    package var printed = 0

    package init() {}
}

/// A turf, who walks it, and how much of it is done.
package struct TurfStanding: Sendable, Equatable {
    package let id: TurfID
    /// The call's slug.
    package let call: String
    /// Empty when nobody has been named.
    package let walker: String
    package let doors: Int
    package let people: Int
    /// How many people have an answer.
    package let answered: Int
    package let isPrinted: Bool

    package init(
        id: TurfID,
        call: String,
        walker: String,
        doors: Int,
        people: Int,
        answered: Int,
        isPrinted: Bool
    ) {
        self.id = id
        self.call = call
        self.walker = walker
        self.doors = doors
        self.people = people
        self.answered = answered
        self.isPrinted = isPrinted
    }
}

/// Somebody who is to be visited in a turf.
package struct TurfLine: Sendable {
    package let item: Item
    package let state: DeliveryState
    /// What came of the visit so far.
    package let answer: RowAnswer?

    package init(item: Item, state: DeliveryState, answer: RowAnswer?) {
        self.item = item
        self.state = state
        self.answer = answer
    }
}

/// Why nothing can be cut.
package enum TurfError: Error, Equatable, Sendable, CustomStringConvertible {
    case noSuchCall(String)
    /// No door of it waits; `isPrinted` tells whether there were some.
    case nothingToCut(call: String, isPrinted: Bool)
    /// Turfs of another call can only be begun with.
    case hasTurfs(call: String)
    /// The call to begin with has no turfs.
    case noTurfs(model: String)

    package var description: String {
        switch self {
        case .noSuchCall(let call): "There is no call '\(call)'. 'clarion status' lists the calls."
        case .nothingToCut(let call, isPrinted: true):
            "All doors of '\(call)' are printed already. Cut a call between 'clarion submit' and 'clarion work'; where a "
                + "worker runs all the time, give the call a 'publishDate'."
        case .nothingToCut(let call, isPrinted: false):
            "No door of '\(call)' waits for a visit. 'clarion status \(call)' shows why."
        case .hasTurfs(let call):
            "'\(call)' has turfs or printed sheets already; those of another call can only be begun with. Cut it without --like."
        case .noTurfs(let model): "'\(model)' has no turfs. 'clarion turf list' shows which calls have some."
        }
    }
}
