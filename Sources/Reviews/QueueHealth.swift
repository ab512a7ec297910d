package import Calls
package import Deliveries

/// How the queue stands as a whole: what `doctor` and the metrics look at.
package struct QueueHealth: Sendable, Equatable {
    /// One channel's part, over all calls.
    package struct Channel: Sendable, Equatable {
        package let id: ChannelID
        package let queued: Int
        package let sending: Int
        package let held: Int
        /// Since when the delivery that has been due the longest waits, of calls that run and are published; `nil` when
        /// nothing is due.
        package let oldestDue: Timestamp?

        package init(id: ChannelID, queued: Int, sending: Int, held: Int, oldestDue: Timestamp?) {
            self.id = id
            self.queued = queued
            self.sending = sending
            self.held = held
            self.oldestDue = oldestDue
        }
    }

    /// A worker that is enlisted.
    package struct Worker: Sendable, Equatable {
        package let number: WorkerNumber
        package let host: String
        package let process: Int
        package let startedAt: Timestamp
        package let seenAt: Timestamp
        /// False when its process is gone and nobody has taken up yet what it held.
        package let isAlive: Bool

        package init(
            number: WorkerNumber,
            host: String,
            process: Int,
            startedAt: Timestamp,
            seenAt: Timestamp,
            isAlive: Bool
        ) {
            self.number = number
            self.host = host
            self.process = process
            self.startedAt = startedAt
            self.seenAt = seenAt
            self.isAlive = isAlive
        }
    }

    /// A call that still has something in the queue.
    package struct Unsent: Sendable, Equatable {
        package let call: String
        package let submittedAt: Timestamp

        package init(call: String, submittedAt: Timestamp) {
            self.call = call
            self.submittedAt = submittedAt
        }
    }

    /// Every channel that has a delivery, in the order of their names.
    package let channels: [Channel]
    /// The channels that wait, and for what.
    package let lanes: [ChannelID: LaneWait]
    package let workers: [Worker]
    /// When a worker last gave a sign of life; `nil` when none ever has.
    package let lastSeen: Timestamp?
    /// The running call that was submitted first of those that have something in the queue.
    package let oldestUnsent: Unsent?

    package init(
        channels: [Channel],
        lanes: [ChannelID: LaneWait],
        workers: [Worker],
        lastSeen: Timestamp?,
        oldestUnsent: Unsent?
    ) {
        self.channels = channels
        self.lanes = lanes
        self.workers = workers
        self.lastSeen = lastSeen
        self.oldestUnsent = oldestUnsent
    }
}

/// What watching over the queue needs of the database.
package protocol QueueHealthStore: Sendable {
    /// How the queue stands; cheap enough to be asked every few seconds, however long the queue is.
    func queueHealth(now: Timestamp) async throws -> QueueHealth
}
