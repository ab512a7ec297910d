import Calls
import Deliveries
import Drawing

extension PagePrinter {
    /// The script's lines of one page; on the first the custody line and the ask stand before them.
    ///
    /// - Parameters:
    ///   - page: Which page of the front.
    ///   - custody: Who has the sheet: what stands before the name, and the name where it is known.
    package func drawFront(page: Int, custody: (title: String, name: String)) {
        if page == 0 {
            drawCustody(custody)
            drawAsk(top: metrics.bodyTop + Front.custodyHeight)
        }
        document.draw(
            .plain(page == 0 ? "WHAT TO SAY" : "WHAT TO SAY (continued)"),
            x: metrics.left,
            baseline: metrics.bodyTop + front.labelTop(page: page) + 9,
            width: metrics.width,
            TextStyle(size: 8, isBold: true)
        )
        for piece in front.pages[page] { draw(piece) }
    }

    private func draw(_ piece: Front.Piece) {
        let block = front.script.blocks[piece.block]
        draw(block, lines: piece.lines, from: metrics.left, to: metrics.right, top: metrics.bodyTop + piece.top)
    }

    /// Some lines of a block of a script, between two edges.
    package func draw(_ block: Script.Block, lines: Range<Int>, from left: Double, to right: Double, top: Double) {
        let height = lines.reduce(0) { $0 + block.lines[$1].height }
        let x = left + block.indent
        switch block.kind {
        case .rule:
            return document.line(from: (left, top + 3), to: (right, top + 3), thickness: 0.5)
        case .quote: document.line(from: (left + 4, top), to: (left + 4, top + height), thickness: 1.5)
        case .heading, .body, .item: break
        }
        if let marker = block.marker, lines.lowerBound == 0 {
            var style = Script.style(of: block.kind)
            style.flush = .right
            document.draw(
                .plain(marker.printable),
                x: x - 34,
                baseline: top + block.layout.baseline,
                width: 30,
                style
            )
        }
        document.draw(block.layout, lines: lines, x: x, top: top)
    }

    /// Who had the sheet, and when: room for a hand.
    private func drawCustody(_ custody: (title: String, name: String)) {
        let baseline = metrics.bodyTop + 14
        let style = TextStyle(size: 8.5)
        var x = metrics.left
        for (name, length) in [(custody.title, 0.42), ("Date", 0.14), ("From", 0.09), ("To", 0.09)] {
            x += document.draw(.plain(name), x: x, baseline: baseline, width: 60, style) + 4
            let end = name == "To" ? metrics.right : x + length * metrics.width
            document.line(from: (x, baseline + 2), to: (end, baseline + 2), thickness: 0.6)
            if name == custody.title, !custody.name.isEmpty {
                let style = TextStyle(size: 10, isBold: true, flush: .left)
                document.draw(
                    .plain(custody.name.printable),
                    x: x + 3,
                    baseline: baseline - 0.5,
                    width: end - x - 3,
                    style
                )
            }
            x = end + 9
        }
    }

    /// The ask in its frame.
    package func drawAsk(top: Double) {
        let box = Rectangle(x: metrics.left, y: top, width: metrics.width, height: front.askBox.height)
        document.box(box, thickness: 1.4, radius: 5)
        let x = box.x + AskBox.padding
        document.draw(front.askBox.ask, x: x, baseline: top + AskBox.padding - 2 + front.askBox.ask.baseline)
        var rowTop = top + AskBox.padding + front.askBox.ask.height + 3
        let fieldWidth = AskBox.fieldWidth(in: box.width)
        for row in front.askBox.rows {
            for (column, field) in row.enumerated() {
                let fieldX = x + Double(column) * (AskBox.nameWidth + fieldWidth + 16)
                document.draw(
                    .plain(field.name),
                    x: fieldX,
                    baseline: rowTop + field.value.baseline,
                    width: AskBox.nameWidth,
                    TextStyle(size: 8.5, isBold: true)
                )
                document.draw(field.value, x: fieldX + AskBox.nameWidth, baseline: rowTop + field.value.baseline)
            }
            rowTop += AskBox.height(of: row)
        }
    }
}
