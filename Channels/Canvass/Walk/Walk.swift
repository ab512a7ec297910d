import People

/// Doors in walking order, reduced to what turfs and pages are cut by.
///
/// The forecast and the sheet both build it, one from the plan and one from an envelope; so they count the same.
struct Walk: Sendable {
    /// All that cutting and routing need to know of a door: 20 bytes.
    struct Stop: Sendable, Equatable {
        /// How many people live there; at least 1.
        var people: Int32
        /// The street side it stands on, counted through the walk.
        var side: Int32
        /// Where it is on the map, where anybody there told.
        var place: MapPlace?
    }

    private(set) var stops: [Stop] = []
    private(set) var people = 0
    private var lastSide: StreetSide?
    private var sideCount: Int32 = 0
    private var lastWalkKey: String?
    /// Households whose walking order is the same, such as two spellings that sort alike.
    private var stopsOfWalkKey: [String: Int] = [:]

    /// Adds one more person.
    ///
    /// - Parameter door: Where the person lives; not before the one added last in walking order.
    /// - Returns: The index of the person's door among ``stops``.
    @discardableResult
    mutating func add(_ door: Door) -> Int {
        people += 1
        let walkKey = door.walkKey
        if walkKey != lastWalkKey {
            lastWalkKey = walkKey
            stopsOfWalkKey.removeAll(keepingCapacity: true)
        }
        let key = door.key
        if let known = stopsOfWalkKey[key] {
            stops[known].people += 1
            // The same one whoever is added first.
            stops[known].place = [stops[known].place, MapPlace(door)].compactMap(\.self).min()
            return known
        }
        let side = StreetSide(door)
        if lastSide.map({ $0.isSame(as: side) }) != true {
            lastSide = side
            sideCount += 1
        }
        stopsOfWalkKey[key] = stops.count
        stops.append(Stop(people: 1, side: sideCount - 1, place: MapPlace(door)))
        return stops.count - 1
    }

    /// Puts the sides into an order in which they are walked with few detours; nothing can be added after that.
    ///
    /// - Returns: For each stop, where it was before.
    @discardableResult
    mutating func route() -> [Int] {
        let order = Route.order(stops)
        stops = order.map { stops[$0] }
        return order
    }
}
