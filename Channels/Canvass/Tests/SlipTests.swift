import Deliveries
import Paper
import TestKit
import Testing

@testable import CanvassChannel

struct SlipTests {
    private static func lines(_ count: Int, sheet: String = "S1-1-1W") -> [ChangeSlip.Line] {
        (1...count).map { number in
            let reasons = SheetLine.News.allCases
            let code = RowCode.encode(DeliveryNumber(rawValue: Int64(number)))
            return .init(sheet: sheet, code: code, place: number, reason: reasons[number % reasons.count])
        }
    }

    @Test func aSlipSaysWhichRowsWhyAndWhen() async throws {
        let printer = try Printer()
        let slips = [
            ChangeSlip(holder: "Ada Canvasser", lines: Self.lines(SheetLine.News.allCases.count)),
            ChangeSlip(holder: "", lines: Self.lines(1, sheet: "S1-1-2T")),
        ]
        let path = printer.path("slips.pdf")
        try await printer.canvass.printSlips(slips, for: Samples.organization, to: path, now: Printer.moment)
        let printed = Printed(printer: printer, path: path)
        try printed.check()
        #expect(try printed.pageCount == 1, "both fit on one page, to be cut apart")
        let text = try printed.text
        let expected = [
            "for Ada Canvasser", "for whoever has these sheets", "S1-1-1W", "S1-1-2T", "000-33", "row 3 from the top",
            "2026-11-30 21:30", "Did it already", "Asked to be forgotten", "Does not want to be visited",
            "Moved away", "Wrong address", "Deceased: do not go",
        ]
        for words in expected { #expect(text.contains(words), "\(words)") }
    }

    @Test func manyRowsGoOnUponTheNextPage() async throws {
        let printer = try Printer()
        let path = printer.path("slips.pdf")
        let slip = ChangeSlip(holder: "Ada", lines: Self.lines(100))
        try await printer.canvass.printSlips([slip], for: Samples.organization, to: path, now: Printer.moment)
        let printed = Printed(printer: printer, path: path)
        #expect(try printed.pageCount == 3)
        #expect(try await printer.marksReceived().count == 100)
        #expect(try printed.text.contains("(continued)"))
    }
}
