import Testing

@testable import CanvassChannel

struct TurfCutterTests {
    /// A walk whose street sides have so many doors.
    private static func walk(_ sides: [Int]) -> [Walk.Stop] {
        sides.enumerated().flatMap { side, doors in
            Array(repeating: Walk.Stop(people: 1, side: Int32(side)), count: doors)
        }
    }

    private static func cut(_ sides: [Int], _ limit: Int = 45) -> [Int] {
        TurfCutter(doorsPerTurf: limit).cut(walk(sides)).map(\.count)
    }

    @Test(
        arguments: [
            ([], []),
            ([1], [1]),
            ([45], [45]),
            // A side that is longer than a turf is split evenly.
            ([46], [23, 23]),
            ([90], [45, 45]),
            ([100], [33, 33, 34]),
            // Whole sides, though the turfs are less even.
            ([20, 20, 20, 20], [40, 40]),
            ([30, 30, 30], [30, 30, 30]),
            ([40, 5, 5, 40], [45, 45]),
            ([25, 25], [25, 25]),
        ] as [([Int], [Int])]
    )
    func turfsAreEvenAndSparing(sides: [Int], expected: [Int]) {
        #expect(Self.cut(sides).sorted() == expected.sorted())
    }

    @Test(arguments: [10, 17, 45, 200])
    func turfsCoverTheWalkWithinTheLimit(limit: Int) {
        var random = SmallRandom(seed: UInt64(limit))
        for _ in 0..<50 {
            let sides = (0..<Int.random(in: 1...30, using: &random)).map { _ in Int.random(in: 1...70, using: &random) }
            let stops = Self.walk(sides)
            let turfs = TurfCutter(doorsPerTurf: limit).cut(stops)
            #expect(turfs.flatMap { Array($0) } == Array(stops.indices))
            #expect(turfs.allSatisfy { (1...limit).contains($0.count) })
        }
    }

    @Test func manyShortSidesAreNeverSplit() {
        let stops = Self.walk(Array(repeating: 9, count: 40))
        for turf in TurfCutter(doorsPerTurf: 45).cut(stops).dropLast() {
            #expect(stops[turf.upperBound - 1].side != stops[turf.upperBound].side)
        }
    }
}

/// The same numbers in every run (Steele's SplitMix64).
struct SmallRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
