import Calls
import CanvassChannel
import Deliveries
import People
import TestKit

/// Fictional people behind fictional doors.
enum Neighbors {
    static let call = Call(
        slug: "rent-hearing",
        title: "Fill the room for rent stabilization",
        action: Action(
            kind: .attend,
            ask: "Come to the hearing",
            whenText: "Friday, December 4, 2026 at 6:30 PM",
            place: "City Hall, room 2",
            url: "https://riverside.example/hearing"
        ),
        goal: 120,
        words: Words(source: "Hello {{first_name}}, I come from {{organization}}. Will you be there?")
    )

    static let briefing = briefing(call)

    static func briefing(_ call: Call, publicURL: String? = nil) -> Briefing {
        Briefing(
            number: 1,
            call: call,
            organization: Samples.organization,
            links: publicURL.map { PersonalLinks.sample(publicURL: $0) }
        )
    }

    static func call(words: String) -> Call {
        Call(slug: call.slug, title: call.title, action: call.action, words: Words(source: words))
    }

    static func item(_ number: Int, _ given: String, _ family: String, at door: Door, language: String = "") -> Item {
        Item(
            delivery: DeliveryNumber(rawValue: Int64(number)),
            key: "k\(number)",
            attempt: 1,
            person: Person(
                id: PersonID(rawValue: "p\(number)"),
                givenName: given,
                familyName: family,
                door: door,
                language: language
            ),
            isFirst: true
        )
    }

    /// Four people at every third door, houses on both sides of five streets.
    static func items(_ count: Int) throws -> [Item] {
        let streets = ["Elm St", "Oak Ave", "W Main St", "Birch Ln", "Cedar Ct"]
        var items: [Item] = []
        var house = 0
        while items.count < count {
            house += 1
            let street = streets[house % streets.count]
            let door = try Door(street: "\(100 + house / 2) \(street)", locality: "Springfield")
            for _ in 0..<min(house % 3 == 0 ? 4 : 1, count - items.count) {
                items.append(item(items.count + 1, "Ada", "Sample", at: door))
            }
        }
        return items
    }

    /// One person at a door, for each name.
    static func items(named names: [String]) throws -> [Item] {
        try names.enumerated().map { index, name in
            item(index + 1, name, "", at: try Door(street: "\(index * 2 + 1) Elm St", locality: "Springfield"))
        }
    }
}
