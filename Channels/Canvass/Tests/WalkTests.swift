import Calls
import Deliveries
import People
import Testing

@testable import CanvassChannel

struct WalkTests {
    private static func door(_ street: String, _ unit: String = "") throws -> Door {
        try Door(street: street, unit: unit, locality: "Springfield")
    }

    @Test func peopleBehindOneDoorAreOneHouseholdHoweverItIsSpelled() throws {
        let items = [
            Neighbors.item(1, "Ada", "Sample", at: try Self.door("12 Elm St")),
            Neighbors.item(2, "Ben", "Other", at: try Self.door("14 Elm St")),
            Neighbors.item(3, "Cai", "Sample", at: try Self.door("12 elm street")),
        ]
        let list = WalkList(items)
        #expect(list.households.map { $0.items.map(\.delivery.rawValue) } == [[1, 3], [2]])
        #expect(list.walk.stops.map(\.people) == [2, 1])
    }

    @Test func oddAndEvenSidesAreWalkedApart() throws {
        let streets = ["10 Elm St", "9 Elm St", "2 Elm St", "101 Elm St", "1 Elm St", "3 Ash St"]
        let items = try streets.enumerated().map { Neighbors.item($0 + 1, "Ada", "", at: try Self.door($1)) }
        let list = WalkList(items.shuffled())
        #expect(
            list.households.map(\.door.street) == [
                "3 Ash St", "1 Elm St", "9 Elm St", "101 Elm St", "2 Elm St", "10 Elm St",
            ]
        )
        #expect(list.walk.stops.map(\.side) == [0, 1, 1, 1, 2, 2])
        #expect(list.households.map { StreetSide($0.door).title }.last == "Elm St — even side")
    }

    @Test(
        arguments: [
            ("12 W Main St", "W Main St — even side"), ("Hauptstraße 13", "Hauptstraße — odd side"),
            ("Rose Cottage", "Rose Cottage"),
        ]
    )
    func aHeadingNamesTheStreetAsItIsWritten(street: String, title: String) throws {
        #expect(StreetSide(try Self.door(street)).title == title)
    }

    @Test func relativesStandTogetherInAHousehold() throws {
        let door = try Self.door("12 Elm St")
        let items = [("Ada", "Young"), ("Cai", "Abel"), ("Ben", "Young"), ("Bea", "Abel")].enumerated().map {
            Neighbors.item($0 + 1, $1.0, $1.1, at: door)
        }
        #expect(WalkList(items).households[0].items.map(\.person.givenName) == ["Bea", "Cai", "Ada", "Ben"])
    }
}
