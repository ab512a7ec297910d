package import Calls
package import Foundation

/// Shows moments as people at a place read them on their calendars and clocks.
package struct LocalMoments: Sendable {
    private let zone: TimeZone
    private let today: String

    /// Begins.
    ///
    /// - Parameters:
    ///   - timezone: The organization's zone, an IANA name; UTC where there is none of that name.
    ///   - now: What is today.
    package init(timezone: String, now: Date = .now) {
        zone = TimeZone(identifier: timezone) ?? .gmt
        today = Self.day(now, zone)
    }

    /// The same sentence with `14:05` for every moment of today and `2026-12-04 14:05` for every other.
    ///
    /// - Parameter sentence: Its moments are written as RFC 3339 with milliseconds, in UTC.
    /// - Returns: Everything else as it was.
    package func localized(_ sentence: String) -> String {
        let reading = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        return sentence.replacing(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z/) { match in
            guard let moment = try? reading.parse(String(match.output)) else { return String(match.output) }
            let clock = Date.ISO8601FormatStyle(timeZone: zone).time(includingFractionalSeconds: false)
            let time = clock.format(moment).prefix(5)
            let day = Self.day(moment, zone)
            return day == today ? String(time) : "\(day) \(time)"
        }
    }

    /// A moment with its day, whatever is today: `2026-12-04 14:05`.
    package func written(_ moment: Timestamp) -> String {
        let local = moment + offset(at: moment)
        return String(local.description.replacing("T", with: " ").prefix(16))
    }

    /// A moment's day: `2026-12-04`.
    package func day(of moment: Timestamp) -> String { String(written(moment).prefix(10)) }

    /// How far the clocks are ahead of UTC at a moment.
    package func offset(at moment: Timestamp) -> Duration {
        let date = Date(timeIntervalSince1970: Double(moment.rawValue) / 1_000)
        return .seconds(zone.secondsFromGMT(for: date))
    }

    private static func day(_ moment: Date, _ zone: TimeZone) -> String {
        Date.ISO8601FormatStyle(timeZone: zone).year().month().day().format(moment)
    }
}
