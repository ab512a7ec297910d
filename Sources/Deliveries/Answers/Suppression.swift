package import Calls
package import People

/// Why an address is struck out; the words stand in the table `suppressions`.
package enum SuppressionReason: String, Sendable, CaseIterable {
    /// There is nobody at it.
    case hardBounce = "hard-bounce"
    /// Too many messages came back from it within too short a time.
    case softBounces = "soft-bounces"
    /// Its owner said STOP; START lifts it.
    case stop
}

/// An address that no channel uses any more, whoever bears it.
package struct Suppression: Sendable, Equatable {
    package let kind: AddressKind
    package let reason: SuppressionReason
    /// Where we learned of it.
    package let channel: ChannelID
    package let at: Timestamp
    /// Who bears the address today; the address itself is kept as a fingerprint alone.
    package let people: [PersonID]

    package init(kind: AddressKind, reason: SuppressionReason, channel: ChannelID, at: Timestamp, people: [PersonID]) {
        self.kind = kind
        self.reason = reason
        self.channel = channel
        self.at = at
        self.people = people
    }
}
