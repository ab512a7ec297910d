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
    /// A stranger answers at the number, as a card says.
    case wrongNumber = "wrong-number"
    /// The person has moved away from the door.
    case moved
    /// The person does not live at the door.
    case wrongAddress = "wrong-address"
    /// The person has died.
    case deceased

    /// Whether a sheet or a card said it, and not what messages came back.
    package var isFromPaper: Bool {
        switch self {
        case .hardBounce, .softBounces, .stop: false
        case .wrongNumber, .moved, .wrongAddress, .deceased: true
        }
    }
}

/// An address that no channel uses any more, whoever bears it.
package struct Suppression: Sendable, Equatable {
    package let kind: StruckKind
    package let reason: SuppressionReason
    /// Where we learned of it.
    package let channel: ChannelID
    package let at: Timestamp
    /// Who bears the address today; the address itself is kept as a fingerprint alone.
    package let people: [PersonID]

    package init(kind: StruckKind, reason: SuppressionReason, channel: ChannelID, at: Timestamp, people: [PersonID]) {
        self.kind = kind
        self.reason = reason
        self.channel = channel
        self.at = at
        self.people = people
    }
}
