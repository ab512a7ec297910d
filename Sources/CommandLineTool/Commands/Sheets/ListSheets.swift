import App
import ArgumentParser
import Calls
import Deliveries
import Foundation
import Reviews

/// `clarion sheets list`.
struct ListSheets: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show the printed sheets: where each is, and how much of it is entered."
    )

    @OptionGroup var place: Place
    @OptionGroup var output: FormatOption
    @Option(name: .long, help: "Only this call's.") var call: String?
    @Flag(name: .long, help: "Only those that somebody has, or that are lost.") var out = false

    func run() async throws {
        try await reporting {
            let sheets = try await place.store().sheets(of: call, isOut: out)
            let zone = TimeZone(identifier: try place.settings().0.organization.timezone) ?? .gmt
            let now = Timestamp.now
            var listing = Listing(
                output.format,
                columns: [
                    .init(name: "sheet", width: 14), .init(name: "call", width: 20), .init(name: "where", width: 9),
                    .init(name: "who", width: 20), .init(name: "due", width: 10), .init(name: "entered", width: 8),
                    .init(name: "to look at", width: 0),
                ]
            )
            for sheet in sheets {
                let isLate = sheet.custody?.due.map { $0 <= now } ?? false
                let due = sheet.custody?.due.map { CivilDay.text(lastDayBefore: $0, in: zone) } ?? ""
                listing.row(
                    [
                        sheet.id, sheet.call, sheet.custody?.event.rawValue ?? "printed", sheet.custody?.holder ?? "",
                        due, "\(sheet.answered)/\(sheet.rows)",
                        [sheet.doubtful > 0 ? "\(sheet.doubtful) rows" : "", isLate ? "overdue" : ""]
                            .filter { !$0.isEmpty }.joined(separator: ", "),
                    ],
                    json: sheet.json(isLate: isLate)
                )
            }
            listing.end(nothing: out ? "No sheet is out." : "No sheet was printed.")
        }
    }
}

/// Days as people write them, in the organization's zone.
enum CivilDay {
    /// The end of a day: the first moment of the next.
    ///
    /// - Parameters:
    ///   - text: `2026-12-01`.
    ///   - zone: Where that day is.
    /// - Returns: `nil` when it is no day.
    static func end(_ text: String, in zone: TimeZone) -> Timestamp? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
            text.utf8.count == 10, text.utf8.allSatisfy({ $0 == 0x2D || (0x30...0x39).contains($0) })
        else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let components = DateComponents(year: year, month: month, day: day)
        guard let start = calendar.date(from: components),
            calendar.dateComponents([.year, .month, .day], from: start) == components,
            let end = calendar.date(byAdding: .day, value: 1, to: start)
        else { return nil }
        return Timestamp(rawValue: Int64(end.timeIntervalSince1970) * 1_000)
    }

    /// The day that ends at a moment.
    static func text(lastDayBefore end: Timestamp, in zone: TimeZone) -> String {
        let date = Date(timeIntervalSince1970: Double(end.rawValue) / 1_000 - 1)
        let offset = Int64(zone.secondsFromGMT(for: date))
        return CivilDate(daysSince1970: (end.rawValue / 1_000 - 1 + offset).floorDivided(by: 86_400)).description
    }
}
