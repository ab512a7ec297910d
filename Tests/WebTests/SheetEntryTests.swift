import Accounts
import Calls
import Deliveries
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Paper
import People
import Reviews
import TestKit
import Testing

@testable import Web

/// Typing sheets in the office, and deciding the rows that a machine does not.
@Suite(.timeLimit(.minutes(2)))
struct SheetEntryTests {
    private static let sheet = SheetPageTests.name
    private static let page = "/sheets/\(sheet)"

    private static func run(_ test: @Sendable @escaping (OfficeBench) async throws -> Void) async throws {
        try await OfficeBench.run(.entry) { office in
            _ = try await SheetPageTests.print(sheet, office.site)
            try await test(office)
        }
    }

    private func code(_ number: Int64) -> String { RowCode.encode(DeliveryNumber(rawValue: number)) }

    private func answers(_ office: OfficeBench) async throws -> [String] {
        try await office.site.store.lines(of: Self.sheet).map { $0.answer?.description ?? "" }
    }

    /// As somebody may type it in haste.
    private func name(_ number: Int) throws -> String { try (Samples.record(number).familyName ?? "").lowercased() }

    @Test func aSheetIsFoundByItsNameAndInTheList() async throws {
        try await Self.run { office in
            let list = try await office.get("/sheets").text
            #expect(list.contains("href=\"/organize\(Self.page)\"") && list.contains("0 of 3 rows"))
            let typed = try await office.post("/sheets", ["sheet": Self.sheet.lowercased()])
            #expect(typed.headers[.location] == "/organize\(Self.page)")
            for wrong in ["S1-1-99", "", "<b>"] {
                let response = try await office.post("/sheets", ["sheet": wrong])
                #expect(response.status == .badRequest && response.text.contains("role=\"alert\""), "\(wrong)")
                #expect(!response.text.contains("<b>"))
            }
            #expect(try await office.get("/sheets/nothing").status == .notFound)
        }
    }

    @Test func theRowOrTheNameComesFirstAndThenTheResult() async throws {
        try await Self.run { office in
            let first = try await office.post(Self.page, ["line": "\(code(1)) C did"])
            #expect(first.status == .ok && first.text.contains("C, did: 1 row."))
            let second = try await office.post(Self.page, ["line": "\(try name(2)) nh"])
            #expect(second.text.contains("NH: 1 row."))
            #expect(try await answers(office) == ["C, did", "NH", ""])
            #expect(second.text.contains("2 of 3 rows have an answer"))
            let again = try await office.post(Self.page, ["line": "\(code(2)) NH"])
            #expect(again.text.contains("1 had it already"))
            let lines = try await office.site.store.lines(of: Self.sheet)
            #expect(lines.count == 3)
            #expect(try await office.site.store.status(of: "hearing", now: SiteBench.visit)?.done == 1)
        }
    }

    @Test func theResultComesFirstAndThenManyRowsAndOneUndoTakesThemBack() async throws {
        try await Self.run { office in
            _ = try await office.post(Self.page, ["line": "RF \(code(1)), \(code(3))"])
            #expect(try await answers(office) == ["RF", "", "RF"])
            let undone = try await office.post(Self.page, ["do": "undo"])
            #expect(undone.headers[.location] == "/organize\(Self.page)?undone=2")
            #expect(try await office.get("\(Self.page)?undone=2").text.contains("Taken back: 2 rows."))
            #expect(try await answers(office) == ["", "", ""])
            _ = try await office.post(Self.page, ["do": "ticked", "result": "C", "row-1": "yes", "row-2": "yes"])
            #expect(try await answers(office) == ["C", "C", ""])
            _ = try await office.post(Self.page, ["line": "undo"])
            #expect(try await answers(office) == ["", "", ""])
            #expect(try await office.post(Self.page, ["line": "undo"]).status == .badRequest)
        }
    }

    @Test func nobodyIsHomeAtTheRestInOneStroke() async throws {
        try await Self.run { office in
            _ = try await office.post(Self.page, ["line": "\(code(2)) C"])
            #expect(try await office.get(Self.page).text.contains("Not home at the 2 rows without an answer"))
            _ = try await office.post(Self.page, ["do": "rest"])
            #expect(try await answers(office) == ["NH", "C", "NH"])
            #expect(!(try await office.get(Self.page).text.contains("without an answer")))
            #expect(!(try await office.get("/sheets").text.contains(Self.sheet)), "it is entered")
        }
    }

