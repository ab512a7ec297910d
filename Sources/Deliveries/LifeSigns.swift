/// What a process has seen of workers' lives, by a clock of its own that nobody sets.
///
/// Workers sign with a time of day, and times of day jump. So a sign says nothing but whether it is the one of the look
/// before: any other one, earlier or later, is a sign of life. Who has just begun to look knows of no silence.
package struct LifeSigns: Sendable {
    /// For how long we have watched a worker do nothing; a look at a new sign begins at zero.
    package struct Silence: Sendable, Equatable {
        /// Without a new sign of life.
        package var total: Duration
        /// And also without the mark that its process lives.
        package var markless: Duration

        package init(total: Duration = .zero, markless: Duration = .zero) {
            self.total = total
            self.markless = markless
        }
    }

    private struct Heard {
        let seenAt: Int64
        var isMarked: Bool
        var silence = Silence()
        var lookedAt: ContinuousClock.Instant
    }

    private var heard: [WorkerNumber: Heard] = [:]

    /// More than this does not count between two looks: we may have been stopped or asleep ourselves, and the other with us.
    private static let longestGap = Duration.seconds(10)

    package init() {}

    /// Looks at a worker.
    ///
    /// - Parameters:
    ///   - worker: Whom.
    ///   - seenAt: The sign of life that it gave last.
    ///   - isMarked: Whether its process is known to live at this moment.
    ///   - now: The present of the clock that nobody sets.
    /// - Returns: For how long the same has been seen.
    package mutating func look(
        at worker: WorkerNumber,
        seenAt: Int64,
        isMarked: Bool,
        now: ContinuousClock.Instant
    ) -> Silence {
        guard var known = heard[worker], known.seenAt == seenAt else {
            heard[worker] = Heard(seenAt: seenAt, isMarked: isMarked, lookedAt: now)
            return Silence()
        }
        let gap = min(known.lookedAt.duration(to: now), Self.longestGap)
        known.silence.total += gap
        // Between a look with the mark and one without it nobody knows when it went.
        known.silence.markless = isMarked || known.isMarked ? .zero : known.silence.markless + gap
        known.isMarked = isMarked
        known.lookedAt = now
        heard[worker] = known
        return known.silence
    }
}
