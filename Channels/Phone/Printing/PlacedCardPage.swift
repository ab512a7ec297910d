import Deliveries
import Paper

/// A page of a card with the height of everything on it, before anything is drawn.
struct PlacedCardPage {
    /// A number, with its people and those who are called instead.
    struct Call {
        let line: PhoneLine
        /// Whether some of its people stand on the page before.
        let isContinued: Bool
        /// Of the number.
        let top: Double
        let instead: [PhoneLine]
        /// Of those who are called instead.
        let insteadTop: Double
    }

    /// A person's row.
    struct Row {
        let item: Item
        let row: PageRow
    }

    /// Of the names over the columns.
    let top: Double
    let calls: [Call]
    let rows: [Row]

    /// Places a page's numbers.
    ///
    /// - Parameters:
    ///   - page: What stands on it.
    ///   - card: Whose page it is.
    ///   - top: Where rows begin.
    ///   - lines: One for each place of the list.
    init(_ page: CardPage, of card: Card, top: Double, _ lines: [PhoneLine]) {
        self.top = top
        var calls: [Call] = []
        var rows: [Row] = []
        var y = top + SheetMetrics.columnsHeight
        for block in page.blocks {
            let call = card.calls[block.call]
            let (line, lineTop) = (lines[call.place], y)
            y += CardPagination.lineHeight
            for item in line.items[block.people] {
                rows.append(Row(item: item, row: PageRow(delivery: item.delivery, top: y, doorTop: lineTop)))
                y += SheetMetrics.personHeight
            }
            let instead = block.hasInstead ? call.instead.map { lines[$0] } : []
            calls.append(
                Call(
                    line: line,
                    isContinued: block.people.lowerBound > 0,
                    top: lineTop,
                    instead: instead,
                    insteadTop: y
                )
            )
            y += CardPagination.insteadHeight(instead.count) + CardPagination.gap
        }
        self.calls = calls
        self.rows = rows
    }
}
