import Deliveries
import SheetReading

/// A page with the height of everything on it, before anything is drawn.
struct PlacedPage {
    /// A person's row.
    struct Row {
        let item: Item
        let top: Double
        let doorTop: Double
    }

    /// Of the names over the columns.
    let top: Double
    let blocks: [(block: SheetPage.Block, top: Double)]
    let rows: [Row]

    /// Places a page's doors.
    ///
    /// - Parameters:
    ///   - blocks: What stands on it.
    ///   - top: Where they begin.
    ///   - households: One for each stop of the walk.
    init(_ blocks: [SheetPage.Block], top: Double, _ households: [WalkList.Household]) {
        self.top = top
        var placed: [(SheetPage.Block, Double)] = []
        var rows: [Row] = []
        var y = top + SheetMetrics.columnsHeight
        for block in blocks {
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
    }

    /// Four signs that differ when other people, or the same in other places, stand on the page.
    var revision: String {
        // FNV-1a: short, and nobody gains by making two pages collide.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for row in rows {
            for number in [row.item.delivery.rawValue, Int64(row.top * 10), Int64(row.doorTop * 10)] {
                for shift in stride(from: 0, to: 64, by: 8) {
                    hash = (hash ^ (UInt64(bitPattern: number) >> UInt64(shift) & 0xFF)) &* 0x100_0000_01B3
                }
            }
        }
        return CheckedDigits.text((0..<4).map { UInt8(hash >> (5 * UInt64($0) + 20) & 31) })
    }
}
