import Calls

/// A moment as RFC 5322 writes it: `Fri, 04 Dec 2026 18:30:00 +0000`.
///
/// Written by hand: Foundation's formatter costs more than the rest of a header.
struct DateHeader {
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    let token: Token

    /// Writes a moment in UTC.
    init(_ moment: Timestamp) {
        let seconds = moment.rawValue.floorDivided(by: 1_000)
        let days = seconds.floorDivided(by: 86_400)
        let date = CivilDate(daysSince1970: days)
        // 1 January 1970 was a Thursday.
        let weekday = Self.weekdays[Int(days - days.floorDivided(by: 7) * 7)]
        let second = seconds - days * 86_400
        let time = [second / 3_600, second / 60 % 60, second % 60].map(Self.twoDigits).joined(separator: ":")
        let month = Self.months[Int(date.month) - 1]
        token = Token("\(weekday), \(Self.twoDigits(date.day)) \(month) \(date.year) \(time) +0000")
    }

    private static func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
