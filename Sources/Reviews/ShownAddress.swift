import Deliveries
package import People

extension Person {
    /// The address by which a channel reaches the person, by the channel's name, as it is shown.
    ///
    /// Stores know no drivers; a channel that is not known here shows nothing.
    package func address(on channel: String, inFull: Bool) -> String {
        switch channel {
        case "email": inFull ? email?.exact ?? "" : maskedAddress(by: .mailbox)
        case "sms": inFull ? phone?.exact ?? "" : maskedAddress(by: .textPhone)
        case "phone": inFull ? phone?.exact ?? "" : maskedAddress(by: .voicePhone)
        case "canvass": inFull ? door.map(Self.line) ?? "" : maskedAddress(by: .door)
        default: ""
        }
    }

    private static func line(_ door: Door) -> String {
        [door.street, door.unit, door.locality, door.postalCode].filter { !$0.isEmpty }.joined(separator: ", ")
    }
}
