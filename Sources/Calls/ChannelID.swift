/// The name of a channel in message files, settings and the log: lower case, one word.
public struct ChannelID: RawRepresentable, Hashable, Sendable, Comparable, Codable, CustomStringConvertible {
    /// The word itself: `email`, `sms`, `canvass`.
    public let rawValue: String

    /// Takes the word as it is.
    ///
    /// - Parameter rawValue: Lower case, one word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The word itself.
    public var description: String { rawValue }

    /// Channels sort by their names.
    public static func < (left: ChannelID, right: ChannelID) -> Bool { left.rawValue < right.rawValue }
}
