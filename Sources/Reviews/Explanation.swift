package import Calls
package import Deliveries
package import People

/// Why a person was or was not asked: the rule, and the entry of the ledger behind it.
package struct Explanation: Sendable, Equatable {
    /// One channel's part.
    package struct Channel: Sendable, Equatable {
        package let id: ChannelID
        /// Where the delivery stands; `nil` when there is none.
        package let state: DeliveryState?
        package let reason: String?
        /// The last entry of the ledger for this channel; `nil` is silence.
        package let consent: ConsentRecord?
        /// The masked address by which the channel would reach the person; empty when there is none.
        package let address: String
        /// What a sheet that came back says, and where it came from; `nil` when nothing came back.
        package let answer: String?

        package init(
            id: ChannelID,
            state: DeliveryState?,
            reason: String?,
            consent: ConsentRecord?,
            address: String,
            answer: String? = nil
        ) {
            self.answer = answer
            self.id = id
            self.state = state
            self.reason = reason
            self.consent = consent
            self.address = address
        }
    }

    package let call: String
    package let person: PersonID
    /// Whether the call's audience rule selects the person today.
    package let isSelected: Bool
    package let completion: Completion?
    package let channels: [Channel]

    package init(call: String, person: PersonID, isSelected: Bool, completion: Completion?, channels: [Channel]) {
        self.call = call
        self.person = person
        self.isSelected = isSelected
        self.completion = completion
        self.channels = channels
    }
}

/// The person did what was asked.
package struct Completion: Sendable, Equatable {
    package let at: Timestamp
    /// The channel through which we learned it; empty when an organizer just knows.
    package let via: String
    package let evidence: String

    package init(at: Timestamp, via: String, evidence: String) {
        self.at = at
        self.via = via
        self.evidence = evidence
    }
}
