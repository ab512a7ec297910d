import Deliveries
import Drawing
import Paper
import SheetReading

extension CardPrinter {
    /// Draws the organizer's overview: who calls whom, on which sheet, and who calls back at the end; names and no numbers.
    ///
    /// It has no corner marks, and its code tells a scanner that there is nothing on it to read.
    ///
    /// - Throws: ``DrawingError``.
    func printOverview() throws(DrawingError) {
        guard let tree = deck.tree else { return }
        let callers = self.callers(of: tree)
        let perPage = Int((metrics.bodyHeight - Overview.headHeight) / Overview.lineHeight)
        let pageCount = max(1, (callers.count + perPage - 1) / perPage)
        for page in 0..<pageCount {
            drawTitle(
                place: "Overview  ·  Page \(page + 1) of \(pageCount)",
                line: "\(amount(of: tree)); \(deck.cards.count) cards. It stays with the organizer."
            )
            try draw(try QRCode(CoverCode.tree(call: briefing.number, batch: batch).text))
            drawHeads()
            for (index, caller) in callers.dropFirst(page * perPage).prefix(perPage).enumerated() {
                let top = metrics.bodyTop + Overview.headHeight + Double(index) * Overview.lineHeight
                draw(caller, top: top)
            }
            drawFooter("overview")
            try document.endPage()
        }
    }

    /// A caller's line.
    private struct Caller {
        let depth: Int
        let name: String
        let called: String
        let sheet: String
        let callsBack: Bool
    }

    /// All callers, each right after whoever calls them.
    private func callers(of tree: PhoneTree) -> [Caller] {
        let sheets = Dictionary(uniqueKeysWithValues: zip(deck.cards.map(\.holder.place), firstPages))
        var callers: [Caller] = []
        var open: [Int?] = [nil]
        while let place = open.popLast() {
            let called = tree.calls(of: place)
            guard !called.isEmpty else { continue }
            callers.append(
                Caller(
                    depth: place.map { tree.level(of: $0) } ?? 0,
                    name: place.map { lines[$0].names } ?? "The organizer",
                    called: called.map { lines[$0].names }.joined(separator: ", "),
                    sheet: sheets[place].map { "\(id(ofPage: $0))" } ?? "",
                    callsBack: place != nil && tree.isLast(place)
                )
            )
            open += called.reversed().map(Optional.some)
        }
        return callers
    }

    private func drawHeads() {
        let style = TextStyle(size: 7.5)
        let baseline = metrics.bodyTop + 8
        document.draw(.plain("Who calls"), x: metrics.left, baseline: baseline, width: 100, style)
        document.draw(.plain("whom"), x: calledX, baseline: baseline, width: 100, style)
        document.draw(.plain("Card"), x: sheetX, baseline: baseline, width: 60, style)
        document.draw(.plain("Called back"), x: boxX - 16, baseline: baseline, width: 50, style)
        let bottom = metrics.bodyTop + 12
        document.line(from: (metrics.left, bottom), to: (metrics.right, bottom), thickness: 1)
    }

    private func draw(_ caller: Caller, top: Double) {
        let indent = min(Double(caller.depth) * 11, 90)
        let baseline = top + 10.5
        document.draw(
            .plain(caller.name),
            x: metrics.left + indent,
            baseline: baseline,
            width: calledX - metrics.left - indent - 8,
            TextStyle(size: 9.5, isBold: true, flush: .left)
        )
        document.draw(
            .plain(caller.called),
            x: calledX,
            baseline: baseline,
            width: sheetX - calledX - 8,
            TextStyle(size: 9, flush: .left)
        )
        document.draw(
            .plain(caller.sheet),
            x: sheetX,
            baseline: baseline,
            width: boxX - 20 - sheetX,
            TextStyle(family: "DejaVu Sans Mono", size: 8.5)
        )
        if caller.callsBack {
            document.box(Rectangle(x: boxX, y: top + 1.5, width: 11, height: 11), thickness: 0.8)
        }
        let bottom = top + Overview.lineHeight - 1
        document.line(from: (metrics.left, bottom), to: (metrics.right, bottom), thickness: 0.25)
    }

    private var calledX: Double { metrics.left + metrics.width * 0.33 }
    private var sheetX: Double { metrics.right - 110 }
    private var boxX: Double { metrics.right - 24 }
}

/// How high the parts of an overview are, in points.
private enum Overview {
    static let headHeight = 16.0
    static let lineHeight = 15.5
}
