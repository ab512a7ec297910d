/// What a row says.
package enum RowVerdict: Sendable, Equatable {
    /// No mark at all: nobody was there, or nothing came of it yet.
    case blank
    /// Clear marks. `result` is the index of the bubble in the row, `door` of the bubble at the door, `action` of the one for
    /// the ask. `confidence` is from 0 to 1.
    case marked(result: Int?, door: Int?, action: Int?, confidence: Double)
    /// A person has to look; nothing is guessed.
    /// `seen` are the bubbles that bear ink, be it faint.
    case doubtful(Doubt, seen: InkedBubbles = InkedBubbles())

    var isInDoubt: Bool { if case .doubtful = self { true } else { false } }
}

/// The bubbles of a row that bear ink, by their indices.
package struct InkedBubbles: Sendable, Equatable {
    package let results: [Int]
    package let actions: [Int]
    package let door: [Int]

    package init(results: [Int] = [], actions: [Int] = [], door: [Int] = []) {
        self.results = results
        self.actions = actions
        self.door = door
    }
}

/// Why a machine does not decide.
package enum Doubt: String, Sendable, CaseIterable {
    /// More than one result is marked.
    case severalMarks = "several-marks"
    /// A mark is too faint or too small to be sure.
    case faint
    /// Ink beside the bubbles, none in them.
    case besideBubble = "beside-bubble"
    /// The row is torn, covered, out of the picture or out of focus.
    case unreadable
    /// A result for the person and another for the whole door; or nobody was met, and yet the person did it.
    case contradicting
    /// *Did it* and *wants to* at once.
    case bothActions = "both-actions"
    /// Deceased is always asked twice.
    case askTwice = "ask-twice"
    /// What was entered before says something else.
    case differs
}

/// Judges rows by their bubbles; a pure function.
enum RowJudge {
    struct Facts {
        let results: [BubbleReading]
        let actions: [BubbleReading]
        let door: [BubbleReading]
        /// Square points of ink beside the result bubbles.
        let stray: Double

        /// How dark the lines of the person's bubbles are, 0 to 1, on the whole.
        var outline: Double {
            (results + actions).reduce(0) { $0 + $1.outline } / Double(max(1, results.count + actions.count))
        }
    }

    private enum Mark { case none, one(Int), several, faint }

    static func verdict(_ facts: Facts) -> RowVerdict {
        let all = facts.results + facts.actions
        guard facts.outline >= ReadingThresholds.outline,
            all.allSatisfy({ $0.contrast >= ReadingThresholds.leastContrast }),
            facts.door.allSatisfy({ $0.contrast >= ReadingThresholds.leastContrast })
        else { return .doubtful(.unreadable) }
        let (result, action, door) = (mark(facts.results), mark(facts.actions), mark(facts.door))
        let seen = InkedBubbles(results: inked(facts.results), actions: inked(facts.actions), door: inked(facts.door))
        for mark in [result, door] {
            if case .several = mark { return .doubtful(.severalMarks, seen: seen) }
        }
        if case .several = action { return .doubtful(.bothActions, seen: seen) }
        for mark in [result, action, door] {
            if case .faint = mark { return .doubtful(.faint, seen: seen) }
        }
        let (ofResult, ofAction, ofDoor) = (index(result), index(action), index(door))
        if ofResult == nil, facts.stray > ReadingThresholds.strayInk { return .doubtful(.besideBubble, seen: seen) }
        if ofResult == nil, ofAction == nil, ofDoor == nil { return .blank }
        return .marked(
            result: ofResult,
            door: ofDoor,
            action: ofAction,
            confidence: (all + facts.door).map(confidence).min() ?? 0
        )
    }

    private static func mark(_ bubbles: [BubbleReading]) -> Mark {
        let marked = bubbles.indices.filter { bubbles[$0].ink >= ReadingThresholds.marked }
        if marked.count > 1 { return .several }
        let isFaint = bubbles.contains { (ReadingThresholds.empty..<ReadingThresholds.marked).contains($0.ink) }
        if isFaint { return .faint }
        return marked.first.map { .one($0) } ?? .none
    }

    private static func inked(_ bubbles: [BubbleReading]) -> [Int] {
        bubbles.indices.filter { bubbles[$0].ink >= ReadingThresholds.empty }
    }

    private static func index(_ mark: Mark) -> Int? { if case .one(let index) = mark { index } else { nil } }

    /// How far a bubble is from being doubtful: 1 well away, 0 at the edge.
    private static func confidence(_ bubble: BubbleReading) -> Double {
        bubble.ink >= ReadingThresholds.marked
            ? min(1, 0.5 + (bubble.ink - ReadingThresholds.marked) / 0.12)
            : min(1, 1 - 0.5 * bubble.ink / ReadingThresholds.empty)
    }
}
