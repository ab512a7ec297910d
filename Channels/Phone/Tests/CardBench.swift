import Calls
import Deliveries
import Foundation
import Paper
import People
import Synchronization
import TestKit

@testable import PhoneChannel

/// A driver with a folder of its own, which is taken away with it.
final class CardBench: DriverHarness {
    let folder: URL
    let phone: PhoneDriver

    var driver: any ChannelDriver { phone }

    /// 2026-12-01T03:30:00Z, which is still November 30 in Chicago.
    static let moment = Timestamp(rawValue: 1_796_095_800_000)

    static let tree = ["form": "tree", "call_back": "(212) 555-0199"]

    init(
        _ values: [String: String] = [:],
        clock: @escaping @Sendable () -> Timestamp = { moment }
    ) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "phone-\(UUID().uuidString)")
        let values = values.merging(["output": folder.path]) { own, _ in own }
        let settings = ChannelSettings(channel: PhoneDriver.id, values: values, organization: Samples.organization)
        phone = try PhoneDriver(settings: settings, clock: clock)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var fileNames: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
    }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    /// The row codes on all cards.
    func marksReceived() async throws -> [String] {
        try fileNames.flatMap { name in
            // In a tree a code stands a second time, for whoever stands in.
            let codes = try Self.text(of: path(name)).matches(of: /\b[0-9A-Z]{3}-[0-9A-Z]{2}\b/)
            return Set(codes.map { String($0.output) }).sorted()
        }
    }

    static func tool(_ name: String, _ arguments: String...) throws -> String {
        try Tool.run("/usr/bin/env", [name] + arguments)
    }

    static func text(of path: String) throws -> String { try CardBench.tool("pdftotext", "-layout", path, "-") }

    /// Prints one batch.
    func print(_ items: [Item], _ call: Call = Callees.call) async throws -> PrintedCards {
        let log = ReportLog()
        let briefing = Briefing(number: 1, call: call, organization: Samples.organization)
        await phone.deliver([Envelope(briefing: briefing, batch: 1, items: items)], report: log.take)
        return PrintedCards(bench: self, path: path("\(call.slug)-1.pdf"), log: log)
    }

    func forecast(_ items: [Item], _ call: Call = Callees.call) throws -> Forecast {
        var forecaster = try phone.forecast(Briefing(number: 0, call: call, organization: Samples.organization))
        let people = items.map(\.person).enumerated().sorted { left, right in
            let (first, second) = (left.element.door?.walkKey ?? "", right.element.door?.walkKey ?? "")
            if first == second { return left.offset < right.offset }
            return first.utf8.lexicographicallyPrecedes(second.utf8)
        }
        for (_, person) in people { forecaster.add(person, isFirst: true) }
        return forecaster.forecast()
    }
}

/// A PDF of cards, and what a store would know of it; it keeps its folder alive.
struct PrintedCards {
    let bench: CardBench
    let path: String
    let log: ReportLog

    var text: String {
        get throws { try CardBench.text(of: path) }
    }

    /// The text of each page.
    var pages: [String] {
        get throws { try text.split(separator: "\u{C}", omittingEmptySubsequences: true).map(String.init) }
    }

    var sheets: [String: PrintedSheet] {
        let placed = log.reports.compactMap { report in report.place.map { (report.delivery, $0) } }
        return Dictionary(grouping: placed) { $0.1.sheet }.compactMapValues { rows in
            guard let first = rows.first?.1 else { return nil }
            return PrintedSheet(
                id: first.sheet,
                call: "rent-hearing",
                revision: first.revision,
                paper: first.paper,
                geometry: first.geometry,
                rows: rows.sorted { $0.1.row < $1.1.row }.map {
                    .init(delivery: $0.0, top: $0.1.top, doorTop: $0.1.doorTop)
                }
            )
        }
    }

    func read(_ path: String) async throws -> [ScannedPage] {
        let pages = Mutex<[ScannedPage]>([])
        let sheets = sheets
        try await bench.phone.read(path, sheet: { sheets[$0] }) { page in pages.withLock { $0.append(page) } }
        return pages.withLock { $0 }
    }
}

extension Forecast {
    func number(_ name: String) -> Int? {
        guard case .number(let number)? = figures.first(where: { $0.name == name })?.value else { return nil }
        return number
    }
}

/// Fictional people with fictional numbers.
enum Callees {
    static let call = call()

    static func call(_ options: [(String, String)] = [], words: String = "Hi, is {{first_name}} there? Rents!") -> Call
    {
        Call(
            slug: "rent-hearing",
            title: "Fill the room for rent stabilization",
            action: Action(kind: .attend, ask: "Come to the hearing", place: "City Hall, room 2"),
            words: Words(source: words),
            options: options.isEmpty
                ? [:]
                : [
                    PhoneDriver.id: options.enumerated().map { index, option in
                        ChannelOption(key: option.0, value: option.1, line: index + 4)
                    }
                ]
        )
    }

    /// Every seventh shares the number of the one before.
    static func items(_ count: Int) throws -> [Item] {
        var line = 0
        return try (1...count).map { number in
            if number % 7 != 0 { line += 1 }
            let person = Person(
                id: PersonID(rawValue: "\(number)"),
                givenName: "Ada\(number)",
                familyName: "Sample",
                phone: PhoneNumber(stored: "+1212555\(String(1_000 + line).suffix(4))", line: .fixed),
                door: number % 3 == 0 ? try Door(street: "\(count - number + 1) Elm St", locality: "Springfield") : nil,
                language: number % 9 == 0 ? "es" : ""
            )
            let delivery = DeliveryNumber(rawValue: Int64(number))
            return Item(delivery: delivery, key: "k\(number)", attempt: 1, person: person, isFirst: true)
        }
    }
}
