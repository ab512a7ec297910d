package import Calls
package import Deliveries
package import Drawing
import Foundation

/// Draws slips for those who have sheets, one under the other, to be cut apart.
package struct SlipPrinter {
    let document: PDFDocument
    let metrics: SheetMetrics
    let organization: Organization
    /// The day and the time, `2026-12-01 14:03`.
    let issued: String
    private var top = SheetMetrics.top
    private var isPageBegun = false

    init(_ document: PDFDocument, metrics: SheetMetrics, organization: Organization, issued: String) {
        self.document = document
        self.metrics = metrics
        self.organization = organization
        self.issued = issued
    }

    /// Prints slips into a file of their own.
    ///
    /// - Parameters:
    ///   - slips: One for each who has sheets.
    ///   - organization: Whose sheets they are.
    ///   - path: The PDF; one that is there is replaced when the new one is whole.
    ///   - metrics: The paper.
    ///   - typesetter: Sets the words.
    ///   - now: Stands on them.
    /// - Throws: ``DrawingError``.
    package static func print(
        _ slips: [ChangeSlip],
        for organization: Organization,
        to path: String,
        _ metrics: SheetMetrics,
        _ typesetter: Typesetter,
        now: Timestamp
    ) throws {
        let file = URL(filePath: path)
        let document = try PDFDocument(
            to: ReplacementFile(name: file.lastPathComponent, in: file.deletingLastPathComponent().path),
            pageSize: metrics.page,
            metadata: PDFDocument.Metadata(
                title: "Leave these out",
                author: organization.name.printable,
                created: "\(now.description.prefix(19))Z"
            ),
            typesetter: typesetter
        )
        let issued = SheetFile.local(now, in: organization.timezone).replacing("T", with: " ")
        var printer = SlipPrinter(document, metrics: metrics, organization: organization, issued: issued)
        for slip in slips { try printer.draw(slip) }
        try printer.finish()
        try document.finish()
    }

    private static let headHeight = 58.0
    private static let lineHeight = 17.0
    private static let footHeight = 26.0
    /// Between two slips, with the line to cut along in its middle.
    private static let gap = 30.0

    private var bottom: Double { metrics.page.height - SheetMetrics.bottom }

    /// Draws one slip; what does not fit goes on upon the next page, under the same head.
    mutating func draw(_ slip: ChangeSlip) throws(DrawingError) {
        var rest = slip.lines[...]
        while !rest.isEmpty {
            let whole = Self.height(rest.count)
            if isPageBegun {
                let isWholeOnFreshPage = whole <= bottom - SheetMetrics.top
                if top + Self.gap + (isWholeOnFreshPage ? whole : Self.height(5)) > bottom {
                    try turnPage()
                } else {
                    drawCut(top + Self.gap / 2)
                    top += Self.gap
                }
            }
            let room = Int((bottom - top - Self.headHeight - Self.footHeight) / Self.lineHeight)
            draw(slip.holder, rest.prefix(room), isContinued: rest.startIndex > 0)
            rest = rest.dropFirst(room)
            isPageBegun = true
        }
    }

    /// Ends the last page.
    mutating func finish() throws(DrawingError) {
        if isPageBegun { try document.endPage() }
    }

    private static func height(_ lines: Int) -> Double { headHeight + Double(lines) * lineHeight + footHeight }

    private mutating func turnPage() throws(DrawingError) {
        try document.endPage()
        top = SheetMetrics.top
        isPageBegun = false
    }

    private func drawCut(_ y: Double) {
        var x = metrics.left
        while x < metrics.right {
            document.line(from: (x, y), to: (min(x + 5, metrics.right), y), thickness: 0.4)
            x += 9
        }
    }

    private mutating func draw(_ holder: String, _ lines: ArraySlice<ChangeSlip.Line>, isContinued: Bool) {
        drawHead(holder, isContinued: isContinued)
        top += Self.headHeight
        var sheet = ""
        for line in lines {
            draw(line, isNewSheet: line.sheet != sheet)
            sheet = line.sheet
            top += Self.lineHeight
        }
        document.draw(
            .plain(
                "It says what was known on \(issued). Hand it back to \(organization.name.printable) with the sheets; "
                    + "shred both after entry."
            ),
            x: metrics.left,
            baseline: top + 8,
            width: metrics.width,
            TextStyle(size: 7.5, flush: .left)
        )
        top += Self.footHeight
    }

    private func drawHead(_ holder: String, isContinued: Bool) {
        let name = holder.isEmpty ? "for whoever has these sheets" : "for \(holder.printable)"
        document.draw(
            .plain("Leave these out" + (isContinued ? " (continued)" : "")),
            x: metrics.left,
            baseline: top + 14,
            width: metrics.width * 0.5,
            TextStyle(size: 14, isBold: true)
        )
        document.draw(
            .plain("\(name)  ·  as of \(issued)"),
            x: metrics.left + metrics.width * 0.4,
            baseline: top + 14,
            width: metrics.width * 0.6,
            TextStyle(size: 10, isBold: true, flush: .right)
        )
        document.draw(
            .plain("Strike these rows out on your sheets. The code stands at the left of the row."),
            x: metrics.left,
            baseline: top + 29,
            width: metrics.width,
            TextStyle(size: 9, flush: .left)
        )
        let style = TextStyle(size: 7.5)
        for (name, x) in [("Sheet", 0.0), ("Row", Self.rowX), ("On the page", Self.placeX), ("Why", Self.whyX)] {
            document.draw(.plain(name), x: metrics.left + x, baseline: top + 47, width: 90, style)
        }
        document.line(from: (metrics.left, top + 51), to: (metrics.right, top + 51), thickness: 1)
    }

    private static let rowX = 96.0
    private static let placeX = 186.0
    private static let whyX = 280.0

    private func draw(_ line: ChangeSlip.Line, isNewSheet: Bool) {
        let baseline = top + 8
        let code = TextStyle(family: "DejaVu Sans Mono", size: 10.5, isBold: true)
        if isNewSheet { document.draw(.plain(line.sheet), x: metrics.left, baseline: baseline, width: 90, code) }
        document.draw(.plain(line.code), x: metrics.left + Self.rowX, baseline: baseline, width: 84, code)
        let style = TextStyle(size: 9.5, flush: .left)
        document.draw(
            .plain(line.place.map { "row \($0) from the top" } ?? "in small print"),
            x: metrics.left + Self.placeX,
            baseline: baseline,
            width: 96,
            style
        )
        document.draw(
            .plain(Self.words(line.reason, Self.meeting(on: line.sheet))),
            x: metrics.left + Self.whyX,
            baseline: baseline,
            width: metrics.width - Self.whyX,
            style
        )
        document.line(from: (metrics.left, top + 12.5), to: (metrics.right, top + 12.5), thickness: 0.25)
    }

    private static func meeting(on sheet: String) -> Meeting {
        (try? SheetID(sheet))?.kind == .card ? .byPhone : .atDoors
    }

    private static func words(_ reason: SheetLine.News, _ meeting: Meeting) -> String {
        switch (reason, meeting) {
        case (.forgotten, .atDoors): "Asked to be forgotten: do not go, black the row out."
        case (.forgotten, .byPhone): "Asked to be forgotten: do not call, black the row out."
        case (.optedOut, .atDoors): "Does not want to be visited any more: do not go."
        case (.optedOut, .byPhone): "Does not want to be called any more: do not call."
        case (.deceased, .atDoors): "Deceased: do not go."
        case (.deceased, .byPhone): "Deceased: do not call."
        case (.wrongNumber, _): "Wrong number: do not call."
        case (.moved, _): "Moved away: do not go."
        case (.wrongAddress, _): "Wrong address: do not go."
        case (.done, _): "Did it already: no need to ask."
        }
    }
}
