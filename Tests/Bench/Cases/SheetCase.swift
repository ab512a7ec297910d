import Foundation

/// Sheets for canvassers, as PDF with a QR code for every door.
enum SheetCase {
    static func measure(_ options: BenchOptions, _ report: Report) throws {
        let count = options.pick(1_000, 10_000)
        let bench = try Workbench(options, name: "sheets")
        try SamplePeople.writeDoors(count, to: "\(bench.folder)/people.csv")
        try bench.clarion("people", "import", "people.csv")
        var rate = Figures()
        for _ in 0..<options.pick(2, 3) {
            let (_, slug) = try bench.submit("canvass")
            let usage = try bench.drain()
            try bench.expect(count, of: slug)
            rate.add(Double(try takePages(in: "\(bench.folder)/sheets")) / usage.wall)
        }
        let what = "(e) sheets for \(Figures.text(Double(count), 0)) doors"
        report.row(what, "pages/s", rate, .pages)
    }

    /// Counts the pages of all sheets, and removes them.
    private static func takePages(in folder: String) throws -> Int {
        guard let files = FileManager.default.enumerator(atPath: folder) else { throw BenchError("no sheets") }
        let mark = Data("/Type /Page".utf8)
        var pages = 0
        for case let file as String in files where file.hasSuffix(".pdf") {
            let data = try Data(contentsOf: URL(filePath: "\(folder)/\(file)"))
            var place = data.startIndex
            while let found = data.range(of: mark, in: place..<data.endIndex) {
                place = found.upperBound
                // `/Type /Pages` is the list of them.
                if place < data.endIndex, data[place] != UInt8(ascii: "s") { pages += 1 }
            }
        }
        try FileManager.default.removeItem(atPath: folder)
        guard pages > 0 else { throw BenchError("the sheets have no pages") }
        return pages
    }
}
