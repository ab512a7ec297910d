import People
import Testing

struct GateTests {
    @Test(arguments: [
        (nil, SkipReason.noConsent), (.pending, .consentPending), (.withdrawn, .consentWithdrawn), (.granted, nil),
    ] as [(ConsentState?, SkipReason?)])
    func onlyAYesIsAYes(state: ConsentState?, reason: SkipReason?) {
        #expect(mayAsk(GateFacts(consent: state, address: .reachable)) == reason)
    }

    @Test(arguments: [
        (nil, SkipReason.noConsent), (.pending, nil), (.withdrawn, .consentWithdrawn), (.granted, .alreadyDone),
    ] as [(ConsentState?, SkipReason?)])
    func onlyThePendingAreAskedToConfirm(state: ConsentState?, reason: SkipReason?) {
        #expect(mayAsk(GateFacts(consent: state, address: .reachable, confirms: true)) == reason)
    }

    @Test func aStruckOutAddressIsNotAskedToConfirmEither() {
        #expect(mayAsk(GateFacts(consent: .pending, address: .suppressed, confirms: true)) == .suppressed)
    }
}
