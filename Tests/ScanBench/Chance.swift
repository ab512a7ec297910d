/// Numbers by chance that are the same in every run (SplitMix64).
struct Chance: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func number(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &self) }

    mutating func index(_ count: Int) -> Int { Int.random(in: 0..<count, using: &self) }

    mutating func happens(_ share: Double) -> Bool { number(0...1) < share }

    /// About normal: mean 0, spread 1.
    mutating func normal() -> Double {
        let bits = next()
        // Four uniform numbers of 16 bits have a spread of 0.577 together.
        let sum = (0..<4).reduce(0.0) { $0 + Double(bits >> (16 * UInt64($1)) & 0xFFFF) / 65_536 }
        return (sum - 2) / 0.577
    }
}
