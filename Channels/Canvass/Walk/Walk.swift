import People

/// Doors in walking order, reduced to what turfs and pages are cut by.
///
/// The forecast and the sheet both build it, one from the plan and one from an envelope; so they count the same.
struct Walk: Sendable {
    /// All that cutting needs to know of a door: eight bytes.
    struct Stop: Sendable, Equatable {
        /// How many people live there; at least 1.
        var people: Int32
        /// The street side it stands on, counted through the walk.
        var side: Int32
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
            return known
        }
        let side = StreetSide(door)
        if lastSide.map({ $0.isSame(as: side) }) != true {
            lastSide = side
            sideCount += 1
        }
        stopsOfWalkKey[key] = stops.count
        stops.append(Stop(people: 1, side: sideCount - 1))
        return stops.count - 1
    }
}
