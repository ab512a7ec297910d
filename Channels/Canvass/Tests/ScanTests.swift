import Deliveries
import Foundation
import Paper
import Pictures
import SheetReading
import Synchronization
import TestKit
import Testing

@testable import CanvassChannel

struct ScanTests {
    /// Sheets that were printed, and what a store would know of them.
    private struct Sheets {
        let printer: Printer
        let path: String
        let sheets: [String: PrintedSheet]

        /// - Parameters:
        ///   - people: How many are printed.
        ///   - geometry: The version that the store says they were printed with; `nil` for the one that they were.
        /// - Throws: What printing throws.
        init(_ people: Int, geometry: Int? = nil) async throws {
            printer = try Printer()
            let log = ReportLog()
            let envelope = Envelope(briefing: Neighbors.briefing, batch: 1, items: try Neighbors.items(people))
            await printer.canvass.deliver([envelope], report: log.take)
            path = printer.path("rent-hearing-1.pdf")
            let rows = Dictionary(grouping: log.reports.filter { $0.place != nil }) { $0.place?.sheet ?? "" }
            sheets = rows.mapValues { reports in
                let sorted = reports.sorted { ($0.place?.row ?? 0) < ($1.place?.row ?? 0) }
                let place = sorted[0].place
                return PrintedSheet(
                    id: place?.sheet ?? "",
                    call: "rent-hearing",
                    revision: place?.revision ?? "",
                    paper: place?.paper ?? "",
                    geometry: geometry ?? place?.geometry ?? 0,
                    rows: sorted.map {
                        .init(delivery: $0.delivery, top: $0.place?.top ?? 0, doorTop: $0.place?.doorTop ?? 0)
                    },
                    signUps: place?.signUps
                )
            }
        }

        func read(_ path: String) async throws -> [ScannedPage] {
            let pages = Mutex<[ScannedPage]>([])
            let sheets = sheets
            try await printer.canvass.read(path, sheet: { sheets[$0] }) { page in pages.withLock { $0.append(page) } }
            return pages.withLock { $0 }
        }
    }

    @Test func sheetsThatNobodyMarkedAreBlankAndKnown() async throws {
        let sheets = try await Sheets(30)
        let pages = try await sheets.read(sheets.path)
        #expect(pages.count == sheets.sheets.count)
        for page in pages {
            guard case .sheet(let sheet, let rows) = page.content else {
                Issue.record("not read: \(page.content)")
                continue
            }
            #expect(rows.count == sheet.rows.count)
            #expect(rows.allSatisfy { $0 == .blank })
            #expect(page.signUps.isEmpty)
        }
        #expect(sheets.sheets.values.compactMap(\.signUps).map(\.rows) == [3], "the turf ends with empty rows")
    }

    @Test func handwritingInAnEmptyRowIsCroppedAndNotRead() async throws {
        let sheets = try await Sheets(4)
        let image = sheets.printer.path("scan")
        _ = try Tool.run("pdftoppm", "-r", "150", "-gray", "-singlefile", sheets.path, image)
        var page = try #require(GreyPicture(pgm: Array(try Data(contentsOf: URL(filePath: image + ".pgm")))))
        let sheet = try #require(sheets.sheets["S1-1-1W"])
        let space = try #require(sheet.signUps)
        #expect(space.rows >= 2)
        let box = SheetGeometry.letter.signUpBoxes(top: space.top + SheetGeometry.signUpRowHeight)[3]
        for letter in 0..<3 {
            let x = box.x + 40 + Double(letter) * 8
            Self.cross(x: x, y: box.y + 5, width: 6, height: 10, &page)
        }
        let file = sheets.printer.path("scan.png")
        try Data(page.png()).write(to: URL(filePath: file))
        let pages = try await sheets.read(file)
        #expect(pages.map { $0.signUps.map(\.row) } == [[2]])
        #expect(pages.first?.signUps.first?.picture.starts(with: [0x89, 0x50, 0x4E, 0x47]) == true)
        guard case .sheet(_, let rows)? = pages.first?.content else {
            Issue.record("not read: \(pages.map(\.content))")
            return
        }
        #expect(rows.allSatisfy { $0 == .blank })
    }

