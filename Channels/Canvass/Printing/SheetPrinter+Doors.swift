import Deliveries
import Drawing
import Paper
import People
import SheetReading

extension SheetPrinter {
    /// Draws the doors of a page.
    func drawDoors(_ page: PlacedPage) {
        guard !page.blocks.isEmpty else { return }
        drawColumnNames(top: page.top)
        for (block, top) in page.blocks {
            switch block {
            case .heading(let stop, let isContinued):
                drawHeading(list.households[stop].door, isContinued: isContinued, top: top)
            case .door(let stop, let people):
                drawDoorLine(list.households[stop].door, isContinued: people.lowerBound > 0, top: top)
            }
        }
        for row in page.rows { drawPerson(row.item.person, code: RowCode.encode(row.item.delivery), top: row.top) }
    }

    private func drawHeading(_ door: Door, isContinued: Bool, top: Double) {
        let side = StreetSide(door)
        let placeWidth = metrics.width * 0.35
        document.draw(
            .plain(side.title.printable + (isContinued ? " (continued)" : "")),
            x: metrics.left,
            baseline: top + 14.5,
            width: metrics.width - placeWidth - 8,
            TextStyle(size: 12.5, isBold: true, flush: .left, overflow: .ellipsisInTheMiddle)
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
        // Number and apartment stand at its ends, and tell it from the neighbor's.
        document.draw(
            .plain(address + (isContinued ? " (continued)" : "")),
            x: metrics.left,
            baseline: top + 11.5,
            width: metrics.resultsX - 8 - metrics.left,
            TextStyle(size: 11, isBold: true, flush: .left, overflow: .ellipsisInTheMiddle)
        )
        drawDoorBubbles(top: top)
    }
}
