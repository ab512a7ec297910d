/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
///
/// Stores keep it as an integer and rules take it as an argument; nothing that decides reads the clock.
public struct Timestamp: RawRepresentable, Hashable, Sendable, Comparable, Codable {
    /// Milliseconds since 1970, UTC.
    public let rawValue: Int64

    /// A moment by its number.
    ///
    /// - Parameter rawValue: Milliseconds since 1970, UTC.
    public init(rawValue: Int64) { self.rawValue = rawValue }

    /// The earlier moment is the smaller one.
    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.rawValue < right.rawValue }

    /// The moment that lies so much later.
    public static func + (moment: Timestamp, wait: Duration) -> Timestamp {
        Timestamp(rawValue: moment.rawValue + wait.milliseconds)
    }

    /// The time from the right moment to the left one; negative when the left one is the earlier.
    public static func - (later: Timestamp, earlier: Timestamp) -> Duration {
        .milliseconds(later.rawValue - earlier.rawValue)
    }
}

extension Duration {
    /// Whole milliseconds, rounded towards zero.
    public var milliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }
}
