import Deliveries
import Foundation
import People
import Testing

@testable import CanvassChannel

/// What turfs are cut by, set against random towns.
struct TurfKeepingTests {
    private static func cut(_ doors: [Door], _ size: Int = 45, after turfs: [Door: Int] = [:], next: Int = 1) -> [Int] {
        TurfKeeping.cut(doors.map { TurfDoor($0, turf: turfs[$0]) }, doorsPerTurf: size, next: next)
    }

    private static func sizes(_ turfs: [Int]) -> [Int: Int] {
        turfs.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    @Test(arguments: [1, 2, 3] as [UInt64], [true, false])
    func everyDoorIsInOneTurfAndTurfsAreEven(seed: UInt64, isMapped: Bool) throws {
        let town = try Town(2 + Int(seed), seed: seed, isMapped: isMapped)
        for size in [10, 30, 45, 200] {
            let turfs = Self.cut(town.doors, size)
            let sizes = Self.sizes(turfs)
            let count = (town.doors.count + size - 1) / size
            #expect(sizes.keys.sorted() == Array(1...count), "as few as can be, numbered without a gap")
            let even = Double(town.doors.count) / Double(count)
            #expect(sizes.values.allSatisfy { $0 <= size && Double($0) >= (0.8 * even).rounded(.down) })
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64], [true, false])
    func theOrderInWhichDoorsComeDoesNotMatter(seed: UInt64, isMapped: Bool) throws {
        let doors = try Town(5, seed: seed, isMapped: isMapped).doors
        let turfs = Dictionary(uniqueKeysWithValues: zip(doors, Self.cut(doors)))
        let sorted = doors.sorted { $0.key < $1.key }
        #expect(Self.cut(sorted) == sorted.map { turfs[$0] })
    }

    /// The bound that `Channels/Canvass/README.md` states.
    @Test(arguments: [1, 2, 3] as [UInt64], [true, false])
    func aFewChangesMoveHardlyAnybodyElse(seed: UInt64, isMapped: Bool) throws {
        var town = try Town(8, seed: seed, isMapped: isMapped)
        var turfs = Dictionary(uniqueKeysWithValues: zip(town.doors, Self.cut(town.doors)))
        // Month after month, so that what is left over adds up.
        for _ in 0..<4 {
            let before = turfs
            try town.change(town.doors.count / 100)
            let next = (before.values.max() ?? 0) + 1
            let after = Self.cut(town.doors, after: before, next: next)
            turfs = Dictionary(uniqueKeysWithValues: zip(town.doors, after))
            let moved = turfs.count { before[$0.key] != nil && before[$0.key] != $0.value }
            #expect(Double(moved) <= 0.02 * Double(town.doors.count), "\(moved) of \(town.doors.count) moved")
            #expect(Self.sizes(after).values.allSatisfy { $0 <= 54 }, "a fifth more than 45")
        }
    }

    @Test(arguments: [true, false])
    func cuttingAgainChangesNothing(isMapped: Bool) throws {
        let doors = try Town(7, seed: 3, isMapped: isMapped).doors
        let turfs = Self.cut(doors)
        #expect(Self.cut(doors, after: Dictionary(uniqueKeysWithValues: zip(doors, turfs)), next: 99) == turfs)
        #expect(Self.cut([]).isEmpty)
    }

    @Test func turfsThatBecameTooLargeAreSplitAndTheOthersStay() throws {
        let doors = try Town(6, seed: 4).doors
        let turfs = Self.cut(doors, 30)
        // A new house of 40 apartments in the midst of the first turf.
        let old = try #require(zip(doors, turfs).first { $0.1 == 1 }?.0)
        let apartments = try (1...40).map {
            try Door(
                street: old.street,
                unit: "Apt \($0)",
                locality: old.locality,
                latitude: old.latitude,
                longitude: old.longitude
            )
        }
        let before = Dictionary(uniqueKeysWithValues: zip(doors, turfs))
        let after = Self.cut(doors + apartments, 30, after: before, next: 100)
        let sizes = Self.sizes(after)
        #expect(sizes.values.allSatisfy { $0 <= 36 })
        #expect(Set(turfs).isSubset(of: sizes.keys), "every name stays")
        #expect(sizes.keys.contains { $0 >= 100 })
        let moved = zip(zip(doors, turfs), after).count { $0.1 != $1 }
        #expect(moved <= 60, "two or three turfs near it at most")
    }

    @Test func aHamletFarAwayIsATurfOfItsOwn() throws {
        let doors = try Town(5, seed: 5).doors
        let turfs = Self.cut(doors)
        let hamlet = try (1...12).map {
            try Door(
                street: "\($0) Far Rd",
                locality: "Springfield",
                latitude: 39.9,
                longitude: -89.6 + 0.0002 * Double($0)
            )
        }
        let before = Dictionary(uniqueKeysWithValues: zip(doors, turfs))
        let after = Self.cut(doors + hamlet, after: before, next: 50)
        #expect(Array(after.prefix(doors.count)) == turfs)
        #expect(after.suffix(hamlet.count).allSatisfy { $0 == 50 })
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func turfsAreCompactWhereTheMapIsKnown(seed: UInt64) throws {
        let doors = try Town(8, seed: seed).doors
        let nameless = try doors.map { try Door(street: $0.street, locality: $0.locality) }
        let byMap = Self.span(doors, Self.cut(doors))
        let byName = Self.span(doors, Self.cut(nameless))
        #expect(byMap < 0.7 * byName, "\(byMap) against \(byName)")
    }

    /// The mean of width and height of all turfs, in degrees.
    private static func span(_ doors: [Door], _ turfs: [Int]) -> Double {
        let groups = Dictionary(grouping: zip(doors, turfs), by: \.1)
        let spans = groups.values.map { group in
            [group.compactMap(\.0.latitude), group.compactMap(\.0.longitude)]
                .reduce(0) { $0 + ($1.max() ?? 0) - ($1.min() ?? 0) }
        }
        return spans.reduce(0, +) / Double(spans.count)
    }

    @Test func withoutAMapStreetSidesStayTogether() throws {
        let doors = try (0..<6).flatMap { street in
            try (1...14).map { try Door(street: "\(2 * $0) Street \(street)", locality: "Springfield") }
        }
        let turfs = Self.cut(doors, 30)
        let perStreet = Dictionary(grouping: zip(doors, turfs)) { $0.0.streetName }.mapValues { Set($0.map(\.1)).count }
        #expect(perStreet.values.allSatisfy { $0 == 1 })
        #expect(Self.sizes(turfs).values.sorted() == [28, 28, 28])
    }

    @Test func aFewDoorsWithoutAPlaceStayWithTheirStreet() throws {
        var doors = try Town(6, seed: 8).doors
        let lost = Set((0..<doors.count).filter { $0 % 10 == 0 })
        for index in lost { doors[index] = try Door(street: doors[index].street, locality: doors[index].locality) }
        let turfs = Self.cut(doors)
        let known = Set(doors.indices.filter { !lost.contains($0) }.map { "\(turfs[$0]) \(doors[$0].streetName)" })
        let strays = lost.count { !known.contains("\(turfs[$0]) \(doors[$0].streetName)") }
        #expect(strays <= lost.count / 20)
    }
}
