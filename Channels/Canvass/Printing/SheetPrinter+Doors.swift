import Deliveries
import Drawing
import People

extension SheetPrinter {
    /// Draws the doors of a page.
    ///
    /// - Returns: The people on it.
    func drawDoors(_ blocks: [SheetPage.Block], top: Double, _ id: SheetID, _ stops: [Walk.Stop]) -> [Row] {
        guard !blocks.isEmpty else { return [] }
        var top = top
        drawColumnNames(top: top)
        top += SheetMetrics.columnsHeight
        var rows: [Row] = []
        for block in blocks {
            switch block {
            case .heading(let stop, let isContinued):
                drawHeading(list.households[stop].door, isContinued: isContinued, top: top)
                top += SheetMetrics.headingHeight
            case .door(let stop, let people):
                let household = list.households[stop]
                drawDoorLine(household.door, isContinued: people.lowerBound > 0, top: top)
                top += SheetMetrics.doorHeight
                for item in household.items[people] {
                    let code = RowCode.encode(item.delivery)
                    drawPerson(item.person, code: code, top: top)
                    rows.append((item.delivery, "\(id)/\(code)"))
                    top += SheetMetrics.personHeight
                }
                top += SheetMetrics.doorGap
            }
        }
        return rows
    }

    private func drawColumnNames(top: Double) {
        let style = TextStyle(size: 7.5)
        let baseline = top + 7.5
        document.draw(.plain("Row"), x: metrics.left, baseline: baseline, width: 50, style)
        document.draw(.plain("Name"), x: metrics.nameX, baseline: baseline, width: 100, style)
        document.draw(.plain("What happened: cross one"), x: metrics.resultsX, baseline: baseline, width: 200, style)
        document.draw(.plain("And the ask?"), x: metrics.didX, baseline: baseline, width: 90, style)
        let bottom = top + SheetMetrics.columnsHeight - 2
        document.line(from: (metrics.left, bottom), to: (metrics.right, bottom), thickness: 0.5)
    }

    private func drawHeading(_ door: Door, isContinued: Bool, top: Double) {
        let side = StreetSide(door)
        let placeWidth = metrics.width * 0.35
        document.draw(
            .plain(side.title.printable + (isContinued ? " (continued)" : "")),
            x: metrics.left,
            baseline: top + 14.5,
            width: metrics.width - placeWidth - 8,
            TextStyle(size: 12.5, isBold: true, flush: .left)
        )
        document.draw(
            .plain(side.place.printable),
            x: metrics.right - placeWidth,
            baseline: top + 14.5,
            width: placeWidth,
            TextStyle(size: 9, flush: .right)
        )
        let bottom = top + SheetMetrics.headingHeight - 3
        document.line(from: (metrics.left, bottom), to: (metrics.right, bottom), thickness: 1.5)
    }

    /// The address, and boxes for what is true of everybody behind the door.
    private func drawDoorLine(_ door: Door, isContinued: Bool, top: Double) {
        let address = [door.street, door.unit].filter { !$0.isEmpty }.joined(separator: ", ").printable
        document.draw(
            .plain(address + (isContinued ? " (continued)" : "")),
            x: metrics.left,
            baseline: top + 11.5,
            width: metrics.resultsX - 8 - metrics.left,
            TextStyle(size: 11, isBold: true, flush: .left)
        )
        var x = metrics.resultsX
        for label in labels.ofDoor {
            document.box(Rectangle(x: x, y: top + 2.5, width: 10, height: 10), thickness: 0.7)
            document.draw(label, x: x + 13, baseline: top + 10.2)
            x += 13 + label.width + 14
        }
    }
}
