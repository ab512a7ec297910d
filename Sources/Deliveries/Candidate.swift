package import Calls
package import People

/// A channel as the planner sees it.
package struct ChannelProfile: Sendable, Equatable {
    package let id: ChannelID
    package let addressKind: AddressKind
    package let pace: Pace

    package init(id: ChannelID, addressKind: AddressKind, pace: Pace) {
        self.id = id
        self.addressKind = addressKind
        self.pace = pace
    }

    package init(_ driver: any ChannelDriver) {
        self.init(id: type(of: driver).id, addressKind: type(of: driver).addressKind, pace: driver.pace)
    }
}

/// One person of a call's audience, with everything the gate looks at, channel by channel.
package struct Candidate: Sendable {
    /// What is known of one channel.
    package struct Facts: Sendable {
        /// What the gate looks at.
        package var gate: GateFacts
        /// Whether nothing was ever sent to this person on this channel.
        package var isFirst: Bool

        package init(gate: GateFacts, isFirst: Bool) {
            self.gate = gate
            self.isFirst = isFirst
        }
    }

    /// The person's internal number in the store.
    package let number: Int64
    package let person: Person
    /// In the order of the channels that were asked for.
    package var facts: [Facts]

    package init(number: Int64, person: Person, facts: [Facts]) {
        self.number = number
        self.person = person
        self.facts = facts
    }
}
