import Calls
import Deliveries
import Drawing
import Foundation
import Paper
import People
import Synchronization
import TestKit
import Testing

@testable import CanvassChannel

/// The page that goes out on top of a turf's sheets.
struct CoverTests {
    private static let turf = Turf(id: TurfID(call: 1, number: 3), walker: "Grace Sample")

    /// Doors of three streets, with or without their places.
    private static func items(_ count: Int, isMapped: Bool) throws -> [Item] {
        try (0..<count).map { index in
            let (street, number) = (index % 3, index / 3 * 2 + 1)
            let door = try Door(
                street: "\(number) \(["Ash St", "Birch Ln", "Cedar Ct"][street])",
                locality: "Springfield",
                latitude: isMapped ? 39.8 + 0.0002 * Double(number) : nil,
                longitude: isMapped ? -89.6 + 0.001 * Double(street) : nil
            )
            return Neighbors.item(index + 1, "Ada", "Sample \(index)", at: door)
        }
    }

    /// Prints a turf.
    private static func print(
        _ items: [Item],
        turf: Turf = turf,
        _ values: [String: String] = [:]
    ) async throws -> (printed: Printed, reports: [Report]) {
        let printer = try Printer(values)
        let log = ReportLog()
        let envelope = Envelope(briefing: Neighbors.briefing, batch: 3, turf: turf, items: items)
        await printer.canvass.deliver([envelope], report: log.take)
        return (Printed(printer: printer, path: printer.path("rent-hearing-3.pdf")), log.reports)
    }

    @Test(arguments: ["letter", "a4"], [true, false])
    func theCoverSaysWhoWalksWhere(paper: String, isMapped: Bool) async throws {
        let (printed, reports) = try await Self.print(try Self.items(40, isMapped: isMapped), ["paper": paper])
        try printed.check()
        let pages = try printed.text.split(separator: "\u{C}").map(String.init)
        let cover = try #require(pages.first)
        for words in [
            "Turf T1-3", "Grace Sample", "40 doors, 40 people", "Come to the hearing", "Ash St — odd side", "Birch Ln",
            "Cedar Ct", "1–27", "14 doors", "do not contact again", "Doors knocked", "Wants to",
            "WHAT TO SAY",
        ] {
            #expect(cover.contains(words), "\(words)")
        }
        #expect(cover.contains("START") == isMapped)
        #expect(!cover.contains("Ada Sample"), "nobody who is visited stands on it")
        #expect(pages[1].contains("Turf T1-3") && pages[1].contains("Page 1 of \(pages.count - 1)"))
        #expect(pages[1].contains("Walked by") && pages[1].contains("Grace Sample"))
        // The sheets are numbered as if there were no cover.
        let sheets = Set(reports.compactMap { $0.place?.sheet })
        #expect(sheets == Set((1..<pages.count).map { "\(SheetID(call: 1, batch: 3, page: $0))" }))
    }

    @Test func aTurfIsNotCutAgainHoweverManyDoorsItHas() async throws {
        let (printed, _) = try await Self.print(try Self.items(60, isMapped: true), ["doors_per_turf": "10"])
        let text = try printed.text
        #expect(!text.contains("Turf 2"))
        #expect(text.contains("60 doors"))
        let nobody = try await Self.print(try Self.items(4, isMapped: true), turf: Turf(id: Self.turf.id))
        #expect(!(try nobody.printed.text).contains("Grace"))
    }

    @Test func aScanOfTheCoverIsNoFaultAndEntersNothing() async throws {
        let (printed, _) = try await Self.print(try Self.items(20, isMapped: true))
        let pages = Mutex<[ScannedPage]>([])
        try await printed.printer.canvass.read(printed.path, sheet: { _ in nil }) { page in
            pages.withLock { $0.append(page) }
        }
        guard case .companion(let words)? = pages.withLock({ $0.first })?.content else {
            Issue.record("the cover is not known: \(pages.withLock { $0.first.map { "\($0.content)" } ?? "" })")
            return
        }
        #expect(words.contains("T1-3"))
        #expect(try printed.readCode(page: 1, dotsPerInch: 100, isGrey: false) == "CLARION:T:T1-3")
    }

    @Test func theSketchIsTrueToScaleAndStaysInItsBox() throws {
        let items = try Self.items(30, isMapped: true)
        let stops = WalkList(items).walk.stops
        let box = Rectangle(x: 10, y: 20, width: 300, height: 200)
        let sketch = try #require(MapSketch(stops, in: box, margin: 20))
        #expect(sketch.points.map(\.stop) == Array(stops.indices))
        for point in sketch.points {
            #expect(point.x >= 30 - 0.01 && point.x <= 290.01 && point.y >= 40 - 0.01 && point.y <= 200.01)
        }
        // 18 houses, 22.2 m apart in latitude: 400 m from the first to the last of a street.
        let ys = sketch.points.map(\.y)
        let metres = ((ys.max() ?? 0) - (ys.min() ?? 0)) / 400.3
        let barMetres = try #require(Double(sketch.bar.name.prefix { $0 != " " }))
        #expect(abs(sketch.bar.length / barMetres - metres) < 0.02 * metres)
        #expect(sketch.bar.length <= box.width / 4)
        let north = try #require(
            stops.indices.max { (stops[$0].place?.latitude ?? 0) < (stops[$1].place?.latitude ?? 0) }
        )
        #expect(sketch.points[north].y == ys.min(), "north is up")
    }

    @Test func withoutPlacesThereIsNoSketch() throws {
        let box = Rectangle(x: 0, y: 0, width: 300, height: 200)
        #expect(MapSketch(WalkList(try Self.items(9, isMapped: false)).walk.stops, in: box, margin: 9) == nil)
        #expect(MapSketch([], in: box, margin: 9) == nil)
        let single = try #require(MapSketch(WalkList(try Self.items(1, isMapped: true)).walk.stops, in: box, margin: 9))
        #expect(single.points.first.map { [$0.x, $0.y] } == [150, 100])
    }

    @Test(arguments: ["T1-3", "t1-3", "T01-003"])
    func aTurfsNameIsReadAsPeopleTypeIt(text: String) {
        #expect(TurfID(text) == TurfID(call: 1, number: 3))
    }

    @Test(arguments: [
        "", "T", "1-3", "T1", "T1-", "T1-3-1", "T0-1", "T1-0", "T-1-2", "T1-+3", "T1-99999999999999999999",
    ])
    func whatIsNoTurfsNameIsNone(text: String) { #expect(TurfID(text) == nil) }
}
