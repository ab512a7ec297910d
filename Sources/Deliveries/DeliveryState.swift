/// Where a delivery stands.
///
/// The raw values stand in stores, logs and the command line.
package enum DeliveryState: String, Sendable, CaseIterable, Codable {
    /// Waits for its due time and a free lane.
    case queued
    /// In a worker's hands.
    case sending
    /// The channel took it.
    case sent
    /// The channel reported that it arrived.
    case delivered
    /// The channel reported that it came back.
    case bounced
    /// Refused, or given up.
    case failed
    /// Not asked, for a ``SkipReason``.
    case skipped
    /// May have gone out; a person decides.
    case held
    /// Withdrawn before it went out.
    case cancelled
}
