import Calls
import People
import Testing

struct OptInRuleTests {
    private let now = Timestamp(rawValue: 1_780_315_200_000)

    @Test func whoSaidNothingIsAskedOnce() {
        #expect(OptInRule.asks(OptInFacts(states: [])))
        #expect(OptInRule.asks(OptInFacts(states: [nil, .pending])))
        #expect(!OptInRule.asks(OptInFacts(states: [], hasOpen: true)))
    }

    @Test(arguments: [ConsentState.granted, .withdrawn])
    func whoSpokeIsNotAskedWhoeverSharesTheAddress(state: ConsentState) {
        #expect(!OptInRule.asks(OptInFacts(states: [nil, state])))
    }

    @Test func anAddressIsNotBombed() {
        #expect(OptInRule.asks(OptInFacts(states: [], recent: OptInRule.most - 1)))
        #expect(!OptInRule.asks(OptInFacts(states: [], recent: OptInRule.most)))
        #expect(!OptInRule.asks(OptInFacts(states: [], isStruckOut: true)))
    }

    @Test func theButtonWorksInTimeAndNeverAgainstANo() {
        func answer(_ state: ConsentState?, isEnded: Bool = false, in wait: Duration = .seconds(1)) -> OptInAnswer {
            OptInRule.answer(state: state, isEnded: isEnded, end: now + wait, now: now)
        }
        #expect(answer(.pending) == .granted)
        #expect(answer(.pending, in: .zero) == .late)
        #expect(answer(.pending, isEnded: true) == .late)
        #expect(answer(.granted, isEnded: true, in: .seconds(-9)) == .before)
        #expect(answer(.withdrawn) == .withdrawn)
    }
}
