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
/// Each side is kept whole and walked up or down. The way begins at the southernmost end, in a small area at the best one, always
/// goes on to the nearest one, and is then untangled: of two hops that cross, turning what lies between makes both shorter (2-opt).
enum Route {
    /// Below this share of doors with coordinates, streets by name are as good an order as any.
    private static let leastKnown = 0.8
    /// Looking for the nearest takes a square of time; more sides than this, some 20,000 doors, stay in the order of names.
    private static let mostSides = 5_000
    /// Untangling compares all pairs again and again; beyond so many sides that takes seconds.
    private static let mostUntangled = 1_000
    /// A turf's worth of sides: so few that a way can be tried from every end.
    private static let mostTried = 32
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
        let way = legs.count <= mostTried ? shortest(legs) : begun(at: southernmost(legs), legs)
        return way.flatMap { $0.isReversed ? Array($0.stops.reversed()) : Array($0.stops) }
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

    /// Of the ways that begin at any end, the shortest.
    private static func shortest(_ legs: [Leg]) -> [Leg] {
        var best: (length: Double, way: [Leg])?
        for start in legs.indices {
            for first in [legs[start], legs[start].turned] {
                var legs = legs
                legs[start] = first
                let way = begun(at: start, legs)
                let length = zip(way, way.dropFirst()).reduce(0) { $0 + $1.0.end.distance(to: $1.1.begin) }
                if best.map({ length < $0.length - leastGain }) ?? true { best = (length, way) }
            }
        }
        return best?.way ?? legs
    }

    /// The way from a leg on, untangled.
    private static func begun(at start: Int, _ legs: [Leg]) -> [Leg] {
        var way = nearestFirst(from: start, legs)
        if way.count <= mostUntangled { untangle(&way) }
        return way
    }

    /// An end at the edge of the area stays the same when somebody in its middle is added.
    private static func southernmost(_ legs: [Leg]) -> Int {
        legs.indices.min { min(legs[$0].first.y, legs[$0].last.y) < min(legs[$1].first.y, legs[$1].last.y) } ?? 0
    }

    private static func nearestFirst(from start: Int, _ legs: [Leg]) -> [Leg] {
        var rest = legs
        var way = [rest.remove(at: start)]
        // Where the way begins is free in a small area only; there both directions are tried.
        if legs.count > mostTried, way[0].last.y < way[0].first.y { way[0] = way[0].turned }
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