    @Test(arguments: [false, true])
    func marksAreReadHoweverThePageLies(isUpsideDown: Bool) async throws {
        let sheets = try await Sheets(12)
        let image = sheets.printer.path("scan")
        _ = try Tool.run("pdftoppm", "-r", "150", "-gray", "-singlefile", sheets.path, image)
        var page = try #require(GreyPicture(pgm: Array(try Data(contentsOf: URL(filePath: image + ".pgm")))))
        let sheet = try #require(sheets.sheets["S1-1-1W"])
        let geometry = SheetGeometry.letter
        for (index, row) in sheet.rows.prefix(4).enumerated() {
            Self.cross(geometry.bubbles(top: row.top)[index], &page)
        }
        Self.cross(geometry.bubbles(top: sheet.rows[0].top)[10], &page)
        Self.cross(geometry.bubbles(top: sheet.rows[3].top)[7], &page)
        if isUpsideDown { page.pixels.reverse() }
        let file = sheets.printer.path("scan.png")
        try Data(page.png()).write(to: URL(filePath: file))
        let pages = try await sheets.read(file)
        guard pages.count == 1, case .sheet(_, let rows) = pages[0].content else {
            Issue.record("not read: \(pages.map(\.content))")
            return
        }
        let answers = rows.map { row in if case .answer(let answer, _) = row { "\(answer)" } else { "" } }
        #expect(Array(answers.prefix(4)) == ["C, did", "NH", "RF", ""])
        guard case .doubtful("several-marks", _, _, let picture) = rows[3] else {
            Issue.record("two marks: \(rows[3])")
            return
        }
        #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        #expect(rows.dropFirst(4).allSatisfy { $0 == .blank })
    }

    /// The first page at 150 dots per inch, with the first bubble of every row crossed.
    private static func marked(_ sheets: Sheets) throws -> GreyPicture {
        let image = sheets.printer.path("scan")
        _ = try Tool.run("pdftoppm", "-r", "150", "-gray", "-singlefile", sheets.path, image)
        var page = try #require(GreyPicture(pgm: Array(try Data(contentsOf: URL(filePath: image + ".pgm")))))
        let sheet = try #require(sheets.sheets["S1-1-1W"])
        for row in sheet.rows { cross(SheetGeometry.letter.bubbles(top: row.top)[0], &page) }
        return page
    }

    private static func answers(_ page: GreyPicture, _ sheets: Sheets) async throws -> [String] {
        let file = sheets.printer.path("scan.png")
        try Data(page.png()).write(to: URL(filePath: file))
        return try await sheets.read(file).flatMap { page -> [String] in
            guard case .sheet(_, let rows) = page.content else { return ["\(page.content)"] }
            return rows.map { row in if case .answer(let answer, _) = row { "\(answer)" } else { "\(row)" } }
        }
    }

    @Test(arguments: [(true, false), (false, true)])
    func aSheetWithATornCornerIsRead(isRight: Bool, isLower: Bool) async throws {
        let sheets = try await Sheets(4)
        var page = try Self.marked(sheets)
        let leg = 110 * 150 / 72
        for row in 0..<leg {
            for column in 0..<leg - row {
                let x = isRight ? page.width - 1 - column : column
                let y = isLower ? page.height - 1 - row : row
                page.pixels[y * page.width + x] = 235
            }
        }
        #expect(try await Self.answers(page, sheets) == ["C", "C", "C", "C"])
    }

    /// Known as it was printed, or printed again later by a version that has the code elsewhere.
    @Test(arguments: [1, 2])
    func aSheetPrintedWithTheCodeInItsCornerIsStillRead(geometry: Int) async throws {
        let sheets = try await Sheets(4, geometry: geometry)
        var page = try Self.marked(sheets)
        let (from, to) = (
            PaperSize.letter.geometry(version: 2).codeOrigin, PaperSize.letter.geometry(version: 1).codeOrigin
        )
        let pixels = 150.0 / 72
        let (way, side) = (Int(((to.x - from.x) * pixels).rounded()), Int(64 * pixels))
        let (left, top) = (Int((from.x - 3) * pixels), Int((from.y - 3) * pixels))
        for row in top..<top + side {
            let line = row * page.width + left
            let code = Array(page.pixels[line..<line + side])
            page.pixels.replaceSubrange(line..<line + way + side, with: repeatElement(255, count: way) + code)
        }
        #expect(try await Self.answers(page, sheets) == ["C", "C", "C", "C"])
    }

    @Test func aSheetOfAVersionToComeIsTyped() async throws {
        let sheets = try await Sheets(1, geometry: SheetGeometry.version + 1)
        guard case .unread(let reason)? = try await sheets.read(sheets.path).first?.content else {
            Issue.record("read by places that are not its own")
            return
        }
        #expect(reason.contains("cannot read"))
    }

