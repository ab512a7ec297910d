package import Calls

/// How many deliveries of a channel may go out in a time, over all workers of one database.
public struct Rate: Sendable, Equatable {
    /// So many; 1 or more.
    public let count: Int
    /// In so many microseconds.
    private let period: Int64

    /// At once at most what the rate gives in this time, but always one: claims are cheaper in batches.
    private static let burst: Int64 = 100_000

    /// By how much the clocks of two workers may differ, so that the rate holds for both together, in microseconds.
    private static let drift: Int64 = 60_000_000

    /// What a rate may be written per, in microseconds.
    private static let units: [String: Int64] = [
        "s": 1_000_000, "min": 60_000_000, "h": 3_600_000_000, "day": 86_400_000_000,
    ]

    /// Reads a rate: `20/s`, `600/min`, `1000/h`, `10000/day`; `nil` when it is none from 1 to 1,000,000.
    ///
    /// - Parameter text: What was written; nothing but digits, a slash and a unit.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int(parts[0]),
            (1...1_000_000).contains(count), let period = Self.units[String(parts[1])]
        else { return nil }
        self.count = count
        self.period = period
    }

    /// How many may go out at a moment.
    ///
    /// The generic cell rate algorithm (ITU-T I.371): the meter is the moment from which on the next one would be on time.
    ///
    /// - Parameters:
    ///   - meter: What ``meter(after:from:at:)`` gave last, in microseconds since 1970; `nil` at the beginning.
    ///   - now: The present.
    /// - Returns: 0 or more.
    package func allowed(by meter: Int64?, at now: Timestamp) -> Int {
        let room = Self.microseconds(now) + tolerance - begin(meter, at: now)
        return room < 0 ? 0 : Int(room * Int64(count) / period)
    }

    /// The meter after so many went out.
    package func meter(after taken: Int, from meter: Int64?, at now: Timestamp) -> Int64 {
        begin(meter, at: now) + cost(taken)
    }

    /// When the next one may go out.
    package func nextTurn(by meter: Int64?, at now: Timestamp) -> Timestamp {
        let moment = begin(meter, at: now) + cost(1) - tolerance
        return max(now, Timestamp(rawValue: (moment + 999) / 1_000))
    }

    private var tolerance: Int64 { max(Self.burst, cost(1)) }

    /// Rounded up, so that the rate is never exceeded.
    private func cost(_ taken: Int) -> Int64 { (Int64(taken) * period + Int64(count) - 1) / Int64(count) }

    private func begin(_ meter: Int64?, at now: Timestamp) -> Int64 {
        let present = Self.microseconds(now)
        // Nobody puts it further ahead, unless by a clock that has been set back since: it counts as not there.
        guard let meter, meter > present, meter <= present + tolerance + Self.drift else { return present }
        return meter
    }

    private static func microseconds(_ moment: Timestamp) -> Int64 { moment.rawValue * 1_000 }
}
