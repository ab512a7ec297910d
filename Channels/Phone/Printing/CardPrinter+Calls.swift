import Deliveries
import Drawing
import Paper

extension CardPrinter {
    /// Draws the numbers of a page, with everybody behind them.
    func drawCalls(_ page: PlacedCardPage) {
        guard !page.calls.isEmpty else { return }
        drawColumnNames(top: page.top)
        for (index, call) in page.calls.enumerated() {
            if index > 0 {
                let y = call.top - CardPagination.gap / 2 - 0.5
                document.line(from: (metrics.left, y), to: (metrics.right, y), thickness: 0.25)
            }
            document.draw(
                .plain(written(call.line) + (call.isContinued ? " (continued)" : "")),
                x: metrics.left,
                baseline: call.top + 12,
                width: metrics.resultsX - 8 - metrics.left,
                TextStyle(size: 12.5, isBold: true, flush: .left)
            )
            drawDoorBubbles(top: call.top)
            drawInstead(call)
        }
        for row in page.rows {
            drawPerson(row.item.person, code: RowCode.encode(row.item.delivery), top: row.row.top)
        }
    }

    /// Whom to call where nobody answers: the members whom the missing one would call.
    private func drawInstead(_ call: PlacedCardPage.Call) {
        guard !call.instead.isEmpty else { return }
        let left = metrics.nameX
        document.draw(
            .plain("No answer? Leave word, and call in their stead:"),
            x: left + 8,
            baseline: call.insteadTop + 8.5,
            width: metrics.right - left,
            TextStyle(size: 8, isBold: true, flush: .left)
        )
        let numberX = left + metrics.width * 0.48
        for (index, line) in call.instead.enumerated() {
            let baseline =
                call.insteadTop + CardPagination.insteadHeadHeight + Double(index) * CardPagination.insteadHeight + 8.5
            // By its row code a slip can say that it is not to be called any more.
            let code = line.items.first.map { RowCode.encode($0.delivery) } ?? ""
            document.draw(
                .plain(code),
                x: left + 8,
                baseline: baseline,
                width: 44,
                TextStyle(family: "DejaVu Sans Mono", size: code.utf8.count > 8 ? 6 : 8)
            )
            document.draw(
                .plain(line.names),
                x: left + 54,
                baseline: baseline,
                width: numberX - left - 62,
                TextStyle(size: 9.5, flush: .left)
            )
            document.draw(
                .plain(written(line)),
                x: numberX,
                baseline: baseline,
                width: metrics.right - numberX,
                TextStyle(size: 9.5, isBold: true, flush: .left)
            )
        }
        let end = call.insteadTop + CardPagination.insteadHeight(call.instead.count)
        document.line(from: (left + 1, call.insteadTop + 2), to: (left + 1, end), thickness: 1)
    }
}
