package import Calls
package import People

/// What a worker needs of the database: due deliveries out, outcomes in, batch first.
///
/// `StoreContract` in `TestKit` is the law of a store; every engine runs it.
package protocol DeliveryStore: Sendable {
    /// The store's present: this machine's time where the store is a file, the server's where it is a server.
    ///
    /// Workers ask when they enlist and at each heartbeat, and carry the answer forward themselves; every `now` that they hand
    /// to the other requirements is made of it.
    func clock() async throws -> Timestamp

    /// Registers a worker; what it claims bears its number until it is settled or the worker is found dead.
    ///
    /// Where no other worker lives, the time since the last sign of life of any is kept as a ``Sleep`` if it is an hour or more.
    func enlist(now: Timestamp) async throws -> WorkerNumber

    /// Tells that the worker lives. A worker that has not told for a while may lose what it claimed.
    ///
    /// - Returns: False when the worker was struck off meanwhile; it must stop.
    func heartbeat(_ worker: WorkerNumber, now: Timestamp) async throws -> Bool

    /// Strikes the worker off after its last settlement; should it still hold something, that waits to be rescued.
    func discharge(_ worker: WorkerNumber) async throws

    /// Takes due deliveries of one channel, asking the gate again for each in the same transaction.
    ///
    /// Those who may no longer be asked become `skipped` with the reason; what is ``Overdue`` for longer than the request
    /// allows becomes `held`. Calls share what is claimed evenly. Where the channel has a ``Rate``, no more is claimed than it
    /// allows, over all workers; what was claimed is counted in the same transaction.
    func claim(_ request: ClaimRequest) async throws -> [Claimed]

    /// When the rate of a channel allows the next claim; the present where it allows one now.
    func nextTurn(on channel: ChannelID, rate: Rate, now: Timestamp) async throws -> Timestamp

    /// Divides a channel's connections among the living workers that have asked for some, by ``Allotment``.
    ///
    /// - Returns: How many the worker may have from now on; 0 also when it was struck off. What it uses beyond that counts as its
    ///   own until it asks again and uses less.
    func allot(_ request: LaneRequest) async throws -> Int

    /// Applies transitions in one transaction, each only if the worker still holds the delivery; the first about it counts.
    ///
    /// - Returns: The deliveries to which none was applied: the worker no longer holds them.
    func settle(_ settlements: [Settlement], by worker: WorkerNumber, now: Timestamp) async throws
        -> Set<DeliveryNumber>

    /// How often anything was withdrawn so far: an opt-out, a pause, a cancellation, a completion, a forgetting.
    ///
    /// Grows in the very transaction that withdraws. A worker with something in hand reads it about ten times a second, so
    /// it must be cheap: a read of one row.
    ///
    /// - Returns: `nil` when the worker was struck off; it must hand over nothing more.
    func withdrawals(for worker: WorkerNumber) async throws -> Int64?

    /// Looks again at deliveries that somebody holds, by ``Transition/lastCheck(_:course:now:)``.
    ///
    /// Writes nothing.
    ///
    /// - Returns: Those of them that may no longer go out, with what is to become of them, in no order.
    func withdrawn(among deliveries: [DeliveryNumber], now: Timestamp) async throws -> [Settlement]

    /// How many of a person's deliveries are in somebody's hands: what may still leave after an opt-out was written.
    ///
    /// - Returns: 0 also when there is no such person.
    func inHand(of person: PersonID) async throws -> Int

    /// Frees what dead workers held on these channels: back to the queue where the channel may repeat, else `held`; returns
    /// how many.
    ///
    /// What they held on other channels stays as it is, for somebody who knows whether those may repeat. A worker that has been
    /// silent for longer than `silence` counts as dead even if its process lives.
    func rescue(channels: Set<ChannelID>, repeating: Set<ChannelID>, silence: Duration, now: Timestamp) async throws
        -> Int

    /// What the store takes to be in a worker's hands on these channels, in no order.
    func held(by worker: WorkerNumber, on channels: Set<ChannelID>) async throws -> [HeldDelivery]

    /// Frees deliveries of a living worker who found that it does not have them, as ``rescue(channels:repeating:silence:now:)``
    /// frees a dead one's: each only if that worker still holds it since the same moment.
    ///
    /// - Returns: How many were freed.
    func free(_ deliveries: [HeldDelivery], of worker: WorkerNumber, repeating: Set<ChannelID>, now: Timestamp)
        async throws -> Int

    /// Closes what calls past their expiry still have in the queue, and questions whether somebody opts in that nobody answered
    /// in time: an address that came with such a question is erased.
    func expire(now: Timestamp) async throws -> Int

    /// What is left to do on these channels.
    func workload(channels: [ChannelID], now: Timestamp) async throws -> Workload

    /// A call as it was submitted; `nil` when there is no such call.
    func content(ofCall number: Int64) async throws -> Call?

    /// Notes that a channel of a worker waits, and for what; `nil` that it goes on.
    ///
    /// A worker that dies takes its waits with it. Of one that is discharged they stay as its last word, until another one has a
    /// word on the channel: so that one can see why a drain left something.
    func note(_ wait: LaneWait?, on channel: ChannelID, by worker: WorkerNumber) async throws

    /// Gives something whenever others have put work into the queue; workers look by themselves all the same.
    func news() -> AsyncStream<Void>
}

