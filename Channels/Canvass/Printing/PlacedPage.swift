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
        // FNV-1a: short, and nobody gains by making two pages collide.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ byte: UInt64) { hash = (hash ^ byte) &* 0x100_0000_01B3 }
        for row in rows {
            for number in [row.item.delivery.rawValue, Int64(row.top * 10), Int64(row.doorTop * 10)] {
                for shift in stride(from: 0, to: 64, by: 8) { add(UInt64(bitPattern: number) >> UInt64(shift) & 0xFF) }
            }
        }
        if let signUps {
            add(UInt64(signUps.rows))
            for byte in signUps.wording.utf8 { add(UInt64(byte)) }
        }
        return CheckedDigits.text((0..<4).map { UInt8(hash >> (5 * UInt64($0) + 20) & 31) })
    }
}
