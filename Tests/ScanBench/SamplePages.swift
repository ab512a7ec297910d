import Calls
import CanvassChannel
import Deliveries
import Foundation
import Paper
import People
import Pictures
import Synchronization

/// Sheets as the channel prints them, as pictures of 300 dots per inch, with what the store would know of them.
struct SamplePages {
    struct Page {
        let sheet: PrintedSheet
        let picture: GreyPicture
    }

    /// Pixels a point.
    static let scale = 300.0 / 72

    let driver: CanvassDriver
    let pages: [Page]
    let folder: URL

    init(people: Int) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "scan-bench-\(UUID().uuidString)")
        let organization = Organization(
            name: "Riverside Tenants Union",
            postalAddress: "12 Main St, Springfield, IL 62701",
            timezone: "America/Chicago",
            region: "US"
        )
        driver = try CanvassDriver(
            settings: ChannelSettings(
                channel: CanvassDriver.id,
                values: ["output": folder.path],
                organization: organization
            )
        )
        let call = Call(
            slug: "rent-hearing",
            title: "Fill the room for rent stabilization",
            action: Action(kind: .attend, ask: "Come to the hearing", place: "City Hall, room 2"),
            words: Words(source: "Hello {{first_name}}, I come from {{organization}}. Will you be there?")
        )
        let briefing = Briefing(number: 1, call: call, organization: organization)
        let places = Mutex<[(DeliveryNumber, PaperPlace)]>([])
        let envelope = Envelope(briefing: briefing, batch: 1, items: try Self.items(people))
        await driver.deliver([envelope]) { report in
            if let place = report.place { places.withLock { $0.append((report.delivery, place)) } }
        }
        let sheets = Self.sheets(places.withLock { $0 })
        let pdf = folder.appending(path: "rent-hearing-1.pdf").path
        pages = try Self.pictures(of: pdf, in: folder).enumerated().compactMap { index, picture in
            sheets.first { $0.page == index + 1 }.map { Page(sheet: $0.sheet, picture: picture) }
        }
    }

    private static func items(_ count: Int) throws -> [Item] {
        let given = ["Ada", "Ben", "Chimamanda", "Đặng", "Ezra", "Fatima", "Guillermo", "Hoa", "Ines", "Jo"]
        let family = ["Sample", "Nguyễn", "Okonkwo-Bright", "Li", "García Márquez", "Smith", "Abara"]
        let streets = ["Elm St", "Oak Ave", "W Main St", "Birch Ln", "Cedar Ct"]
        var house = 0
        return try (1...count).map { number in
            if number % 5 != 2 { house += 1 }
            let door = try Door(street: "\(100 + house) \(streets[house / 40 % 5])", locality: "Springfield")
            let person = Person(
                id: PersonID(rawValue: "p\(number)"),
                givenName: given[number % given.count],
                familyName: family[number % family.count],
                door: door,
                language: number % 9 == 0 ? "es" : ""
            )
            let delivery = DeliveryNumber(rawValue: Int64(number))
            return Item(delivery: delivery, key: "k\(number)", attempt: 1, person: person, isFirst: true)
        }
    }

    private static func sheets(_ places: [(DeliveryNumber, PaperPlace)]) -> [(page: Int, sheet: PrintedSheet)] {
        Dictionary(grouping: places, by: \.1.sheet).compactMap { id, rows in
            guard let name = try? SheetID(id), let first = rows.first?.1 else { return nil }
            let sorted = rows.sorted { $0.1.row < $1.1.row }
            let sheet = PrintedSheet(
                id: id,
                call: "rent-hearing",
                revision: first.revision,
                paper: first.paper,
                geometry: first.geometry,
                rows: sorted.map { .init(delivery: $0.0, top: $0.1.top, doorTop: $0.1.doorTop) },
                signUps: first.signUps
            )
            return (name.page, sheet)
        }
    }

    private static func pictures(of pdf: String, in folder: URL) throws -> [GreyPicture] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["pdftoppm", "-gray", "-r", "300", pdf, folder.appending(path: "page").path]
        try process.run()
        process.waitUntilExit()
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".pgm") }
        return try names.sorted().compactMap { name in
            GreyPicture(pgm: Array(try Data(contentsOf: folder.appending(path: name))))
        }
    }
}
