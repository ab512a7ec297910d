import People
import Testing

/// Every row's line and texts or problem, and the fault that ended the file, if one did.
private struct Reading: Equatable, CustomStringConvertible {
    var rows: [String] = []
    var fault: CSVFault?

    init(_ bytes: [UInt8], chunk: Int) {
        var reader = CSVReader()
        func take(_ row: CSVRow) {
            let raw = row.raw.count > 200 ? "\(row.raw.count) bytes" : String(decoding: row.raw, as: UTF8.self)
            rows.append("\(row.line) \(row.problem.map { "\($0)" } ?? "\(row.texts)") \(raw)")
        }
        do {
            for start in stride(from: 0, to: bytes.count, by: chunk) {
                try reader.feed(Array(bytes[start..<min(bytes.count, start + chunk)])) { take($0) }
            }
            try reader.finish { take($0) }
        } catch { fault = error as? CSVFault }
    }

    var description: String { "\(rows) \(fault.map { "\($0)" } ?? "")" }
}

struct CSVReaderTests {
    private func rows(_ bytes: [UInt8], chunk: Int = 65_536) throws -> [CSVRow] {
        var reader = CSVReader()
        var rows: [CSVRow] = []
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            try reader.feed(Array(bytes[start..<min(bytes.count, start + chunk)])) { rows.append($0) }
        }
        try reader.finish { rows.append($0) }
        return rows
    }

    private func rows(_ text: String) throws -> [CSVRow] { try rows(Array(text.utf8)) }

    @Test(
        arguments: [
            ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]), ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
            ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]), ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
            ("\u{FEFF}a,b\n1,2", [["a", "b"], ["1", "2"]]), ("a,b\n,\n1,\n,2", [["a", "b"], ["1", ""], ["", "2"]]),
            ("a\n\n\r\n1\n\n", [["a"], ["1"]]), ("\n\r\na,b\n1,2", [["a", "b"], ["1", "2"]]),
            ("a,b\n\"1,5\",\"x\r\ny\"\n", [["a", "b"], ["1,5", "x\r\ny"]]),
            ("a\n\"say \"\"yes\"\"\"\n\"\"\"\"\n\"\"\n", [["a"], ["say \"yes\""], ["\""], [""]]),
            ("a,b\n5\" pipe,\"Bo\" Reyes\n", [["a", "b"], ["5\" pipe", "\"Bo\" Reyes"]]),
            ("a;b\n1,5;2\n", [["a", "b"], ["1,5", "2"]]), ("a\tb\n1,5\t2\n", [["a", "b"], ["1,5", "2"]]),
            ("sep=;\na;b\n1;2\n", [["a", "b"], ["1", "2"]]), ("\"a;b\",c\n1,2\n", [["a;b", "c"], ["1", "2"]]),
            ("a,b\n1\n1,2,3\n", [["a", "b"], ["1"], ["1", "2", "3"]]), ("a\n é ñ 日本 \n", [["a"], [" é ñ 日本 "]]),
            ("", []), ("\n\n", []), ("a", [["a"]]), ("\"a\"", [["a"]]), ("a,", [["a", ""]]),
            ("a,b\n1,2\n,,,,\n   \n", [["a", "b"], ["1", "2"]]),
        ] as [(String, [[String]])]
    )
    func readsWhatSpreadsheetsWrite(text: String, texts: [[String]]) throws {
        let found = try rows(text)
        #expect(found.map(\.texts) == texts)
        #expect(found.allSatisfy { $0.problem == nil })
    }

    @Test func countsLinesAlsoInsideOfFields() throws {
        let found = try rows("a,b\r\n\"x\r\ny\nz\rw\",1\r\n\r\n2,3\r\"\r\"\"\n\",4\n5,6\n")
        #expect(found.map(\.line) == [1, 2, 7, 8, 11])
    }

    @Test func givesNothingForFieldsThatAreNotThere() throws {
        let row = try #require(try rows("a,b\n1\n").last)
        #expect(row[1].isEmpty)
        #expect(row[99].isEmpty)
        #expect(row.bytes(at: -1).isEmpty)
    }

    @Test(
        arguments: [
            ("a,b\n1,\"2\n3,4\n5,6\n", 2), ("a,b\n1,2\n\"3,4\n5,6\n", 3), ("a,b\n1,\"2\n3,\"x\"\n5,6\n", 2),
            ("a,b\n\"l\nm\",\"2\n3,4\n", 3), ("a,b\n1,\"2", 2), ("a,b\r\n1,\"2\r\n3,4", 2),
        ]
    )
    func anUnclosedQuoteCostsItsOwnRowOnly(text: String, line: Int) throws {
        let found = try rows(text)
        #expect(found.filter { $0.problem != nil }.map(\.problem) == [CSVFault(line: line, problem: .unclosedQuote)])
        let behind = found.filter { $0.line > line }
        #expect(behind.allSatisfy { $0.count == 2 && $0.problem == nil })
        #expect(found.count == 2 + behind.count + (line == 3 && !text.contains("l\nm") ? 1 : 0))
    }

    @Test func rowsThatAreNoTextAreNamed() throws {
        let bytes = Array("a,b\nx,".utf8) + [0xE9] + Array("\n1,2\n\0,3\n4,5\n".utf8)
        let found = try rows(bytes)
        #expect(found.map { $0.problem?.problem } == [nil, .notUTF8, nil, .nul, nil])
        #expect(found[1].problem?.description.contains("CSV UTF-8") == true)
    }

    @Test(
        arguments: [
            ([0xFF, 0xFE, 0x61, 0], .utf16), ([0xFE, 0xFF, 0, 0x61], .utf16), ([0x61, 0, 0x2C, 0, 0x0A, 0], .utf16),
            ([0x50, 0x4B, 3, 4, 20, 0, 6, 0, 8, 0], .workbook), ([0x6E, 0x61, 0x6D, 0xE9, 0x0A], .notUTF8),
            (Array("a,\"b\n1,2\n".utf8), .unclosedQuote), (Array("a,b\0\n1,2\n".utf8), .nul),
            (Array(String(repeating: ",", count: 1_000).utf8) + [0x61, 0x0A], .tooManyColumns),
        ] as [([UInt8], CSVFault.Problem)]
    )
    func refusesAFileThatIsNoCSV(bytes: [UInt8], problem: CSVFault.Problem) {
        #expect(throws: CSVFault(line: 1, problem: problem)) { try rows(bytes) }
    }

    @Test func refusesALineWithoutEndBeforeItFillsTheMemory() throws {
        var reader = CSVReader()
        let chunk = [UInt8](repeating: UInt8(ascii: "x"), count: 65_536)
        try reader.feed(Array("a,b\n1,2\n".utf8)) { _ in }
        var fed = 0
        let fault = #expect(throws: CSVFault.self) {
            while fed < 1_000 {
                fed += 1
                try reader.feed(chunk) { _ in }
            }
        }
        #expect(fault == CSVFault(line: 3, problem: .rowTooLong))
        #expect(fed <= 17)
    }

    @Test func takesARowAsLongAsARowMayBeAndNoLonger() throws {
        let header = Array("a\n".utf8)
        let longest = [UInt8](repeating: UInt8(ascii: "x"), count: CSVReader.longestRow)
        #expect(try rows(header + longest + [0x0A], chunk: 1_000).count == 2)
        #expect(throws: CSVFault.self) { try rows(header + longest + [0x78, 0x0A], chunk: 1_000) }
        #expect(throws: CSVFault.self) { try rows(header + longest + [0x78], chunk: 10_000_000) }
    }

    @Test func aRowWithTooManyFieldsIsNamed() throws {
        let found = try rows("a,b\n" + String(repeating: "1,", count: 5_000) + "\n2,3\n")
        #expect(found.map { $0.problem?.problem } == [nil, .tooManyColumns, nil])
        #expect(found[1].count == CSVReader.mostColumns)
    }

    @Test func quotesThatHideEachOtherEndTheReadingInsteadOfTakingHours() {
        // Read by itself each line opens a quote; read behind an open quote it closes that one and opens another.
        let bytes = Array("a,b\n".utf8) + Array("a\",\"x\n".utf8).cycled(to: 2_500_000)
        let reading = Reading(bytes, chunk: 65_536)
        #expect(reading.fault?.problem == .tooManyUnclosedQuotes)
        #expect(reading.rows.count < 20)
    }

    @Test func theRowsDoNotDependOnTheChunks() {
        var random = SplitMix(state: 7)
        let signs = ["a", "é", "\"", "\"", "\"\"", ",", ",", "\n", "\r\n", "\r", " ", ";", "\0", "日", "xyz"]
        for round in 0..<200 {
            var text = round % 3 == 0 ? "\u{FEFF}" : ""
            text += "h1,h2,h3\n"
            for _ in 0..<Int(random.next() % 60) { text += signs[Int(random.next() % UInt64(signs.count))] }
            var bytes = Array(text.utf8)
            if round % 5 == 0 { bytes.insert(0xE9, at: bytes.count / 2) }
            let whole = Reading(bytes, chunk: bytes.count)
            for chunk in 1...9 { #expect(Reading(bytes, chunk: chunk) == whole, "\(text.debugDescription)") }
        }
    }

    @Test func longRowsDoNotDependOnTheChunksEither() {
        let open = Array("a,b\n1,\"".utf8) + Array("line of text,\n".utf8).cycled(to: CSVReader.longestRow + 500)
        let closed = open + Array("\"\n7,8\n".utf8)
        for bytes in [open, closed] {
            let whole = Reading(bytes, chunk: bytes.count)
            #expect(whole.rows.contains { $0.hasPrefix("2 line 2: ") })
            for chunk in [65_521, 1_000_003] { #expect(Reading(bytes, chunk: chunk) == whole) }
        }
    }

    @Test func whatIsWrittenIsReadBack() throws {
        let texts = [
            "", "plain", " spaced ", "a,b", "say \"yes\"", "two\nlines", "\r\n", "\"", "=SUM(A1)", "日本", "a;b\tc",
        ]
        for separator in [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")] {
            let writer = CSVWriter(separator: separator)
            var bytes: [UInt8] = []
            writer.append(texts.indices.map { "column \($0)" }, to: &bytes)
            writer.append(texts, to: &bytes)
            #expect(try rows(bytes).last?.texts == texts)
        }
    }

    @Test(
        arguments: [
            ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("'=x", "''=x"), ("Ana", "Ana"), ("", ""),
            ("'tis", "'tis"), ("a=b", "a=b"),
        ]
    )
    func whatASpreadsheetWouldRunIsGuardedAndFreedAgain(text: String, guarded: String) {
        #expect(SpreadsheetGuard.guarded(text) == guarded)
        #expect(SpreadsheetGuard.unguarded(guarded) == text)
    }

    @Test(
        arguments: ["=1+1", "=cmd|' /C calc'!A0", "+1+1", "-2+cmd|'x'!A0", "-", "+", "+1.2.3", "-1 ", "@SUM(A1)"]
            + ["\t=1", " =1", "\n=1", "\r\n=1", "%1", "|x", "＝1", "＋1", "=\u{301}1", "-1\n", "-１", "+1\u{301}"]
    )
    func noCellOfAListIsAFormula(cell: String) { #expect(SpreadsheetGuard.inert(cell) == "'" + cell) }

    @Test(arguments: ["", "Ana", "+13125550100", "+1•••00", "-5", "-87.65", "0", "a=b", "'tis", "•••@example.org"])
    func numbersAndOtherWordsStayAsTheyAre(cell: String) { #expect(SpreadsheetGuard.inert(cell) == cell) }
}

extension [UInt8] {
    fileprivate func cycled(to length: Int) -> [UInt8] {
        Array(repeatElement(self, count: length / count + 1).joined().prefix(length))
    }
}

/// Sebastiano Vigna's SplitMix64: the same numbers on every run.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
