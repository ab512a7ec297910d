package import People

/// A channel whose addresses are walked to, and which knows how to cut them into turfs.
package protocol TurfMaker: ChannelDriver {
    /// How many doors a turf has when nobody says otherwise; 1 or more.
    var doorsPerTurf: Int { get }

    /// Cuts doors into turfs; a pure function: the same doors, in whatever order, are cut in the same way.
    ///
    /// Doors that have a turf stay there unless it has become too large; new ones join the nearest turf that has room.
    ///
    /// - Parameters:
    ///   - doors: Each once.
    ///   - doorsPerTurf: At most so many in a new turf; 1 or more. One that stands may grow by a fifth before it is split.
    ///   - next: The first number that no turf has.
    /// - Returns: The turf of each door: a number that some door had, or `next` and those that follow it without a gap.
    func cut(_ doors: [TurfDoor], doorsPerTurf: Int, next: Int) -> [Int]

    /// The people of a turf in the order in which they are walked to, door by door.
    ///
    /// - Parameter items: In any order; those without a door are left out.
    /// - Returns: Those behind each door together.
    func walk(_ items: [Item]) -> [[Item]]
}

/// A door that is to be cut into a turf.
package struct TurfDoor: Sendable, Equatable {
    package let door: Door
    /// The turf that it belongs to so far; `nil` for a new one.
    package let turf: Int?

    package init(_ door: Door, turf: Int? = nil) {
        self.door = door
        self.turf = turf
    }
}
