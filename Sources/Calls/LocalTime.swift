/// A day and perhaps a time, as it stands on calendars and clocks.
struct LocalTime: Equatable, Sendable {
    /// A time of day.
    struct Clock: Equatable, Sendable {
        /// 0 to 23.
        let hour: Int
        /// 0 to 59.
        let minute: Int
        /// 0 to 59.
        let second: Int

        var seconds: Int { hour * 3_600 + minute * 60 + second }
    }

    let date: CivilDate
    /// `nil` for a day without a time.
    let clock: Clock?

    /// Seconds from 1970-01-01T00:00 as if the zone were UTC.
    var secondsAsIfUTC: Int64 { date.daysSince1970 * 86_400 + Int64(clock?.seconds ?? 0) }

    init(date: CivilDate, clock: Clock?) {
        self.date = date
        self.clock = clock
    }

    /// What calendars and clocks show so many seconds after 1970-01-01T00:00 of the same zone.
    init(secondsAsIfUTC seconds: Int64, hasClock: Bool) {
        let days = seconds.floorDivided(by: 86_400)
        let rest = Int(seconds - days * 86_400)
        date = CivilDate(daysSince1970: days)
        clock = hasClock ? Clock(hour: rest / 3_600, minute: rest / 60 % 60, second: rest % 60) : nil
    }
}

/// A time as it was written, perhaps with an offset from UTC.
struct WrittenTime: Equatable {
    let local: LocalTime
    /// Seconds east of UTC; `nil` when the organization's zone is meant.
    let offset: Int?

    /// Why a text is no time.
    enum Failure: Error, Equatable {
        /// It does not look like one.
        case form
        /// It looks like one, but the calendar or the clock has no such.
        case value
    }

    /// Reads `2026-12-04`, `2026-12-04T18:30`, both with seconds, a space for the `T`, and `Z` or `-06:00` behind.
    init(_ text: String) throws(Failure) {
        var digits = Digits(text)
        let year = try digits.number(4)
        try digits.sign("-")
        let month = try digits.number(2)
        try digits.sign("-")
        let day = try digits.number(2)
        var clock: LocalTime.Clock?
        var offset: Int?
        if !digits.isAtEnd {
            guard digits.take("T") || digits.take("t") || digits.take(" ") else { throw .form }
            let hour = try digits.number(2)
            try digits.sign(":")
            let minute = try digits.number(2)
            let second = digits.take(":") ? try digits.number(2) : 0
            guard hour < 24, minute < 60, second < 60 else { throw .value }
            clock = LocalTime.Clock(hour: hour, minute: minute, second: second)
            offset = try digits.offset()
        }
        guard digits.isAtEnd else { throw .form }
        guard let date = CivilDate(year: year, month: month, day: day), (1970...2_999).contains(year) else {
            throw .value
        }
        local = LocalTime(date: date, clock: clock)
        self.offset = offset
    }

    /// Reads a text sign by sign.
    private struct Digits {
        private var rest: Substring.UTF8View

        init(_ text: String) { rest = text[...].utf8 }

        var isAtEnd: Bool { rest.isEmpty }

        mutating func take(_ sign: Unicode.Scalar) -> Bool {
            guard let first = rest.first, UInt32(first) == sign.value else { return false }
            rest.removeFirst()
            return true
        }

        mutating func sign(_ sign: Unicode.Scalar) throws(Failure) {
            guard take(sign) else { throw .form }
        }

        mutating func number(_ width: Int) throws(Failure) -> Int {
            let digits = rest.prefix(width)
            guard digits.count == width, digits.allSatisfy(isASCIIDigit) else { throw .form }
            rest.removeFirst(width)
            return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        }

        mutating func offset() throws(Failure) -> Int? {
            if isAtEnd { return nil }
            if take("Z") || take("z") { return 0 }
            let isEast = take("+")
            if !isEast { try sign("-") }
            let hours = try number(2)
            _ = take(":")
            let minutes = try number(2)
            guard hours <= 14, minutes < 60 else { throw .value }
            return (isEast ? 1 : -1) * (hours * 3_600 + minutes * 60)
        }
    }
}
