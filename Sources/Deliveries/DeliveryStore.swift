package import Calls

/// What a worker needs of the database: due deliveries out, outcomes in, batch first.
///
/// `StoreContract` in `TestKit` is the law of a store; every engine runs it.
package protocol DeliveryStore: Sendable {
    /// Registers a worker; what it claims bears its number until it is settled or the worker is found dead.
    func enlist(now: Timestamp) async throws -> WorkerNumber

    /// Tells that the worker lives. A worker that has not told for a while may lose what it claimed.
    ///
    /// - Returns: False when the worker was struck off meanwhile; it must stop.
    func heartbeat(_ worker: WorkerNumber, now: Timestamp) async throws -> Bool

    /// Strikes the worker off after its last settlement; should it still hold something, that waits to be rescued.
    func discharge(_ worker: WorkerNumber) async throws

    /// Takes due deliveries of one channel, asking the gate again for each in the same transaction.
    ///
    /// Those who may no longer be asked become `skipped` with the reason. Calls share what is claimed evenly.
    func claim(_ request: ClaimRequest) async throws -> [Claimed]

    /// Applies transitions in one transaction, each only if the worker still holds the delivery.
    ///
    /// - Returns: How many were applied.
    func settle(_ settlements: [Settlement], worker: WorkerNumber, now: Timestamp) async throws -> Int

    /// Frees what dead workers held: back to the queue where the channel may repeat, else `held`; returns how many.
    ///
    /// A worker that has been silent for longer than `silence` counts as dead even if its process lives.
    func rescue(repeating: Set<ChannelID>, silence: Duration, now: Timestamp) async throws -> Int

    /// Closes what calls past their expiry still have in the queue.
    func expire(now: Timestamp) async throws -> Int

    /// What is left to do on these channels.
    func workload(channels: [ChannelID], now: Timestamp) async throws -> Workload

    /// A call as it was submitted; `nil` when there is no such call.
    func content(ofCall number: Int64) async throws -> Call?

    /// Notes that a channel waits, and for what; `nil` that it goes on.
    func note(_ wait: LaneWait?, on channel: ChannelID) async throws
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

    package init(channel: ChannelProfile, limit: Int, worker: WorkerNumber, now: Timestamp) {
        self.channel = channel
        self.limit = limit
        self.worker = worker
        self.now = now
    }
}

/// A delivery in a worker's hands.
package struct Claimed: Sendable {
    package let call: Int64
    /// Counted from 1 where the channel groups, else 0.
    package let batch: Int
    package let item: Item
    /// When the ask closes.
    package let expiresAt: Timestamp?

    package init(call: Int64, batch: Int, item: Item, expiresAt: Timestamp?) {
        self.call = call
        self.batch = batch
        self.item = item
        self.expiresAt = expiresAt
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

    package init(since: Timestamp, next: Timestamp, reason: String) {
        self.since = since
        self.next = next
        self.reason = reason
    }
}
