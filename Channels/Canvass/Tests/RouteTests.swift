import Deliveries
import Foundation
import People
import Testing

@testable import CanvassChannel

/// The order in which street sides are walked.
struct RouteTests {
    /// Streets of ten doors a side, some 110 m apart, whose names do not tell where they lie.
    private static func town(streets: Int, known: Double = 1) -> [Walk.Stop] {
        (0..<2 * streets).flatMap { side in
            (0..<10).map { door in
                let column = (side / 2 * 7) % streets
                let place = MapPlace(
                    latitude: 39.8 + 0.0001 * Float(door),
                    longitude: -89.6 + 0.0013 * Float(column) + 0.0002 * Float(side % 2)
                )
                let isKnown = Double(side * 10 + door) < known * Double(streets * 20)
                return Walk.Stop(people: 1, side: Int32(side), place: isKnown ? place : nil)
            }
        }
    }

    private static func metres(_ stops: [Walk.Stop], _ order: [Int]) -> Double {
        zip(order, order.dropFirst()).reduce(0) { sum, pair in
            guard let from = stops[pair.0].place, let to = stops[pair.1].place else { return sum }
            let (up, along) = (
                Double(to.latitude - from.latitude) * 111_195, Double(to.longitude - from.longitude) * 85_000
            )
            return sum + (up * up + along * along).squareRoot()
        }
    }

    @Test(arguments: [2, 5, 11, 40])
    func streetsAreWalkedOneBesideTheOther(streets: Int) {
        let stops = Self.town(streets: streets)
        let order = Route.order(stops)
        #expect(order.sorted() == Array(stops.indices))
        // Up one side, down the other, and on to the next street: nothing shorter is possible.
        let least = Double(2 * streets) * 9 * 11.1 + Double(streets) * 17 + Double(streets - 1) * 94
        #expect(Self.metres(stops, order) < 1.1 * least)
    }

    @Test func aSideIsNeverSplit() {
        let stops = Self.town(streets: 11)
        let sides = Route.order(stops).map { stops[$0].side }
        let runs = zip(sides, sides.dropFirst()).count { $0 != $1 } + 1
        #expect(runs == 22)
    }

    @Test(arguments: [0, 0.5, 0.79])
    func withoutPlacesTheOrderOfNamesStays(known: Double) {
        let stops = Self.town(streets: 5, known: known)
        #expect(Route.order(stops) == Array(stops.indices))
        #expect(Route.order([]).isEmpty)
    }

    @Test func aFewDoorsWithoutAPlaceLeadNobodyAstray() {
        let stops = Self.town(streets: 11, known: 0.9)
        let order = Route.order(stops)
        #expect(order.sorted() == Array(stops.indices))
        #expect(Self.metres(stops, order) < Self.metres(stops, Array(stops.indices)))
    }

    @Test func theForecastCountsWhatIsPrintedWhereverTheDoorsAre() async throws {
        let items = try (0..<120).map { number in
            let street = ["Ash", "Birch", "Cedar", "Dogwood", "Elm"][number % 5]
            let door = try Door(
                street: "\(number / 5 * 2 + 1) \(street) St",
                locality: "Springfield",
                latitude: 39.8 + 0.0001 * Double(number / 5),
                longitude: -89.6 + 0.001 * Double(number * 3 % 5)
            )
            return Neighbors.item(number + 1, "Ada", "Sample \(number)", at: door)
        }
        let printer = try Printer(["doors_per_turf": "30"])
        var forecaster = try printer.canvass.forecast(Neighbors.briefing)
        for item in items.sorted(by: { ($0.person.door?.walkKey ?? "") < ($1.person.door?.walkKey ?? "") }) {
            forecaster.add(item.person, isFirst: true)
        }
        let printed = await printer.print(items.shuffled())
        let figures = forecaster.forecast().figures
        #expect(figures.first { $0.name == "sheets" }?.value == .number(try printed.pageCount))
    }
}