    @Test func aBlurredSheetBesideASharpOneIsLookedFor() async throws {
        let sheets = try await Sheets(30)
        let image = sheets.printer.path("scan")
        _ = try Tool.run("pdftoppm", "-r", "150", "-gray", "-f", "1", "-l", "2", sheets.path, image)
        let names = try FileManager.default.contentsOfDirectory(atPath: sheets.printer.folder.path)
        // Codes stand in the upper part, and all of two pages takes its time.
        let pages = try names.filter { $0.hasSuffix(".pgm") }.sorted().compactMap { name in
            GreyPicture(pgm: Array(try Data(contentsOf: URL(filePath: sheets.printer.path(name)))))
        }
        let (width, height) = (pages[0].width, 300)
        var blurred = Array(pages[1].pixels.prefix(width * height))
        var both = GreyPicture(width: 0, height: 0, pixels: [])
        // Out of focus until it is not seen at the first look.
        for _ in 0..<12 {
            for step in [1, width] {
                let sharp = blurred.map(Int.init)
                for index in step..<sharp.count - step {
                    blurred[index] = UInt8((2 * sharp[index] + sharp[index - step] + sharp[index + step]) / 4)
                }
            }
            let lines = (0..<height).map { row in
                pages[0].pixels[row * width..<(row + 1) * width] + blurred[row * width..<(row + 1) * width]
            }
            both = GreyPicture(width: 2 * width, height: height, pixels: Array(lines.joined()))
            if CodeReader.codes(in: both).count == 1 { break }
        }
        try #require(CodeReader.codes(in: both).count == 1)
        #expect(SheetReader(both).codes.count == 2)
    }

    @Test func aSheetPrintedAgainWithOtherRowsIsNotReadByTheOldOnes() async throws {
        let old = try await Sheets(12)
        let new = try await Sheets(11)
        guard case .unread(let reason) = try await new.read(old.path)[0].content else {
            Issue.record("read by the wrong rows")
            return
        }
        #expect(reason.contains("printed again"))
    }

    @Test func aSheetOfAnotherDatabaseIsNamed() async throws {
        let sheets = try await Sheets(3)
        let pages = Mutex<[ScannedPage]>([])
        try await sheets.printer.canvass.read(sheets.path, sheet: { _ in nil }) { page in
            pages.withLock { $0.append(page) }
        }
        guard case .unread(let reason)? = pages.withLock({ $0.first })?.content else {
            Issue.record("read")
            return
        }
        #expect(reason.contains("S1-1-1W is not known"))
    }

    @Test(arguments: [
        Array("hello".utf8), [], Array("%PDF-1.7 broken".utf8), [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A],
        Array("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>".utf8),
    ])
    func whatIsNoPictureIsRefusedWithASentence(bytes: [UInt8]) async throws {
        let sheets = try await Sheets(1)
        let file = sheets.printer.path("scan")
        try Data(bytes).write(to: URL(filePath: file))
        await #expect(throws: PictureError.self) { _ = try await sheets.read(file) }
    }

    @Test func aThousandMillionPixelsAreRefusedBeforeTheyAreDecoded() async throws {
        let sheets = try await Sheets(1)
        // A PNG's head alone says how large it is: 40,000 by 40,000.
        var head: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
        head += [0, 0, 0x9C, 0x40, 0, 0, 0x9C, 0x40, 8, 0, 0, 0, 0, 0xD4, 0x57, 0x41, 0x2B]
        let file = sheets.printer.path("scan.png")
        try Data(head).write(to: URL(filePath: file))
        await #expect(throws: PictureError.self) { _ = try await sheets.read(file) }
    }

    private static func cross(_ bubble: Bubble, _ page: inout GreyPicture) {
        cross(x: bubble.x, y: bubble.y, width: bubble.width, height: bubble.height, &page)
    }

    private static func cross(
        x left: Double,
        y top: Double,
        width: Double,
        height: Double,
        _ page: inout GreyPicture
    ) {
        let scale = 150.0 / 72
        for step in 0...200 {
            let share = Double(step) / 200
            for x in [left + share * width, left + (1 - share) * width] {
                let (column, row) = (Int(x * scale), Int((top + share * height) * scale))
                for index in [row * page.width + column, row * page.width + column + 1] { page.pixels[index] = 60 }
            }
        }
    }
}
