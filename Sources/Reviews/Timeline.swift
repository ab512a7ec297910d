package import Calls

/// What went out and what was done, step by step from the first to the last.
package struct Timeline: Sendable, Equatable {
    /// Where the first step begins.
    package let start: Timestamp
    /// How long each step is.
    package let step: Duration
    /// How many messages went out in each step.
    package let sent: [Int]
    /// How many people did it in each step.
    package let done: [Int]

    package init(start: Timestamp, step: Duration, sent: [Int], done: [Int]) {
        self.start = start
        self.step = step
        self.sent = sent
        self.done = done
    }

    /// Where a step begins.
    package func moment(_ index: Int) -> Timestamp { start + step * index }

    /// No picture has more steps, so that each can be told from the next on a phone.
    package static let mostSteps = 48
    private static let minute: Int64 = 60_000
    private static let lengths: [Int64] =
        [1, 5, 15, 60, 180, 360, 720, 1_440, 10_080, 40_320, 483_840].map { $0 * minute }

    /// The shortest of the usual lengths with which a stretch of time has few enough steps.
    package static func step(for stretch: Duration) -> Duration {
        let needed = stretch.milliseconds / Int64(mostSteps - 1)
        return .milliseconds(lengths.first { $0 > needed } ?? max(needed + 1, lengths.last ?? minute))
    }

    /// Joins what a store counted.
    ///
    /// - Parameters:
    ///   - first: The first moment at which anything happened.
    ///   - last: The last one.
    ///   - offset: How far the organization's clock is ahead of UTC.
    ///   - count: Counts what happened from a moment on, by the number of the step in which it did.
    /// - Returns: Steps without a gap.
    /// - Throws: What `count` throws.
    package static func count(
        from first: Timestamp,
        to last: Timestamp,
        offset: Duration,
        _ count: (_ start: Timestamp, _ step: Duration) throws -> (sent: [Int: Int], done: [Int: Int])
    ) rethrows -> Timeline {
        let step = step(for: last - first)
        let length = step.milliseconds
        let local = first.rawValue + offset.milliseconds
        let start = Timestamp(rawValue: local.floorDivided(by: length) * length - offset.milliseconds)
        let steps = Int((last.rawValue - start.rawValue) / length) + 1
        let counts = try count(start, step)
        return Timeline(
            start: start,
            step: step,
            sent: (0..<steps).map { counts.sent[$0] ?? 0 },
            done: (0..<steps).map { counts.done[$0] ?? 0 }
        )
    }
}
