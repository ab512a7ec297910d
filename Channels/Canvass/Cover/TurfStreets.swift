import Paper
import People

/// The street sides of a turf, in the order in which they are walked.
struct TurfStreets {
    struct Side: Equatable {
        /// `Elm St — odd side`.
        let title: String
        /// `101–145`; empty where houses have no numbers.
        let numbers: String
        let doors: Int
        /// The first of its doors in the walk.
        let first: Int
    }

    let sides: [Side]

    init(_ list: WalkList) {
        var sides: [Side] = []
        var start = 0
        let stops = list.walk.stops
        for index in stops.indices where index + 1 == stops.count || stops[index + 1].side != stops[index].side {
            let doors = list.households[start...index].map(\.door)
            let numbers = doors.compactMap(\.houseNumber)
            let range =
                switch (numbers.min(), numbers.max()) {
                case (let low?, let high?): low == high ? "\(low)" : "\(low)–\(high)"
                default: ""
                }
            sides.append(
                Side(
                    title: StreetSide(doors[0]).title.printable,
                    numbers: range,
                    doors: doors.count,
                    first: start
                )
            )
            start = index + 1
        }
        self.sides = sides
    }
}
