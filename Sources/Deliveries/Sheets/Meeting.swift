package import Calls

/// How the people on a sheet are met: what a result means follows from it.
package enum Meeting: Sendable, CaseIterable {
    case atDoors, byPhone

    /// How a channel's people are met, by the channel's name: stores know no drivers.
    package init(on channel: ChannelID) { self = channel.rawValue == "phone" ? .byPhone : .atDoors }
}
