import Deliveries
import Drawing
import Paper
import SheetReading

extension SheetPrinter {
    /// Draws the page that is handed over with a turf's sheets: whose walk it is, where it leads, and room to count.
    ///
    /// It has no corner marks, and its code tells a scanner that there is nothing on it to read.
    ///
    /// - Parameters:
    ///   - turf: Whose sheets follow.
    ///   - plan: The sheets; one turf.
    /// - Throws: ``DrawingError``, ``TemplateError``.
    func printCover(of turf: Turf, _ plan: SheetPlan) throws {
        let pages = plan.turfs.first?.pages ?? []
        let sheets = pages.count == 1 ? "1 sheet" : "\(pages.count) sheets"
        drawTitle(
            place: "Turf \(turf.id)  ·  Cover",
            line: "\(amount(of: list.walk.stops.indices)). Behind this page: \(sheets), with what to say on the first."
        )
        try draw(try QRCode(CoverCode.turf(turf.id).text))
        drawWalker(turf.walker.printable)
        let askTop = metrics.bodyTop + 36
        drawAsk(top: askTop)
        let tallyTop = metrics.bodyBottom - Cover.tallyHeight
        let legendTop = tallyTop - Cover.legendHeight
        let walkTop = askTop + front.askBox.height + 8
        let area = Rectangle(
            x: metrics.left,
            y: walkTop + Cover.labelHeight,
            width: metrics.width,
            height: legendTop - 6 - walkTop - Cover.labelHeight
        )
        try drawWalk(pages, in: area)
        drawLegend(top: legendTop)
        drawTally(top: tallyTop)
        drawFooter("cover of turf \(turf.id)")
        try document.endPage()
    }

    /// Whose walk it is, or room for the name, and when it was walked.
    private func drawWalker(_ walker: String) {
        let baseline = metrics.bodyTop + 22
        let nameWidth = metrics.width * 0.5
        drawLabel("CANVASSER", x: metrics.left, baseline: metrics.bodyTop + 5)
        if walker.isEmpty {
            document.line(
                from: (metrics.left, baseline + 3),
                to: (metrics.left + nameWidth, baseline + 3),
                thickness: 0.6
            )
        } else {
            document.draw(
                .plain(walker),
                x: metrics.left,
                baseline: baseline,
                width: nameWidth,
                TextStyle(size: 16, isBold: true, flush: .left)
            )
        }
        var x = metrics.left + nameWidth + 14
        let room = (metrics.right - x - 2 * 9) / 3
        for name in ["Date", "From", "To"] {
            let width = document.draw(.plain(name), x: x, baseline: baseline, width: 40, TextStyle(size: 8.5))
            document.line(from: (x + width + 4, baseline + 3), to: (x + room, baseline + 3), thickness: 0.6)
            x += room + 9
        }
    }

    /// What the codes mean, larger than on the sheets.
    private func drawLegend(top: Double) {
        drawLabel("WHAT THE BUBBLES MEAN", x: metrics.left, baseline: top + 9)
        let columns = 4
        let step = metrics.width / Double(columns)
        for (index, code) in ResultCode.allCases.enumerated() {
            let x = metrics.left + Double(index % columns) * step
            let baseline = top + 23 + Double(index / columns) * 13
            document.draw(
                .plain(code.rawValue),
                x: x,
                baseline: baseline,
                width: 28,
                TextStyle(size: 9, isBold: true, flush: .left)
            )
            document.draw(
                .plain(code.meaning),
                x: x + 29,
                baseline: baseline,
                width: step - 33,
                TextStyle(size: 9, flush: .left)
            )
        }
    }

    /// Boxes to make a stroke in for each door, and to count up.
    private func drawTally(top: Double) {
        drawLabel("TALLY: A STROKE FOR EACH, COUNTED UP AT THE END", x: metrics.left, baseline: top + 9)
        let names = ["Doors knocked", "Talked", "Not home", "Come back", "Refused", "Did it", "Wants to"]
        let width = metrics.width / Double(names.count)
        let boxTop = top + Cover.labelHeight
        let height = metrics.bodyBottom - 4 - boxTop
        let boxes = names.indices.map {
            Rectangle(x: metrics.left + Double($0) * width, y: boxTop, width: width, height: height)
        }
        document.boxes(boxes, thickness: 0.8)
        for (box, name) in zip(boxes, names) {
            document.draw(
                .plain(name),
                x: box.x + 4,
                baseline: box.y + 10,
                width: box.width - 8,
                TextStyle(size: 8, isBold: true, flush: .left)
            )
            let line = box.bottom - 15
            document.line(from: (box.x, line), to: (box.right, line), thickness: 0.4)
            document.draw(.plain("="), x: box.x + 4, baseline: box.bottom - 4.5, width: 12, TextStyle(size: 9))
        }
    }
}

/// How high the parts of a cover are, in points.
enum Cover {
    static let labelHeight = 14.0
    static let legendHeight = 58.0
    static let tallyHeight = 86.0
}
