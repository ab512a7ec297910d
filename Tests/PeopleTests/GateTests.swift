import People
import Testing

struct GateTests {
    private static let asked: [(ConsentState?, SkipReason?)] = [
        (nil, .noConsent), (.pending, .consentPending), (.withdrawn, .consentWithdrawn), (.granted, nil),
    ]
    private static let questions: [(ConsentState?, SkipReason?)] = [
        (nil, .noConsent), (.pending, nil), (.withdrawn, .consentWithdrawn), (.granted, .alreadyDone),
    ]

    @Test(arguments: asked)
    func onlyAYesIsAYes(state: ConsentState?, reason: SkipReason?) {
        #expect(mayAsk(GateFacts(consent: state, address: .reachable)) == reason)
    }

    @Test(arguments: questions)
    func onlyThePendingAreAskedToConfirm(state: ConsentState?, reason: SkipReason?) {
        #expect(mayAsk(GateFacts(consent: state, address: .reachable, confirms: true)) == reason)
    }

    @Test func aStruckOutAddressIsNotAskedToConfirmEither() {
        #expect(mayAsk(GateFacts(consent: .pending, address: .suppressed, confirms: true)) == .suppressed)
    }
}
