package import Deliveries
import SheetReading

/// What stands at the head and foot of a page.
package struct PageFacts {
    package let id: SheetID
    package let revision: String
    /// `Turf T1-3`, or `Turf 1 of 2` where the doors were not cut before.
    package let part: String
    package let page: Int
    package let pageCount: Int

    package init(id: SheetID, revision: String, part: String, page: Int, pageCount: Int) {
        self.id = id
        self.revision = revision
        self.part = part
        self.page = page
        self.pageCount = pageCount
    }

    /// `Turf 1 of 2 · page 2 of 3`.
    package var place: String { "\(part)  ·  Page \(page) of \(pageCount)" }
}

/// A person on a page.
package struct PrintedPerson: Sendable {
    package let delivery: DeliveryNumber
    /// What the log shows: `{sheet id}/{row code}`.
    package let reference: String
    package private(set) var place: PaperPlace

    /// Names the row.
    ///
    /// - Parameters:
    ///   - row: The delivery and where it stands.
    ///   - index: Counted from 0 from the page's top.
    ///   - page: The page.
    ///   - paper: Its size.
    ///   - signUps: The page's empty rows.
    package init(_ row: PageRow, _ index: Int, on page: PageFacts, _ paper: PaperSize, signUps: SignUpSpace? = nil) {
        delivery = row.delivery
        reference = "\(page.id)/\(RowCode.encode(row.delivery))"
        place = PaperPlace(
            sheet: "\(page.id)",
            revision: page.revision,
            paper: paper.rawValue,
            geometry: SheetGeometry.version,
            row: index,
            top: row.top,
            doorTop: row.doorTop,
            signUps: signUps
        )
    }

    /// The same person, who stands on further pages without a row.
    package func mentioned(on mentions: [PaperMention]) -> PrintedPerson {
        if mentions.isEmpty { return self }
        var person = self
        person.place = PaperPlace(
            sheet: place.sheet,
            revision: place.revision,
            paper: place.paper,
            geometry: place.geometry,
            row: place.row,
            top: place.top,
            doorTop: place.doorTop,
            signUps: place.signUps,
            mentions: mentions
        )
        return person
    }
}

/// Where a delivery's row stands on a page, in points from its top.
package struct PageRow: Sendable, Equatable {
    package let delivery: DeliveryNumber
    package let top: Double
    /// The line above that says how all are reached who stand under it: a door, or a phone number.
    package let doorTop: Double

    package init(delivery: DeliveryNumber, top: Double, doorTop: Double) {
        self.delivery = delivery
        self.top = top
        self.doorTop = doorTop
    }

    /// Four signs that differ when other people, or the same in other places, stand on the page, or other words are agreed to.
    package static func revision(
        of rows: [PageRow],
        signUps: SignUpSpace? = nil,
        mentioned: [DeliveryNumber] = []
    ) -> String {
        // FNV-1a: short, and nobody gains by making two pages collide.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ byte: UInt64) { hash = (hash ^ byte) &* 0x100_0000_01B3 }
        for row in rows {
            for number in [row.delivery.rawValue, Int64(row.top * 10), Int64(row.doorTop * 10)] {
                for shift in stride(from: 0, to: 64, by: 8) { add(UInt64(bitPattern: number) >> UInt64(shift) & 0xFF) }
            }
        }
        for delivery in mentioned {
            for shift in stride(from: 0, to: 64, by: 8) {
                add(UInt64(bitPattern: delivery.rawValue) >> UInt64(shift) & 0xFF)
            }
        }
        if let signUps {
            add(UInt64(signUps.rows))
            for byte in signUps.wording.utf8 { add(UInt64(byte)) }
        }
        return CheckedDigits.text((0..<4).map { UInt8(hash >> (5 * UInt64($0) + 20) & 31) })
    }
}
