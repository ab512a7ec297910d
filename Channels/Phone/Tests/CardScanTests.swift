import Deliveries
import Foundation
import Paper
import Pictures
import SheetReading
import TestKit
import Testing

@testable import PhoneChannel

/// A card comes back: printed, filled in by hand, scanned.
struct CardScanTests {
    @Test(arguments: [[:], CardBench.tree])
    func marksOnACardAreRead(settings: [String: String]) async throws {
        let printed = try await CardBench(settings).print(Callees.items(12))
        let blank = try await printed.read(printed.path)
        let sheets = blank.compactMap { page -> (PrintedSheet, [ScannedRow])? in
            guard case .sheet(let sheet, let rows) = page.content else { return nil }
            return (sheet, rows)
        }
        #expect(sheets.count == printed.sheets.count, "\(blank.map(\.content))")
        #expect(sheets.allSatisfy { $0.1.allSatisfy { $0 == .blank } })
        #expect(blank.count - sheets.count == (settings.isEmpty ? 0 : 1), "the overview has nothing to read")

        let (sheet, _) = try #require(sheets.first { $0.0.rows.count >= 3 })
        let page = try #require(blank.firstIndex { if case .sheet(sheet, _) = $0.content { true } else { false } })
        let geometry = SheetGeometry.letter
        var picture = try Self.picture(ofPage: page + 1, of: printed)
        Self.cross(geometry.bubbles(top: sheet.rows[0].top)[0], &picture)
        Self.cross(geometry.bubbles(top: sheet.rows[0].top)[10], &picture)
        Self.cross(geometry.doorBubbles(top: sheet.rows[1].doorTop)[0], &picture)
        Self.cross(geometry.bubbles(top: sheet.rows[2].top)[7], &picture)
        let file = printed.bench.path("scan.png")
        try Data(picture.png()).write(to: URL(filePath: file))
        guard case .sheet(_, let rows)? = try await printed.read(file).first?.content else {
            Issue.record("not read")
            return
        }
        let answers = rows.map { row in if case .answer(let answer, _) = row { "\(answer)" } else { "" } }
        #expect(answers == ["C, did", "NH", "WA"] + Array(repeating: "", count: rows.count - 3))
        #expect(rows.dropFirst(3).allSatisfy { $0 == .blank })
    }

    private static func picture(ofPage page: Int, of printed: PrintedCards) throws -> GreyPicture {
        let image = printed.bench.path("scan")
        let number = "\(page)"
        _ = try CardBench.tool(
            "pdftoppm",
            "-r",
            "150",
            "-gray",
            "-f",
            number,
            "-l",
            number,
            "-singlefile",
            printed.path,
            image
        )
        return try #require(GreyPicture(pgm: Array(try Data(contentsOf: URL(filePath: image + ".pgm")))))
    }

    private static func cross(_ bubble: Bubble, _ page: inout GreyPicture) {
        let scale = 150.0 / 72
        for step in 0...200 {
            let share = Double(step) / 200
            for x in [bubble.x + share * bubble.width, bubble.x + (1 - share) * bubble.width] {
                let (column, row) = (Int(x * scale), Int((bubble.y + share * bubble.height) * scale))
                for index in [row * page.width + column, row * page.width + column + 1] { page.pixels[index] = 60 }
            }
        }
    }
}
