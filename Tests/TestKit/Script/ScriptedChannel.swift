package import Calls
package import Deliveries
package import People

/// What tells one make-believe channel from another.
///
/// They bear the names of real channels, since stores show addresses by the channel's name.
package protocol ScriptedChannel: Sendable {
    static var id: ChannelID { get }
    static var addressKind: AddressKind { get }
    static var pace: Pace { get }
}

extension ScriptedChannel {
    /// The channel as stores and planners see it.
    package static var profile: ChannelProfile { ChannelProfile(id: id, addressKind: addressKind, pace: pace) }
}

/// A channel that may repeat what it sent.
package enum MailChannel: ScriptedChannel {
    package static let id = ChannelID(rawValue: "email")
    package static let addressKind = AddressKind.mailbox
    package static let pace = Pace(inHand: 8, mayRepeat: true)
}

/// A channel that must not repeat what it sent.
package enum TextChannel: ScriptedChannel {
    package static let id = ChannelID(rawValue: "sms")
    package static let addressKind = AddressKind.textPhone
    package static let pace = Pace(inHand: 8, mayRepeat: false)
}

/// A channel of calls by people, from printed cards.
package enum CardChannel: ScriptedChannel {
    package static let id = ChannelID(rawValue: "phone")
    package static let addressKind = AddressKind.voicePhone
    package static let pace = Pace(inHand: 4, mayRepeat: true, groups: true)
}

/// A channel that groups its deliveries in walking order.
package enum SheetChannel: ScriptedChannel {
    package static let id = ChannelID(rawValue: "canvass")
    package static let addressKind = AddressKind.door
    package static let pace = Pace(inHand: 4, mayRepeat: true, groups: true)
}
