import Foundation
import People

/// A place on the map, in eight bytes: good to a metre or two.
struct MapPlace: Sendable, Equatable, Comparable {
    /// Degrees.
    let latitude: Float
    let longitude: Float

    init(latitude: Float, longitude: Float) {
        self.latitude = latitude
        self.longitude = longitude
    }

    /// Where a door is; `nil` when nobody has told.
    init?(_ door: Door) {
        guard let latitude = door.latitude, let longitude = door.longitude else { return nil }
        self.init(latitude: Float(latitude), longitude: Float(longitude))
    }

    static func < (left: MapPlace, right: MapPlace) -> Bool {
        (left.latitude, left.longitude) < (right.latitude, right.longitude)
    }
}

/// Puts street sides into an order in which they are walked with few detours, where it is known where the doors are.
///
/// Each side is kept whole and walked up or down. The way begins at the southernmost end, always goes on to the nearest one,
/// and is then untangled: of two hops that cross, turning what lies between makes both shorter (2-opt).
enum Route {
    /// Below this share of doors with coordinates, streets by name are as good an order as any.
    private static let leastKnown = 0.8
    /// Looking for the nearest takes a square of time; more sides than this, some 20,000 doors, stay in the order of names.
    private static let mostSides = 5_000
    /// Untangling compares all pairs again and again; beyond so many sides that takes seconds.
    private static let mostUntangled = 1_000
    /// Rounds of untangling; later ones seldom find anything.
    private static let rounds = 4
    /// What a turn must save, in metres: less is noise of the coordinates.
    private static let leastGain = 1.0

    /// The order in which stops are walked.
    ///
    /// - Parameter stops: Side by side.
    /// - Returns: Indices of `stops`, each once; as they are when too few places are known.
    static func order(_ stops: [Walk.Stop]) -> [Int] {
        let places = stops.compactMap(\.place)
        guard let any = places.first, Double(places.count) >= leastKnown * Double(stops.count) else {
            return Array(stops.indices)
        }
        let plane = Plane(around: any)
        let legs = Self.legs(stops, plane)
        guard legs.count > 1, legs.count <= mostSides else { return Array(stops.indices) }
        var way = nearestFirst(legs)
        if way.count <= mostUntangled { untangle(&way) }
        return way.flatMap { $0.isReversed ? Array($0.stops.reversed()) : Array($0.stops) }
    }

    /// A town is flat: degrees become metres by one factor each.
    private struct Plane {
        let around: MapPlace
        let metresAlong: Double
        private static let metresUp = 111_195.0

        init(around: MapPlace) {
            self.around = around
            metresAlong = Self.metresUp * cos(Double(around.latitude) * .pi / 180)
        }

        func spot(_ place: MapPlace) -> Spot {
            Spot(
                x: Double(place.longitude - around.longitude) * metresAlong,
                y: Double(place.latitude - around.latitude) * Self.metresUp
            )
        }
    }

    /// In metres.
    private struct Spot {
        let x: Double
        let y: Double

        func distance(to other: Spot) -> Double {
            let (dx, dy) = (x - other.x, y - other.y)
            return (dx * dx + dy * dy).squareRoot()
        }
    }

    /// The doors of one side, with the places of its ends.
    private struct Leg {
        let stops: Range<Int>
        let first: Spot
        let last: Spot
        var isReversed = false

        var begin: Spot { isReversed ? last : first }
        var end: Spot { isReversed ? first : last }
        var turned: Leg { Leg(stops: stops, first: first, last: last, isReversed: !isReversed) }
    }

    private static func legs(_ stops: [Walk.Stop], _ plane: Plane) -> [Leg] {
        var legs: [Leg] = []
        var start = 0
        for index in stops.indices where index + 1 == stops.count || stops[index + 1].side != stops[index].side {
            let known = stops[start...index].compactMap(\.place)
            // A side of which nobody knows the place goes where the one before it by name is.
            let lost = legs.last?.last ?? plane.spot(plane.around)
            legs.append(
                Leg(
                    stops: start..<index + 1,
                    first: known.first.map(plane.spot) ?? lost,
                    last: known.last.map(plane.spot) ?? lost
                )
            )
            start = index + 1
        }
        return legs
    }

    private static func nearestFirst(_ legs: [Leg]) -> [Leg] {
        var rest = legs
        // An end at the edge of the area stays the same when somebody in its middle is added.
        let southernmost = rest.indices.min {
            min(rest[$0].first.y, rest[$0].last.y) < min(rest[$1].first.y, rest[$1].last.y)
        }
        guard let southernmost else { return [] }
        var way = [rest.remove(at: southernmost)]
        if way[0].last.y < way[0].first.y { way[0] = way[0].turned }
        while !rest.isEmpty {
            let here = way[way.count - 1].end
            var best = (distance: Double.infinity, index: 0, isReversed: false)
            for (index, leg) in rest.enumerated() {
                let (up, down) = (here.distance(to: leg.first), here.distance(to: leg.last))
                if min(up, down) < best.distance { best = (min(up, down), index, down < up) }
            }
            let next = rest.remove(at: best.index)
            way.append(best.isReversed ? next.turned : next)
        }
        return way
    }

    private static func untangle(_ way: inout [Leg]) {
        for _ in 0..<rounds {
            var isBetter = false
            for first in way.indices {
                for last in first..<way.count where gain(way, first, last) > leastGain {
                    way.replaceSubrange(first...last, with: way[first...last].reversed().map(\.turned))
                    isBetter = true
                }
            }
            if !isBetter { return }
        }
    }

    /// How many metres turning a part of the way saves.
    private static func gain(_ way: [Leg], _ first: Int, _ last: Int) -> Double {
        var saved = 0.0
        if first > 0 {
            let before = way[first - 1].end
            saved += before.distance(to: way[first].begin) - before.distance(to: way[last].end)
        }
        if last + 1 < way.count {
            let after = way[last + 1].begin
            saved += way[last].end.distance(to: after) - way[first].begin.distance(to: after)
        }
        return saved
    }
}
