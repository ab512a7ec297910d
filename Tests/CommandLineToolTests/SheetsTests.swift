import Foundation
import TestKit
import Testing

/// Paper that goes out and comes back, on a file and on a server.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct SheetsTests {
    /// A call for six doors whose sheet is printed, and where they stand on it.
    private struct Printed {
        let place: Workplace
        let sheet: String
        /// Each person's row code.
        let rows: [String: String]

        init(onServer: Bool) async throws {
            let settings = TestSettings(sheets: true)
            place = onServer ? try await PostgresTests.place(settings).0 : try Workplace(settings)
            try await place.submit(Crowd.willing(6), TestCall(body: "Come.\n\n# canvass\n\nAsk them.\n"))
            try await place.run("work", "--drain", expect: 0)
            var rows: [String: String] = [:]
            var sheets: Set<String> = []
            for line in try await place.log() {
                let parts = try #require(line["reference"]?.text).split(separator: "/").map(String.init)
                #expect(parts.count == 2)
                rows[try #require(line["person"]?.text)] = parts.last
                sheets.insert(parts[0])
            }
            self.rows = rows
            #expect(sheets.count == 1)
            sheet = try #require(sheets.first)
        }

        func row(_ person: String) throws -> String { try #require(rows[person]) }

        func answers() async throws -> [String?] {
            try await place.log().sorted { ($0["person"]?.text ?? "") < ($1["person"]?.text ?? "") }
                .map { $0["answer"]?.text }
        }
    }

    @Test(arguments: [false, true])
    func aSheetIsFoundOnItsPageAndEnteredByHand(onServer: Bool) async throws {
        let printed = try await Printed(onServer: onServer)
        let place = printed.place
        _ = try await OwnThread.run {
            try Tool.run(
                "/usr/bin/env",
                "pdftoppm",
                "-r",
                "150",
                "-png",
                place.path("sheets/rent-hearing-1.pdf"),
                place.path("page")
            )
        }
        let pictures = try FileManager.default.contentsOfDirectory(atPath: place.folder).filter { $0.hasSuffix(".png") }
        #expect(pictures.count == 1)
        let scan = try await place.run("sheets", "scan", pictures[0], "--format", "json", expect: 0).json().list ?? []
        #expect(scan.map { $0["sheet"]?.text } == [printed.sheet])
        #expect(scan.first?["blank"]?.int == 6)

        try await place.run("sheets", "enter", printed.sheet, "\(printed.row("p1")) C did", expect: 0)
        try await place.run("sheets", "enter", printed.sheet, "NH \(printed.row("p2")) \(printed.row("p3"))", expect: 0)
        #expect(try await printed.answers() == ["C, did", "NH", "NH", nil, nil, nil])
        let status = try await place.status()
        #expect(status["results"]?.counts == ["C": 1, "NH": 2])
        #expect(status["done_via"]?.counts == ["canvass": 1])
        #expect(try await place.run("status", "rent-hearing", expect: 0).output.contains("2 not home"))
        let explained = try await place.run("explain", "rent-hearing", "p1", expect: 0)
        #expect(explained.output.contains("C, did, from sheet \(printed.sheet), by hand"))

        try await place.run("sheets", "enter", printed.sheet, "rest LIT", "undo", "undo", expect: 0)
        #expect(try await printed.answers() == ["C, did", nil, nil, nil, nil, nil])
    }

    @Test func aSlipIsSaidAndEntersNothing() async throws {
        let printed = try await Printed(onServer: false)
        let place = printed.place
        let wrongSheet = try await place.run("sheets", "enter", "S1-1-1", "rest NH", expect: 65)
        #expect(wrongSheet.errors.contains("'S1-1-1'") && wrongSheet.errors.contains("sheet"))
        #expect(try await place.run("sheets", "enter", "nonsense", expect: 65).errors.contains("'nonsense'"))
        let code = try printed.row("p1")
        let mistyped = code.dropLast() + (code.last == "0" ? "1" : "0")
        for line in ["\(mistyped) C", "NH \(code) \(mistyped)", "\(code) XX", "\(code)", "NH", "rest", "undo"] {
            let result = try await place.run("sheets", "enter", printed.sheet, line, expect: 1)
            #expect(!result.errors.isEmpty, "\(line)")
        }
        #expect(try await printed.answers() == Array(repeating: nil, count: 6))
        try await place.run("sheets", "scan", "nothing.pdf", expect: 66)
        try place.write("notes.pdf", "This is no PDF.")
        #expect(try await place.run("sheets", "scan", "notes.pdf", expect: 1).output.contains("not read"))
        try await place.run("sheets", "review", "7", "NH", expect: 66)
    }

    @Test(arguments: [false, true])
    func whoHasASheetIsKnownUntilItIsGone(onServer: Bool) async throws {
        let printed = try await Printed(onServer: onServer)
        let (place, sheet) = (printed.place, printed.sheet)
        func all() async throws -> [Loose] {
            try await place.run("sheets", "list", "--format", "json", expect: 0).json().list ?? []
        }
        func out() async throws -> [Loose] {
            try await place.run("sheets", "list", "--out", "--format", "json", expect: 0).json().list ?? []
        }
        #expect(try await all().map { $0["state"]?.text } == ["printed"])
        #expect(try await out().isEmpty)
        try await place.run("sheets", "issue", sheet, "--to", "Ada Sample", "--due", "2026-02-30", expect: 64)
        try await place.run("sheets", "issue", sheet, "--to", "Ada Sample", "--due", "2026-01-31", expect: 0)
        let held = try #require(try await out().first)
        #expect(held["holder"]?.text == "Ada Sample")
        #expect(held["overdue"] == .bool(true))
        #expect(held["rows"]?.int == 6)
        #expect(try await place.run("sheets", "list", expect: 0).output.contains("2026-01-31"))

        try await place.run("complete", "rent-hearing", "p2", expect: 0)
        try await place.run("consent", "withdraw", "p3", "--channel", "canvass", expect: 0)
        let changes = try await place.run("sheets", "changes", "--format", "json", expect: 0).json().list ?? []
        let reasons = Dictionary(
            uniqueKeysWithValues: changes.map { ($0["row"]?.text ?? "", $0["reason"]?.text ?? "") }
        )
        let expected = [try printed.row("p2"): "done", try printed.row("p3"): "opted-out"]
        #expect(reasons == expected)

        #expect(try await place.run("sheets", "shred", sheet, expect: 65).errors.contains("is out"))
        let lost = try await place.run("sheets", "lose", sheet, "--format", "json", expect: 0).json().list ?? []
        #expect(lost.compactMap { $0["person"]?.text }.sorted() == ["p1", "p2", "p3", "p4", "p5", "p6"])
        try await place.run("sheets", "return", sheet, expect: 0)
        try await place.run("sheets", "close", sheet, expect: 0)
        try await place.run("sheets", "shred", sheet, expect: 0)
        #expect(try await all().map { $0["state"]?.text } == ["shredded"])
        #expect(try await place.run("sheets", "return", sheet, expect: 65).errors.contains("shredded"))
        try await place.run("sheets", "lose", "S9-9-9", expect: 65)
    }
}
