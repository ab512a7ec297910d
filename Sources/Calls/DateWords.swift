/// Days and times in words, for people.
enum DateWords {
    /// A time in its long form: "Friday, December 4, 2026 at 6:30 PM", "viernes, 4 de diciembre de 2026, 18:30".
    ///
    /// - Parameters:
    ///   - time: What calendars and clocks show; without a clock only the day is named.
    ///   - language: A BCP 47 tag; Spanish is spoken, everything else is told in English.
    /// - Returns: The words.
    static func long(_ time: LocalTime, language: String) -> String {
        let isSpanish = language.lowercased() == "es" || language.lowercased().hasPrefix("es-")
        return isSpanish ? spanish(time) : english(time)
    }

    private static func english(_ time: LocalTime) -> String {
        let date = time.date
        let day = "\(englishDays[date.weekday]), \(englishMonths[Int(date.month) - 1]) \(date.day), \(date.year)"
        guard let clock = time.clock else { return day }
        let hour = clock.hour % 12 == 0 ? 12 : clock.hour % 12
        return "\(day) at \(hour):\(twoDigits(clock.minute)) \(clock.hour < 12 ? "AM" : "PM")"
    }

    private static func spanish(_ time: LocalTime) -> String {
        let date = time.date
        let day = "\(spanishDays[date.weekday]), \(date.day) de \(spanishMonths[Int(date.month) - 1]) de \(date.year)"
        guard let clock = time.clock else { return day }
        return "\(day), \(twoDigits(clock.hour)):\(twoDigits(clock.minute))"
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static let englishDays = [
        "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    ]
    private static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let spanishDays = ["domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"]
    private static let spanishMonths = [
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
        "diciembre",
    ]
}
