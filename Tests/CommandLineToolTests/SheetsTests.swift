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

    @Test func undoTakesBackTheLastLineAndNoOther() async throws {
        let printed = try await Printed(onServer: false)
        let (place, sheet) = (printed.place, printed.sheet)
        let (first, second) = (try printed.row("p1"), try printed.row("p2"))
        let done = "\(first) C did"
        let refused = try await place.run("sheets", "enter", sheet, done, "\(second) NH", done, "undo", expect: 1)
        #expect(refused.errors.contains("The last line changed nothing"))
        #expect(try await printed.answers().prefix(2) == ["C, did", "NH"])
        let undone = try await place.run("sheets", "enter", sheet, "undo", expect: 0)
        #expect(undone.output.contains("Taken back: 1 row: \(second)."))
        #expect(try await printed.answers().prefix(2) == ["C, did", nil])
    }

    /// As from a first print, from before the worker was stopped and printed the batch with other pages.
    @Test func aRowThatMovedToAnotherPageIsTaken() async throws {
        let settings = TestSettings(sheets: true)
        let place = try Workplace(settings)
        try await place.submit(Crowd.willing(40), TestCall(body: "Come.\n\n# canvass\n\nAsk them.\n"))
        try await place.run("work", "--drain", expect: 0)
        let places = try await place.log().compactMap { line in
            line["reference"]?.text.map { $0.split(separator: "/").map(String.init) }
        }
        let sheet = try #require(places.first?[0])
        let moved = try #require(places.first { $0[0] != sheet })
        let result = try await place.run("sheets", "enter", sheet, "\(moved[1]) NH", "undo", expect: 0)
        #expect(result.errors.contains("stands on sheet \(moved[0]) by now"))
        #expect(result.output.contains("Taken back: 1 row: \(moved[1])."))
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

    @Test(arguments: [false, true])
    func whoSignsUpOnPaperIsTypedInWithTheWordsAndTheRow(onServer: Bool) async throws {
        let printed = try await Printed(onServer: onServer)
        let (place, sheet) = (printed.place, printed.sheet)
        let line =
            "new row=1 given=Bea family=\"New One\" phone='(212) 555-0142' email=bea@example.org says=texts,email"
        let entered = try await place.run("sheets", "enter", sheet, "--by", "Grace", line, expect: 0)
        #expect(entered.output.contains("new person new-7; opted in to sms, email"))
        #expect(try await place.run("sheets", "enter", sheet, line, expect: 0).output.contains("nothing changed"))
        let ledger = try await place.run("consent", "show", "new-7", "--format", "json", expect: 0).output
        for words in ["sheets enter: Grace", "sheet \(sheet), sign-up row 1", "in each way that I mark"] {
            #expect(ledger.contains(words), "\(words)")
        }
        try await place.run("consent", "withdraw", "new-7", "--channel", "sms", expect: 0)
        let again = "new row=2 given=Bea phone='(212) 555-0142' says=texts"
        #expect(
            try await place.run("sheets", "enter", sheet, again, expect: 1).output.contains("opted out of sms, and")
        )
        #expect(try await place.run("sheets", "enter", sheet, again + " anew", expect: 0).output.contains("is back"))

        for (slip, words) in [
            ("new row=3 email=nonsense says=email", "email"), ("new row=3 email=a@example.org says=fax", "fax"),
            ("new row=3 phone=12 says=texts", "phone"),
            ("new row=3 given=Bea email=b@example.org says=texts", "no phone"),
            ("new row=3 email=b@example.org", "says"), ("new row=9 email=b@example.org says=email", "rows 1 to 3"),
            ("new row=1 email=b@example.org says=email", "something else"), ("new colour=red", "colour"),
            ("new row=3 given=\"Bea says=nothing", "quotation"), ("new row=3 given=Bea says=nothing", "who it is"),
        ] {
            let result = try await place.run("sheets", "enter", sheet, slip, expect: 1)
            #expect(result.errors.contains(words), "\(words)")
            #expect(!result.errors.contains("example.org"), "no address in what is said")
        }
        let near = "new row=3 given=Cleo says=visits at=\(try printed.row("p1"))"
        #expect(try await place.run("sheets", "enter", sheet, near, expect: 0).output.contains("opted in to canvass"))
        try await place.run("sheets", "review", "N1", "nothing", expect: 66)
    }

    /// Each page of a PDF is drawn by a process of its own; what is open for it is closed when the page has come.
    @Test func manyPagesNeedNoMoreOpenFilesThanOne() async throws {
        let printed = try await Printed(onServer: false)
        let place = printed.place
        let pages = Array(repeating: "1", count: 30).joined(separator: ",")
        let made = try await place.shell("qpdf --empty --pages sheets/rent-hearing-1.pdf \(pages) -- many.pdf")
        #expect(made.end == .exited(0))
        let scan = try await place.shell("ulimit -n 48; exec \"$CLARION\" sheets scan many.pdf --format jsonl")
        #expect(scan.end == .exited(0), "\(scan.errors)")
        #expect(try scan.jsonLines().map { $0["sheet"]?.text } == Array(repeating: printed.sheet, count: 30))
    }

    @Test func aSlipForThoseWhoAreOutIsPrinted() async throws {
        let printed = try await Printed(onServer: false)
        let place = printed.place
        try await place.run("sheets", "issue", printed.sheet, "--to", "Ada Sample", expect: 0)
        try await place.run("sheets", "changes", "--pdf", "slip.pdf", expect: 0)
        #expect(!FileManager.default.fileExists(atPath: place.path("slip.pdf")), "nothing changed, nothing to hand out")
        try await place.run("complete", "rent-hearing", "p2", expect: 0)
        #expect(try await place.run("sheets", "changes", "--pdf", "slip.pdf", expect: 0).errors.contains("1 slip"))
        let path = place.path("slip.pdf")
        let text = try await OwnThread.run { try Tool.run("/usr/bin/env", "pdftotext", "-layout", path, "-") }
        #expect(text.contains(try printed.row("p2")))
        #expect(text.contains("Ada Sample"))
        try await place.run("sheets", "changes", "--pdf", "sheets/rent-hearing-1.pdf/slip.pdf", expect: 69)
        // Nobody reads the list: the slips are there all the same.
        try await place.python(
            """
            import os, subprocess, sys
            reader, writer = os.pipe()
            os.close(reader)
            subprocess.run([sys.argv[1], "sheets", "changes", "--pdf", "unread.pdf"], stdout=writer)
            """,
            Workplace.program
        )
        #expect(place.has("unread.pdf"))
    }

    @Test func marksThatContradictEachOtherAreAskedAbout() async throws {
        let printed = try await Printed(onServer: false)
        let row = try printed.row("p1")
        for (line, words) in [
            ("\(row) NH did", "was not met"), ("did MV \(row)", "was not met"), ("\(row) C NH", "C and NH"),
            ("C RF \(row)", "C and RF"), ("\(row) C did wants", "'did' and 'wants'"),
        ] {
            let result = try await printed.place.run("sheets", "enter", printed.sheet, line, expect: 1)
            #expect(result.errors.contains(words), "\(line)")
        }
        #expect(try await printed.answers() == Array(repeating: nil, count: 6))
        try await printed.place.run("sheets", "enter", printed.sheet, "\(row) did", "\(row) RF did", expect: 0)
    }

    @Test func aNoThatIsTakenBackStaysANo() async throws {
        let printed = try await Printed(onServer: false)
        let line = "\(try printed.row("p1")) DNC"
        try await printed.place.run("sheets", "enter", printed.sheet, line, expect: 0)
        let undone = try await printed.place.run("sheets", "enter", printed.sheet, "undo", expect: 0).output
        #expect(undone.contains("Taken back: 1 row: ") && undone.contains("The opt-out of p1 stays"))
        #expect(undone.contains("clarion consent grant p1"))
    }

    @Test func whatIsWrongWithASignUpIsSaidOnce() async throws {
        let printed = try await Printed(onServer: false)
        let (place, sheet) = (printed.place, printed.sheet)
        let phone = try await place.run("sheets", "enter", sheet, "new row=1 phone=555 says=texts", expect: 1).errors
        #expect(phone.contains("phone ") && !phone.contains("there is no phone"))
        let line = "new row=1 given=Bea email=bea@example.org says=nothing,email"
        let says = try await place.run("sheets", "enter", sheet, line, expect: 1).errors
        #expect(says.contains("says=nothing goes with nothing else") && !says.contains("none of them"))
        try await place.run(
            "sheets",
            "enter",
            sheet,
            "new row=1 given=Bea email=bea@example.org says=nothing",
            expect: 0
        )
    }

    @Test func aSheetIsHandedOnAloudAndNoFolderIsMadeForASlip() async throws {
        let printed = try await Printed(onServer: false)
        let (place, sheet) = (printed.place, printed.sheet)
        #expect(
            !(try await place.run("sheets", "issue", sheet, "--to", "Ada", expect: 0).errors.contains("was out with"))
        )
        let handed = try await place.run("sheets", "issue", sheet, "--to", "Ben", expect: 0).errors
        #expect(handed.contains("Sheet \(sheet) was out with Ada, and is handed on to Ben."))
        try await place.run("complete", "rent-hearing", "p2", expect: 0)
        let refused = try await place.run("sheets", "changes", "--pdf", "nowhere/slip.pdf", expect: 69).errors
        #expect(refused.contains("its folder is not there"))
        #expect(!place.has("nowhere"))
    }

    @Test func whatComesInFromASheetThatWasLostCountsAndIsSaid() async throws {
        let printed = try await Printed(onServer: false)
        let (place, sheet) = (printed.place, printed.sheet)
        let row = try printed.row("p1")
        #expect(try await place.run("sheets", "enter", sheet, "\(row) C", expect: 0).errors.isEmpty)
        try await place.run("sheets", "lose", sheet, expect: 0)
        let entered = try await place.run("sheets", "enter", sheet, "\(row) RF", expect: 0)
        #expect(entered.errors.contains("was reported lost") && entered.errors.contains("sheets return \(sheet)"))
        let scanned = try await place.run("sheets", "scan", "sheets/rent-hearing-1.pdf", expect: 0)
        #expect(scanned.output.contains("was reported lost"))
        try await place.run("sheets", "return", sheet, expect: 0)
        try await place.run("sheets", "close", sheet, expect: 0)
        #expect(try await place.run("sheets", "enter", sheet, "\(row) C", expect: 0).errors.contains("was closed"))
        #expect(try await printed.answers().first == "C")
    }

    @Test(arguments: [false, true])
    func aSignUpIsTakenBack(onServer: Bool) async throws {
        let printed = try await Printed(onServer: onServer)
        let (place, sheet) = (printed.place, printed.sheet)
        let line = "new row=1 given=Bea email=beaa@example.org says=email"
        try await place.run("sheets", "enter", sheet, "--by", "Grace", line, expect: 0)
        let others = try await place.run("sheets", "enter", sheet, "--by", "Cleo", "undo", expect: 1)
        #expect(others.errors.contains("Nothing"))
        let undone = try await place.run("sheets", "enter", sheet, "--by", "Grace", "undo", expect: 0)
        #expect(undone.output.contains("Taken back: row 1, new-7. Their yes to email stands no more"))
        let ledger = try await place.run("consent", "show", "new-7", "--format", "json", expect: 0).output
        #expect(ledger.contains("pending") && ledger.contains("sign-up on paper, taken back"))
        #expect(ledger.contains("sheets enter: Grace, undo"))
        let mended = line.replacing("beaa", with: "bea")
        #expect(try await place.run("sheets", "enter", sheet, mended, expect: 0).output.contains("new person new-7"))
    }
}
