import Calls
import Deliveries
import Drawing
import Paper

extension SheetPrinter {
    /// The map sketch, and beside it the streets and what to say; without the sketch where nobody knows where the doors are.
    ///
    /// - Parameters:
    ///   - pages: The sheets of the turf.
    ///   - area: Below the labels.
    /// - Throws: ``DrawingError``, ``TemplateError``.
    func drawWalk(_ pages: [SheetPage], in area: Rectangle) throws {
        let baseline = area.y - 5
        let streets = TurfStreets(list).sides
        let box = Rectangle(x: area.x, y: area.y, width: area.width * 0.63, height: area.height)
        guard let sketch = MapSketch(list.walk.stops, in: box, margin: 30) else {
            drawLabel("STREETS, IN THE ORDER OF THE WALK", x: area.x, baseline: baseline)
            let half = (area.width - 24) / 2
            let perColumn = max(1, Int(area.height / Self.streetHeight))
            let first = streets.count <= perColumn ? streets.count : max((streets.count + 1) / 2, 1)
            let column = Rectangle(x: area.x, y: area.y, width: half, height: area.height)
            let second = Rectangle(x: area.x + half + 24, y: area.y, width: half, height: area.height)
            let bottom = draw(Array(streets.prefix(first)), in: column)
            draw(Array(streets.dropFirst(first)), in: second)
            return try drawScript(in: Rectangle(x: area.x, y: bottom, width: area.width, height: area.bottom - bottom))
        }
        let known = sketch.unknown == 0 ? "" : ", BUT FOR \(sketch.unknown) WHOSE PLACE IS NOT KNOWN"
        drawLabel("THE WALK\(known)", x: area.x, baseline: baseline)
        document.box(box, thickness: 0.8, radius: 4)
        try draw(sketch, pages, in: box)
        let column = Rectangle(x: box.right + 14, y: area.y, width: area.right - box.right - 14, height: area.height)
        drawLabel("STREETS, IN THAT ORDER", x: column.x, baseline: baseline)
        let bottom = draw(streets, in: column)
        try drawScript(in: Rectangle(x: column.x, y: bottom, width: column.width, height: area.bottom - bottom))
    }

    /// What to say, where it fits as a whole; it stands on the first sheet in any case.
    private func drawScript(in area: Rectangle) throws {
        guard let words = briefing.call.words(for: CanvassDriver.id) else { return }
        let script = try Script(words, briefing, width: area.width, document.typesetter)
        let height = script.blocks.reduce(0) { $0 + $1.gap + $1.lines.reduce(0) { $0 + $1.height } }
        guard height + 2 * Cover.labelHeight <= area.height else { return }
        drawLabel("WHAT TO SAY", x: area.x, baseline: area.y + Cover.labelHeight)
        var top = area.y + Cover.labelHeight + 4
        for block in script.blocks {
            top += block.gap
            draw(block, lines: block.lines.indices, from: area.x, to: area.right, top: top)
            top += block.lines.reduce(0) { $0 + $1.height }
        }
    }

    private static let streetHeight = 24.0

    /// Two lines a street side: its name and how many doors, then the numbers of its houses.
    ///
    /// - Returns: How far down the page they go.
    @discardableResult
    private func draw(_ streets: [TurfStreets.Side], in column: Rectangle) -> Double {
        let most = max(1, Int(column.height / Self.streetHeight))
        let shown = streets.count <= most ? streets.count : most - 1
        for (index, side) in streets.prefix(shown).enumerated() {
            let top = column.y + Double(index) * Self.streetHeight
            document.draw(
                .plain(side.title),
                x: column.x,
                baseline: top + 9,
                width: column.width - 50,
                TextStyle(size: 9, isBold: true, flush: .left, overflow: .ellipsisInTheMiddle)
            )
            document.draw(
                .plain(side.doors == 1 ? "1 door" : "\(side.doors) doors"),
                x: column.right - 48,
                baseline: top + 9,
                width: 48,
                TextStyle(size: 9, isBold: true, flush: .right)
            )
            document.draw(
                .plain(side.numbers),
                x: column.x,
                baseline: top + 18.5,
                width: column.width,
                TextStyle(size: 7.5, flush: .left)
            )
            let bottom = top + Self.streetHeight - 2
            document.line(from: (column.x, bottom), to: (column.right, bottom), thickness: 0.3)
        }
        guard shown < streets.count else { return column.y + Double(shown) * Self.streetHeight }
        let rest = streets.dropFirst(shown)
        let doors = rest.reduce(0) { $0 + $1.doors }
        document.draw(
            .plain("and \(rest.count) more street sides with \(doors) doors"),
            x: column.x,
            baseline: column.y + Double(shown) * Self.streetHeight + 10,
            width: column.width,
            TextStyle(size: 8, flush: .left)
        )
        return column.bottom
    }
}
