import Deliveries
import People

/// Doors in walking order, with what turfs are cut by: street sides, and where each door lies.
struct TurfGround {
    /// The doors as they were handed in, by their place in walking order.
    let order: [Int]
    /// The street side of each door, counted in walking order.
    let sides: [Int]
    /// The street of each door, counted likewise.
    let streets: [Int]
    /// Metres on the map; where too few places are known, the doors stand in one row, a step apart.
    let spots: [Spot]
    let isMapped: Bool

    /// Below this share of doors with coordinates, the order of names is all there is.
    private static let leastKnown = 0.8

    init(_ doors: [TurfDoor]) {
        let keyed = doors.indices.map { (index: $0, walk: doors[$0].door.walkKey, key: doors[$0].door.key) }
        order = keyed.sorted { ($0.walk, $0.key, $0.index) < ($1.walk, $1.key, $1.index) }.map(\.index)
        var sides: [Int] = []
        var streets: [Int] = []
        var last: StreetSide?
        for index in order {
            let side = StreetSide(doors[index].door)
            let isSame = last.map { $0.isSame(as: side) } ?? false
            sides.append((sides.last ?? -1) + (isSame ? 0 : 1))
            streets.append((streets.last ?? -1) + (last?.isOnSameStreet(as: side) == true ? 0 : 1))
            last = side
        }
        self.sides = sides
        self.streets = streets
        let places = order.map { MapPlace(doors[$0].door) }
        let known = places.compactMap(\.self)
        isMapped = !known.isEmpty && Double(known.count) >= Self.leastKnown * Double(doors.count)
        // The same plane whoever comes or goes at its edge: one factor for the degrees of the whole town.
        if isMapped, let middle = known.sorted().dropFirst(known.count / 2).first {
            let plane = Plane(around: middle)
            spots = Self.filled(places.map { $0.map(plane.spot) }, sides)
        } else {
            spots = order.indices.map { Spot(x: Double($0), y: 0) }
        }
    }

    /// A door of which nobody knows the place is where its nearest neighbor on the same side is, else where the door before it by
    /// name is.
    private static func filled(_ spots: [Spot?], _ sides: [Int]) -> [Spot] {
        var before: [(spot: Spot, index: Int)?] = []
        var last: (spot: Spot, index: Int)?
        for (index, spot) in spots.enumerated() {
            if let spot { last = (spot, index) }
            before.append(last)
        }
        var filled: [Spot] = []
        var next: (spot: Spot, index: Int)?
        for index in spots.indices.reversed() {
            if let spot = spots[index] { next = (spot, index) }
            let behind = before[index].flatMap { sides[$0.index] == sides[index] ? $0 : nil }
            let ahead = next.flatMap { sides[$0.index] == sides[index] ? $0 : nil }
            let near: (spot: Spot, index: Int)? =
                switch (behind, ahead) {
                case (let behind?, let ahead?): index - behind.index <= ahead.index - index ? behind : ahead
                default: behind ?? ahead ?? before[index] ?? next
                }
            filled.append(near?.spot ?? Spot(x: 0, y: 0))
        }
        return filled.reversed()
    }
}
