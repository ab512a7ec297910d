package import Calls
package import Deliveries
package import People

/// One delivery as the log shows it.
package struct LogEntry: Sendable, Equatable {
    package let number: DeliveryNumber
    package let call: String
    package let person: PersonID
    package let channel: ChannelID
    package let purpose: String
    package let state: DeliveryState
    /// Why: a ``SkipReason``, or the server's words with addresses masked.
    package let reason: String?
    package let attempts: Int
    package let due: Timestamp?
    /// When it last changed.
    package let at: Timestamp
    /// The channel's own id for the message.
    package let reference: String?
    /// As it would be shown: masked, unless the organizer asked for more.
    package let address: String
    /// What a sheet that came back says of it: `C, did`; `nil` when nothing came back.
    package let answer: String?

    package init(
        number: DeliveryNumber,
        call: String,
        person: PersonID,
        channel: ChannelID,
        purpose: String,
        state: DeliveryState,
        reason: String?,
        attempts: Int,
        due: Timestamp?,
        at: Timestamp,
        reference: String?,
        address: String,
        answer: String? = nil
    ) {
        self.number = number
        self.call = call
        self.person = person
        self.channel = channel
        self.purpose = purpose
        self.state = state
        self.reason = reason
        self.attempts = attempts
        self.due = due
        self.at = at
        self.reference = reference
        self.address = address
        self.answer = answer
    }
}

/// Which deliveries the log shows.
package struct LogQuery: Sendable {
    package var call: String?
    package var channel: ChannelID?
    package var state: DeliveryState?
    package var person: PersonID?
    /// At most so many, the newest; `nil` for all.
    package var limit: Int?
    /// Only what changed after this place, the oldest first; for following.
    package var after: LogPlace?
    /// Only what changed at or before this place.
    package var until: LogPlace?
    /// Whether addresses are shown in full.
    package var showsAddresses = false

    package init() {}
}

/// A place in the log: the time of a change, and the delivery where several changed at once.
package struct LogPlace: Sendable, Equatable, Comparable {
    package let at: Timestamp
    package let number: DeliveryNumber

    package init(at: Timestamp, number: DeliveryNumber) {
        self.at = at
        self.number = number
    }

    /// Before everything.
    package static let beginning = LogPlace(
        at: Timestamp(rawValue: .min),
        number: DeliveryNumber(rawValue: .min)
    )

    /// How far changes may run ahead of the clock: longer than anybody waits for the right to write.
    package static let drift = Duration.seconds(180)

    package static func < (left: LogPlace, right: LogPlace) -> Bool {
        (left.at, left.number) < (right.at, right.number)
    }
}
