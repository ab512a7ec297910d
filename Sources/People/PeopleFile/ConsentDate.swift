import Calls
import Foundation

/// Reads `consent_at`: RFC 3339, or a date or a date with a time in the organization's zone.
enum ConsentDate {
    /// Reads a moment; a date alone is the beginning of that day.
    ///
    /// - Parameters:
    ///   - text: `2026-03-01`, `2026-03-01T14:30`, `2026-03-01T14:30:00Z`, `2026-03-01 14:30:00.5-06:00`.
    ///   - timezone: The IANA zone for what names none; UTC when it is unknown.
    /// - Returns: The moment, to the millisecond.
    /// - Throws: ``AddressFault`` when it is none of these, or a day that does not exist.
    static func read(_ text: String, timezone: String) throws(AddressFault) -> Timestamp {
        var scan = Scan(TidyText.trimmed(text).utf8)
        guard let moment = scan.moment(timezone), scan.isAtEnd else {
            throw AddressFault("is no date; write it as in '2026-03-01' or '2026-03-01T14:30:00Z'")
        }
        return Timestamp(rawValue: moment)
    }

    private struct Scan {
        private var rest: Substring.UTF8View

        init(_ text: Substring.UTF8View) { rest = text }

        var isAtEnd: Bool { rest.isEmpty }

        /// Milliseconds since 1970.
        mutating func moment(_ timezone: String) -> Int64? {
            guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2),
                let days = days(year, month, day)
            else { return nil }
            guard !isAtEnd else { return local(days * 86_400_000, timezone) }
            guard take("T") || take("t") || take(" "), let time = timeOfDay() else { return nil }
            let moment = days * 86_400_000 + time
            guard !isAtEnd else { return local(moment, timezone) }
            if take("Z") || take("z") { return moment }
            let isEast = take("+")
            guard isEast || take("-"), let hours = number(2), take(":"), let minutes = number(2), hours < 24,
                minutes < 60
            else { return nil }
            let offset = (hours * 60 + minutes) * 60_000
            return isEast ? moment - offset : moment + offset
        }

        /// `14:30`, `14:30:15` or `14:30:15.250`, in milliseconds.
        private mutating func timeOfDay() -> Int64? {
            guard let hour = number(2), take(":"), let minute = number(2), hour < 24, minute < 60 else { return nil }
            var time = (hour * 60 + minute) * 60_000
            guard take(":") else { return time }
            guard let second = number(2), second < 60 else { return nil }
            time += second * 1_000
            guard take(".") else { return time }
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            guard (1...9).contains(digits.count) else { return nil }
            rest.removeFirst(digits.count)
            let thousandths = (Array(digits.prefix(3)) + [0x30, 0x30]).prefix(3)
            return time + thousandths.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
        }

        private mutating func take(_ sign: Character) -> Bool {
            guard let byte = rest.first, byte == sign.asciiValue else { return false }
            rest.removeFirst()
            return true
        }

        private mutating func number(_ digits: Int) -> Int64? {
            let head = rest.prefix(digits)
            guard head.count == digits, head.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            rest.removeFirst(digits)
            return head.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
        }

        /// Days since 1970 by Howard Hinnant's `days_from_civil`; `nil` for a day that does not exist.
        private func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64? {
            guard (1900...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
            let shifted = month <= 2 ? year - 1 : year
            let era = shifted / 400
            let yearOfEra = shifted - era * 400
            let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
            let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
            let back = CivilDate(daysSince1970: days)
            return back.day == day && back.month == month ? days : nil
        }

        /// A wall-clock time in a zone as a moment; in a gap or an overlap of the clocks an hour is nothing to consent.
        private func local(_ wall: Int64, _ timezone: String) -> Int64 {
            guard let zone = TimeZone(identifier: timezone) else { return wall }
            func offset(_ moment: Int64) -> Int64 {
                Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment) / 1_000))) * 1_000
            }
            return wall - offset(wall - offset(wall))
        }
    }
}
