import Synchronization

/// Counts what came from whom in the last minutes, so that forms for strangers cannot be used against others.
///
/// Kept in memory: after a restart everybody begins anew.
final class VisitorLimits: Sendable {
    private struct Count {
        var since: ContinuousClock.Instant
        var count: Int
    }

    private let counts = Mutex<[String: Count]>([:])
    /// More sources at once than this are an attack of its own; the oldest are forgotten.
    private static let mostSources = 10_000

    /// Whether one more is all right.
    ///
    /// - Parameters:
    ///   - source: Who it came from, and what for.
    ///   - limit: How many within the time.
    ///   - period: The time.
    ///   - now: The present, on a clock that nobody sets.
    /// - Returns: False when the limit was reached before.
    func allow(
        _ source: String,
        atMost limit: Int,
        within period: Duration,
        now: ContinuousClock.Instant = .now
    ) -> Bool {
        counts.withLock { counts in
            if counts.count >= Self.mostSources {
                counts = counts.filter { $0.value.since + period > now }
                if counts.count >= Self.mostSources { return false }
            }
            guard let known = counts[source], known.since + period > now else {
                counts[source] = Count(since: now, count: 1)
                return true
            }
            counts[source]?.count += 1
            return known.count < limit
        }
    }

    /// What stands for a visitor: an IPv4 address, or the network of an IPv6 address, of which one household has 2^64.
    static func source(_ address: String) -> String {
        guard address.contains(":") else { return address }
        if let mapped = address.split(separator: ":").last, mapped.contains(".") { return String(mapped) }
        return address.split(separator: ":", omittingEmptySubsequences: false).prefix(4).joined(separator: ":")
    }
}
