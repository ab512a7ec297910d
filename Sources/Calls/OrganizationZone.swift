import Foundation

/// The zone in which an organization reads and writes times.
struct OrganizationZone: Sendable {
    private let zone: TimeZone

    /// A moment, and how calendars and clocks of the zone show it.
    struct Reading: Equatable, Sendable {
        let moment: Timestamp
        let local: LocalTime
    }

    /// Finds a zone.
    ///
    /// - Parameter identifier: An IANA name such as `America/Chicago`; there is no zone of another name.
    init?(_ identifier: String) {
        guard let zone = TimeZone(identifier: identifier) else { return nil }
        self.zone = zone
    }

    /// Reads the moment that a key of a header names, and names what is wrong with it.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - reader: The map in which it stands.
    ///   - atEndOfDay: Whether a day without a time means its end, the first moment of the next, rather than its beginning.
    ///   - faults: What is added to.
    /// - Returns: `nil` when the key is absent or wrong.
    func moment(
        _ key: String,
        of reader: HeaderReader,
        atEndOfDay: Bool = false,
        faults: inout FaultList
    ) -> Located<Reading>? {
        guard let written = reader.text(key, faults: &faults) else { return nil }
        let (name, text) = (reader.name(key), written.value)
        do {
            let reading = try reading(WrittenTime(text), atEndOfDay: atEndOfDay)
            if reading == nil {
                faults.add(.skippedTime(name, written: text, zone: zone.identifier), line: written.line)
            }
            return reading.map { Located(value: $0, line: written.line) }
        } catch {
            let problem: MessageFileError.Problem =
                switch error {
                case .form: .notADate(name, written: text)
                case .value: .noSuchDate(name, written: text)
                }
            faults.add(problem, line: written.line)
            return nil
        }
    }

    /// The moment that a written time means.
    ///
    /// - Returns: `nil` when clocks of the zone skip it.
    private func reading(_ written: WrittenTime, atEndOfDay: Bool) -> Reading? {
        if let east = written.offset {
            let seconds = written.local.secondsAsIfUTC - Int64(east)
            let shown = seconds + offset(at: seconds)
            return Reading(
                moment: Timestamp(rawValue: seconds * 1_000),
                local: LocalTime(secondsAsIfUTC: shown, hasClock: true)
            )
        }
        let isDay = written.local.clock == nil
        let wanted = written.local.secondsAsIfUTC + (isDay && atEndOfDay ? 86_400 : 0)
        // Some zones change their clocks at midnight: a day begins when its first hour does.
        let seconds = utc(of: wanted) ?? (isDay ? utc(of: wanted + 3_600) : nil)
        return seconds.map { Reading(moment: Timestamp(rawValue: $0 * 1_000), local: written.local) }
    }

    /// Seconds since 1970 in UTC when clocks of the zone show a time, the first of them where they show it twice.
    ///
    /// - Returns: `nil` when they skip it.
    private func utc(of local: Int64) -> Int64? {
        let candidates = [local - offset(at: local - 86_400), local - offset(at: local + 86_400)]
        return candidates.filter { $0 + offset(at: $0) == local }.min()
    }

    /// Seconds east of UTC at a moment.
    private func offset(at seconds: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
    }
}
