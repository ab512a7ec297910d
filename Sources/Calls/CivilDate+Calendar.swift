extension CivilDate {
    /// A day by its numbers.
    ///
    /// - Returns: `nil` when the calendar has no such day.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        let date = CivilDate(daysSince1970: Self.days(year: Int64(year), month: Int64(month), day: Int64(day)))
        guard date.month == month, date.day == day else { return nil }
        self = date
    }

    /// Days from 1970-01-01 to this one.
    package var daysSince1970: Int64 { Self.days(year: year, month: month, day: day) }

    /// 0 is Sunday.
    package var weekday: Int { Int((daysSince1970 % 7 + 11) % 7) }

    /// Howard Hinnant's `days_from_civil`.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = year.floorDivided(by: 400)
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}
