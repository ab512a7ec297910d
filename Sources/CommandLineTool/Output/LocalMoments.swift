import Foundation

/// Turns moments in a sentence into times of day as people at a place read them.
struct LocalMoments {
    private let zone: TimeZone
    private let today: String
    private let reading = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    /// Begins.
    ///
    /// - Parameters:
    ///   - timezone: The organization's zone, an IANA name; UTC where there is none of that name.
    ///   - now: What is today.
    init(timezone: String, now: Date = .now) {
        zone = TimeZone(identifier: timezone) ?? .gmt
        today = Self.day(now, zone)
    }

    /// The same sentence with `14:05` for every moment of today and `2026-12-04 14:05` for every other.
    ///
    /// - Parameter sentence: Its moments are written as RFC 3339 with milliseconds, in UTC.
    /// - Returns: Everything else as it was.
    func localized(_ sentence: String) -> String {
        sentence.replacing(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z/) { match in
            guard let moment = try? reading.parse(String(match.output)) else { return String(match.output) }
            let clock = Date.ISO8601FormatStyle(timeZone: zone).time(includingFractionalSeconds: false)
            let time = clock.format(moment).prefix(5)
            let day = Self.day(moment, zone)
            return day == today ? String(time) : "\(day) \(time)"
        }
    }

    private static func day(_ moment: Date, _ zone: TimeZone) -> String {
        Date.ISO8601FormatStyle(timeZone: zone).year().month().day().format(moment)
    }
}
