public import Calls

/// What stands under a channel's name in the settings.
///
/// A driver reads it through a ``SettingsReader``, which gathers every fault and knows afterwards which keys nobody asked for.
public struct ChannelSettings: Sendable {
    /// The channel's name.
    public let channel: ChannelID
    /// The keys and their values as text, with `${NAME}` filled in.
    public let values: [String: String]
    /// Who runs this installation.
    public let organization: Organization

    /// Makes settings out of their parts.
    public init(channel: ChannelID, values: [String: String], organization: Organization) {
        self.channel = channel
        self.values = values
        self.organization = organization
    }

    /// Begins reading.
    public func reader() -> SettingsReader { SettingsReader(settings: self) }
}

/// Every fault of a channel's settings, in words its owner can act on.
///
/// Never shows a value.
public struct ChannelSettingsError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The faults; never empty.
    public let faults: [String]

    /// Gathers faults.
    public init(_ faults: [String]) { self.faults = faults }

    /// A line a fault.
    public var description: String { faults.joined(separator: "\n") }
}