extension DeliveryStore {
    /// Nothing, at once: a store that cannot tell.
    package func news() -> AsyncStream<Void> { AsyncStream { $0.finish() } }
}

/// A worker's number in its store.
package struct WorkerNumber: RawRepresentable, Hashable, Sendable {
    package let rawValue: Int64
    package init(rawValue: Int64) { self.rawValue = rawValue }
}

/// What a worker asks for.
package struct ClaimRequest: Sendable {
    package let channel: ChannelProfile
    /// At most so many; 1 or more.
    package let limit: Int
    package let worker: WorkerNumber
    package let now: Timestamp
    /// What fell due longer ago than this before a worker lived again is held.
    package let holdOverdue: Duration

    package init(
        channel: ChannelProfile,
        limit: Int,
        worker: WorkerNumber,
        now: Timestamp,
        holdOverdue: Duration = .seconds(24 * 3_600)
    ) {
        self.channel = channel
        self.limit = limit
        self.worker = worker
        self.now = now
        self.holdOverdue = holdOverdue
    }
}

/// A delivery in a worker's hands.
package struct Claimed: Sendable {
    package let call: Int64
    /// Counted from 1 where the channel groups, else 0.
    package let batch: Int
    /// The turf that the batch is; `nil` where the call's doors were not cut before.
    package let turf: Turf?
    package let item: Item
    /// When the ask closes.
    package let expiresAt: Timestamp?
    /// Whether an earlier try may have gone out.
    package let isInDoubt: Bool

    package init(
        call: Int64,
        batch: Int,
        turf: Turf? = nil,
        item: Item,
        expiresAt: Timestamp?,
        isInDoubt: Bool
    ) {
        self.call = call
        self.batch = batch
        self.turf = turf
        self.item = item
        self.expiresAt = expiresAt
        self.isInDoubt = isInDoubt
    }
}

/// A delivery that the store takes to be in a worker's hands.
package struct HeldDelivery: Hashable, Sendable {
    package let number: DeliveryNumber
    /// When it was claimed, as the log has it; tells one claim of it from the next.
    package let since: Timestamp

    package init(_ number: DeliveryNumber, since: Timestamp) {
        self.number = number
        self.since = since
    }
}

/// A transition to be applied to one delivery.
package struct Settlement: Sendable, Equatable {
    package let delivery: DeliveryNumber
    package let transition: Transition
    /// Where it stands on paper; written in the same transaction.
    package let place: PaperPlace?

    package init(_ delivery: DeliveryNumber, _ transition: Transition, place: PaperPlace? = nil) {
        self.delivery = delivery
        self.transition = transition
        self.place = place
    }
}

/// What is left to do.
package struct Workload: Sendable, Equatable {
    /// Whether a delivery could go out now.
    package let hasDue: Bool
    /// Whether a delivery is in somebody's hands.
    package let isSending: Bool
    /// When the next delivery falls due that is not due yet.
    package let next: Timestamp?

    package init(hasDue: Bool, isSending: Bool, next: Timestamp?) {
        self.hasDue = hasDue
        self.isSending = isSending
        self.next = next
    }
}

/// Why a channel waits, for `status`.
package struct LaneWait: Sendable, Equatable, Codable {
    package let since: Timestamp
    package let next: Timestamp
    /// One line, without addresses of people.
    package let reason: String
    /// Whether its worker has ended, so that nobody tries before another one runs.
    package let isLeft: Bool

    package init(since: Timestamp, next: Timestamp, reason: String, isLeft: Bool = false) {
        self.since = since
        self.next = next
        self.reason = reason
        self.isLeft = isLeft
    }

    /// "since …, next try …: …".
    package var words: String { "since \(since), next try \(isLeft ? "when a worker runs" : "\(next)"): \(reason)" }
}
