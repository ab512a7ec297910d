import Deliveries
import Paper
import SheetReading

/// A page with the height of everything on it, before anything is drawn.
struct PlacedPage {
    /// A person's row.
    struct Row {
        let item: Item
        let top: Double
        let doorTop: Double

        var place: PageRow { PageRow(delivery: item.delivery, top: top, doorTop: doorTop) }
    }

    /// Of the names over the columns.
    let top: Double
    let blocks: [(block: SheetPage.Block, top: Double)]
    let rows: [Row]
    /// The empty rows under the doors; `nil` where there are none.
    let signUps: SignUpSpace?

    /// Places a page's doors.
    ///
    /// - Parameters:
    ///   - page: What stands on it.
    ///   - top: Where doors begin.
    ///   - households: One for each stop of the walk.
    ///   - wording: What those who sign up agree to.
    init(_ page: SheetPage, top: Double, _ households: [WalkList.Household], wording: String) {
        self.top = top
        var placed: [(SheetPage.Block, Double)] = []
        var rows: [Row] = []
        var y = top + SheetMetrics.columnsHeight
        for block in page.blocks {
            placed.append((block, y))
            switch block {
            case .heading: y += SheetMetrics.headingHeight
            case .door(let stop, let people):
                let doorTop = y
                y += SheetMetrics.doorHeight
                for item in households[stop].items[people] {
                    rows.append(Row(item: item, top: y, doorTop: doorTop))
                    y += SheetMetrics.personHeight
                }
                y += SheetMetrics.doorGap
            }
        }
        self.blocks = placed
        self.rows = rows
        signUps =
            page.signUpRows == 0
            ? nil
            : SignUpSpace(rows: page.signUpRows, top: y + SheetGeometry.signUpHeadHeight, wording: wording)
    }

    /// Four signs that differ when other people, or the same in other places, stand on the page, or other words are agreed to.
    var revision: String {
        PageRow.revision(of: rows.map(\.place), signUps: signUps)
    }
}
