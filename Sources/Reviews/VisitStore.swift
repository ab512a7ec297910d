package import Calls
package import Deliveries
package import People

/// What the pages for people need of the database, beyond what commands need.
package protocol VisitStore: Sendable {
    /// The ask that a delivery belongs to; `nil` when there is no such delivery.
    func visit(_ delivery: DeliveryNumber) async throws -> Visit?

    /// A call as its public page shows it; `nil` when there is no such call, or no organizer wrote it.
    func standing(of slug: String) async throws -> CallStanding?

    /// Opts a person out of a channel, and everybody who shares the address: whoever reads it wants no more.
    ///
    /// - Parameters:
    ///   - person: Who says so.
    ///   - channel: Which channel, and by what sort of address it reaches people.
    ///   - source: How we know.
    ///   - evidence: What proves it.
    ///   - now: The present.
    /// - Returns: How many lines were added to the ledger; 0 when all of them were out before.
    /// - Throws: What the engine throws.
    func optOut(_ person: PersonID, of channel: ChannelProfile, source: String, evidence: String, now: Timestamp)
        async throws -> Int

    /// What a person did, the newest first.
    func completions(of person: PersonID) async throws -> [CompletedCall]
}

/// A call, and how far it has come.
package struct CallStanding: Sendable, Equatable {
    package let call: Call
    package let course: CallCourse
    /// How many persons did it.
    package let done: Int

    package init(call: Call, course: CallCourse, done: Int) {
        self.call = call
        self.course = course
        self.done = done
    }

    /// Whether people may still say that they did it.
    package func isOpen(at now: Timestamp) -> Bool {
        course != .cancelled && call.expiresAt.map { $0 > now } ?? true
    }
}

/// A person in front of a page that a message of ours led to.
package struct Visit: Sendable {
    package let standing: CallStanding
    package let delivery: DeliveryNumber
    /// By which the message came.
    package let channel: ChannelID
    package let person: Person
    /// Whether the person was erased meanwhile; nothing is known but the number.
    package let isForgotten: Bool
    /// That the person did it, when they did.
    package let completion: Completion?

    package init(
        standing: CallStanding,
        delivery: DeliveryNumber,
        channel: ChannelID,
        person: Person,
        isForgotten: Bool,
        completion: Completion?
    ) {
        self.standing = standing
        self.delivery = delivery
        self.channel = channel
        self.person = person
        self.isForgotten = isForgotten
        self.completion = completion
    }
}

/// A call that a person completed.
package struct CompletedCall: Sendable, Equatable {
    package let call: String
    package let completion: Completion

    package init(call: String, completion: Completion) {
        self.call = call
        self.completion = completion
    }
}
