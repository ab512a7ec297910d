import Testing

@testable import SheetReading

struct RowJudgeTests {
    private static func bubble(_ ink: Double) -> BubbleReading { BubbleReading(ink: ink, outline: 0.4, contrast: 180) }

    private static func verdict(
        results: [Int: Double] = [:],
        actions: [Int: Double] = [:],
        door: [Int: Double] = [:],
        stray: Double = 0
    ) -> RowVerdict {
        RowJudge.verdict(
            RowJudge.Facts(
                results: (0..<10).map { bubble(results[$0] ?? 0) },
                actions: (0..<2).map { bubble(actions[$0] ?? 0) },
                door: (0..<2).map { bubble(door[$0] ?? 0) },
                stray: stray
            )
        )
    }

    @Test func aRowWithoutMarksIsBlank() { #expect(Self.verdict() == .blank) }

    @Test func clearMarksAreRead() {
        let verdict = Self.verdict(results: [3: 0.3], actions: [1: 0.25])
        #expect(verdict == .marked(result: 3, door: nil, action: 1, confidence: 1))
        #expect(Self.verdict(door: [0: 0.3]) == .marked(result: nil, door: 0, action: nil, confidence: 1))
    }

    @Test(arguments: [0.015, 0.06, 0.084])
    func aFaintMarkIsForAPerson(ink: Double) {
        #expect(Self.verdict(results: [3: ink]) == .doubtful(.faint, seen: .init(results: [3])))
        #expect(Self.verdict(results: [3: 0.3, 5: ink]) == .doubtful(.faint, seen: .init(results: [3, 5])))
        #expect(Self.verdict(actions: [0: ink]) == .doubtful(.faint, seen: .init(actions: [0])))
    }

    @Test func whatContradictsItselfIsForAPerson() {
        #expect(Self.verdict(results: [3: 0.3, 5: 0.2]) == .doubtful(.severalMarks, seen: .init(results: [3, 5])))
        #expect(Self.verdict(actions: [0: 0.3, 1: 0.2]) == .doubtful(.bothActions, seen: .init(actions: [0, 1])))
        #expect(Self.verdict(door: [0: 0.3, 1: 0.2]) == .doubtful(.severalMarks, seen: .init(door: [0, 1])))
    }

    @Test func inkBesideEmptyBubblesIsForAPerson() {
        #expect(Self.verdict(stray: 12) == .doubtful(.besideBubble))
        #expect(Self.verdict(results: [3: 0.3], stray: 12) == .marked(result: 3, door: nil, action: nil, confidence: 1))
    }

    @Test func whatCannotBeSeenIsNotBlank() {
        let unseen = BubbleReading(ink: 0, outline: 0.02, contrast: 180)
        let facts = RowJudge.Facts(
            results: Array(repeating: unseen, count: 10),
            actions: Array(repeating: unseen, count: 2),
            door: [],
            stray: 0
        )
        #expect(RowJudge.verdict(facts) == .doubtful(.unreadable))
        let dim = BubbleReading(ink: 0, outline: 0.5, contrast: 20)
        let dark = RowJudge.Facts(results: [dim], actions: [dim], door: [], stray: 0)
        #expect(RowJudge.verdict(dark) == .doubtful(.unreadable))
    }
}
