import Calls
import People
import Testing

struct FrequencyTests {
    private let now = Timestamp(rawValue: 1_780_315_200_000)

    @Test(arguments: [(Frequency.week, Int64(7)), (.month, 30)])
    func aCallMayComeOnceTheTimeIsOver(frequency: Frequency, days: Int64) {
        let last = now + .seconds(-days * 86_400)
        #expect(frequency.allows(at: now, last: last))
        #expect(!frequency.allows(at: now + .seconds(-1), last: last))
        #expect(frequency.allows(at: now, last: nil))
    }

    @Test func whoWantsEveryCallGetsEveryCall() {
        #expect(Frequency.every.allows(at: now, last: now))
    }

    @Test func theGateKeepsToItAfterEverythingElse() {
        #expect(mayAsk(GateFacts(consent: .granted, address: .reachable, tooSoon: true)) == .tooSoon)
        #expect(mayAsk(GateFacts(consent: .granted, address: .reachable, done: true, tooSoon: true)) == .alreadyDone)
        #expect(mayAsk(GateFacts(consent: .granted, address: .reachable, expired: true, tooSoon: true)) == .expired)
        #expect(mayAsk(GateFacts(consent: .pending, address: .reachable, confirms: true, tooSoon: true)) == nil)
    }
}