    @Test func whatAColleagueTypedIsNotTakenBack() async throws {
        try await Self.run { office in
            let row = DeliveryNumber(rawValue: 1)
            let answer = RowAnswer(result: .canvassed)
            _ = try await office.site.store.enter(answer, for: row, by: "office: somebody", now: SiteBench.visit)
            #expect(try await office.post(Self.page, ["do": "undo"]).status == .badRequest)
            #expect(try await answers(office) == ["C", "", ""])
        }
    }

    @Test func deceasedIsAskedTwice() async throws {
        try await Self.run { office in
            let asked = try await office.post(Self.page, ["line": "\(code(1)) DEC"])
            #expect(asked.text.contains("name=\"sure\"") && asked.text.contains("value=\"DEC \(code(1))\""))
            #expect(try await answers(office) == ["", "", ""])
            _ = try await office.post(Self.page, ["line": "DEC \(code(1))", "sure": "yes"])
            #expect(try await answers(office) == ["DEC", "", ""])
        }
    }

    @Test(arguments: [
        ["line": "04K-78 C"], ["line": "C"], ["line": "nobody C"], ["line": "rest DNC"], ["line": "NH did \(1)"],
        ["line": "C NH x"], ["line": "NH -"], ["do": "ticked", "row-1": "yes"], ["do": "ticked", "result": "C"],
        ["do": "ticked", "result": "NH", "action": "did", "row-1": "yes"], ["line": "\u{0}"],
    ])
    func whatCannotBeTakenIsSaidAndChangesNothing(form: [String: String]) async throws {
        try await Self.run { office in
            let response = try await office.post(Self.page, form)
            #expect(response.status == .badRequest && response.text.contains("role=\"alert\""))
            #expect(!response.text.contains(PageView.unknown))
            #expect(try await answers(office) == ["", "", ""])
        }
    }

    @Test func aNameThatSeveralHaveIsAskedAbout() async throws {
        try await Self.run { office in
            let given = try #require(try Samples.record(1).givenName)
            let response = try await office.post(Self.page, ["line": "\(given) C"])
            #expect(response.status == .badRequest && response.text.contains("may be \(code(1))"))
            #expect(try await answers(office) == ["", "", ""])
        }
    }

    @Test func aRowInDoubtIsDecidedByItsPicture() async throws {
        try await Self.run { office in
            let strip: [UInt8] = [0x89, 0x50, 0x4E, 0x47]
            let rows = (1...2).map { number in
                (
                    delivery: DeliveryNumber(rawValue: number),
                    reading: ScannedRow.doubtful(
                        reason: "several-marks",
                        reading: RowAnswer(result: .canvassed),
                        picture: strip
                    )
                )
            }
            let scan = PageAnswers(
                sheet: Self.sheet,
                image: "image",
                file: "scan.pdf page 1",
                rows: rows,
                signUps: [ScannedSignUp(row: 2, picture: strip)]
            )
            #expect(try await office.site.store.enter(scan, now: SiteBench.visit).doubtful == 2)
            #expect(try await office.get("/sheets").text.contains("2 rows wait for a decision"))
            let review = try await office.get("/review")
            #expect(review.text.contains("several results are marked") && review.text.contains("scan.pdf page 1"))
            #expect(review.headers[.contentSecurityPolicy]?.contains("img-src 'self'") == true)
            let doubts = try await office.site.store.doubts()
            let first = try #require(doubts.first).number
            let picture = try await office.get("/review/row/\(first)")
            #expect(picture.status == .ok && Array(picture.body.readableBytesView) == strip)
            #expect(picture.headers[.contentType] == "image/png" && picture.headers[.cacheControl] == "no-store")
            #expect(try await office.post("/review", ["row": "\(first)", "do": "enter"]).status == .badRequest)
            let entered = try await office.post(
                "/review",
                ["row": "\(first)", "do": "enter", "result": "C", "action": "did"]
            )
            #expect(entered.text.contains("Entered: C, did."))
            #expect(try await office.post("/review", ["row": "\(first)", "do": "nothing"]).status == .badRequest)
            let second = try #require(doubts.last).number
            let dead = ["row": "\(second)", "do": "enter", "result": "DEC"]
            #expect(try await office.post("/review", dead).text.contains("Deceased ends every message"))
            #expect(
                try await office.post("/review", ["row": "\(second)", "do": "nothing"]).text.contains("Laid aside.")
            )
            #expect(try await answers(office) == ["C, did", "", ""])
            #expect(try await office.get("/review/row/\(second)").status == .notFound)
            let written = try #require(try await office.site.store.writtenRows().first).number
            #expect(try await office.get("/review/new/\(written)").status == .ok)
            #expect(try await office.post("/review", ["new": "\(written)"]).text.contains("0 wait"))
        }
    }
}
