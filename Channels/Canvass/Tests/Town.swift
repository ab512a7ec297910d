import Deliveries
import People
import TestKit

/// A made-up town: blocks of houses on streets and avenues, their names shuffled so that the alphabet tells nothing of the map.
struct Town {
    var doors: [Door]
    private var random: SeededGenerator
    private let isMapped: Bool
    private let size: Int

    private static let west = -89.6
    private static let south = 39.8
    /// Some 100 m.
    private static let block = 0.0009

    /// Builds a town.
    ///
    /// - Parameters:
    ///   - size: So many streets, and as many avenues across them.
    ///   - seed: The same gives the same town.
    ///   - density: The share of houses where somebody wants to be visited.
    ///   - isMapped: Whether places are known.
    /// - Throws: Never, unless a sample address is none.
    init(_ size: Int, seed: UInt64, density: Double = 0.6, isMapped: Bool = true) throws {
        random = SeededGenerator(seed: seed)
        self.isMapped = isMapped
        self.size = size
        doors = []
        let names = (0..<2 * size).shuffled(using: &random)
        for line in 0..<2 * size {
            for number in 1...size * 16 where Double.random(in: 0..<1, using: &random) < density {
                doors.append(try door(line, number, name: names[line]))
            }
        }
        doors.shuffle(using: &random)
    }

    /// Even lines run to the east, odd ones to the north; 8 houses a side and block.
    private func door(_ line: Int, _ number: Int, name: Int) throws -> Door {
        let along = (Double(number / 2) + 0.5) / 8 * Self.block
        let across = Double(line / 2) * Self.block + (number % 2 == 0 ? 0.00008 : -0.00008)
        let (east, north) = line % 2 == 0 ? (along, across) : (across, along)
        return try Door(
            street: "\(number) \(name) \(line % 2 == 0 ? "St" : "Ave")",
            locality: "Springfield",
            latitude: isMapped ? Self.south + north : nil,
            longitude: isMapped ? Self.west + east * 1.3 : nil
        )
    }

    /// Some move away, and as many come to houses of their own between the others.
    mutating func change(_ count: Int) throws {
        doors.removeLast(count)
        for index in 0..<count {
            let old = doors[Int.random(in: 0..<doors.count, using: &random)]
            doors.append(
                try Door(
                    street: old.street,
                    unit: "Apt \(index)",
                    locality: old.locality,
                    latitude: old.latitude.map { $0 + 0.00004 },
                    longitude: old.longitude
                )
            )
        }
    }
}
