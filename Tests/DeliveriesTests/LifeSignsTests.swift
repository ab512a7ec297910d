import Deliveries
import TestKit
import Testing

struct LifeSignsTests {
    /// Looks at one worker, at moments of a clock that goes on by itself.
    private struct Watch {
        var signs = LifeSigns()
        var now = ContinuousClock.now

        mutating func look(after wait: Duration = .zero, _ seenAt: Int64 = 1, isMarked: Bool = true)
            -> LifeSigns.Silence
        {
            now += wait
            return signs.look(at: WorkerNumber(rawValue: 7), seenAt: seenAt, isMarked: isMarked, now: now)
        }
    }

    @Test func whoBeginsToLookKnowsOfNoSilence() {
        var watch = Watch()
        #expect(watch.look() == LifeSigns.Silence())
        #expect(watch.look(after: .seconds(5)).total == .seconds(5))
        #expect(watch.look(after: .seconds(3)).total == .seconds(8))
    }

    @Test(arguments: [2, 259_200_001, 0, -3_600_000])
    func anyOtherSignIsOneOfLife(seenAt: Int64) {
        var watch = Watch()
        _ = watch.look()
        _ = watch.look(after: .seconds(5))
        #expect(watch.look(after: .seconds(5), seenAt).total == .zero)
    }

    @Test func whoWasAsleepThemselvesCountsLittleOfIt() {
        var watch = Watch()
        _ = watch.look()
        #expect(watch.look(after: .seconds(3_600)).total == .seconds(10))
    }

    @Test func withoutAMarkIsWhoHadNoneAtTwoLooks() {
        var watch = Watch()
        _ = watch.look()
        #expect(watch.look(after: .seconds(9), isMarked: false).markless == .zero)
        let silence = watch.look(after: .seconds(4), isMarked: false)
        #expect(silence == LifeSigns.Silence(total: .seconds(13), markless: .seconds(4)))
        #expect(watch.look(after: .seconds(4)).markless == .zero)
        #expect(watch.look(after: .seconds(4), isMarked: false).markless == .zero)
    }
}
