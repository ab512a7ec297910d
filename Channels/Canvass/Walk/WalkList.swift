import Deliveries
import People

/// The people of one envelope, grouped by door, in walking order.
struct WalkList: Sendable {
    /// Who lives behind one door and is to be asked.
    struct Household: Sendable {
        let door: Door
        /// At least one; relatives stand together.
        var items: [Item]
    }

    let walk: Walk
    /// One for each stop of ``walk``.
    let households: [Household]

    /// Sorts and groups.
    ///
    /// - Parameter items: In any order; those without a door are left out.
    init(_ items: [Item]) {
        // Stores sort by bytes, and so must this: another order would cut other pages than were forecast.
        let sorted = items.compactMap { item in
            item.person.door.map { (key: Array($0.walkKey.utf8), door: $0, item: item) }
        }
        .enumerated()
        .sorted { left, right in
            if left.element.key == right.element.key { return left.offset < right.offset }
            return left.element.key.lexicographicallyPrecedes(right.element.key)
        }
        var walk = Walk()
        var households: [Household] = []
        for (_, stop) in sorted {
            let index = walk.add(stop.door)
            if index == households.count { households.append(Household(door: stop.door, items: [])) }
            households[index].items.append(stop.item)
        }
        let order = walk.route()
        self.walk = walk
        self.households = order.map { index in
            let household = households[index]
            guard household.items.count > 1 else { return household }
            return Household(door: household.door, items: household.items.sorted(by: Self.isBefore))
        }
    }

    private static func isBefore(_ left: Item, _ right: Item) -> Bool {
        let (first, second) = (left.person, right.person)
        return (first.familyName, first.givenName, left.delivery) < (
            second.familyName, second.givenName, right.delivery
        )
    }
}
