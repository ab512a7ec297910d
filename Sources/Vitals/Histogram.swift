/// How long something took, counted by size: Prometheus's histogram.
struct Histogram: Sendable {
    /// Upper bounds in seconds, from a commit on a fast disk to one that waits for another program's lock.
    static let bounds: [Double] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60]

    /// How many fell under each bound and over the one before; the last holds what is longer than every bound.
    private(set) var counts = [Int](repeating: 0, count: bounds.count + 1)
    private(set) var sum = 0.0

    mutating func add(_ duration: Duration) {
        let seconds = duration.seconds
        sum += seconds
        counts[Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count] += 1
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
