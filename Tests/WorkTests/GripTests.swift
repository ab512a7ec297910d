import Calls
import Deliveries
import TestKit
import Testing

@testable import Work

/// What nobody has is told from what is in hand, whenever one looks.
struct GripTests {
    private let grip = Grip()
    private let one = DeliveryNumber(rawValue: 1)
    private let two = DeliveryNumber(rawValue: 2)

    private func held(_ number: DeliveryNumber, _ seconds: Int = 0) -> HeldDelivery {
        HeldDelivery(number, since: Samples.start + .seconds(seconds))
    }

    @Test func whatTwoLooksInARowDoNotFindInHandIsAStray() {
        grip.endClaim(grip.beginClaim(), with: [two])
        #expect(grip.strays(among: [held(one), held(two)]).isEmpty, "once may be chance")
        #expect(grip.strays(among: [held(one), held(two)]) == [held(one)])
        #expect(grip.strays(among: [held(one), held(two)]) == [held(one)], "until the store has freed it")
    }

    @Test func whatIsMissingNowAndThenIsNoStray() {
        #expect(grip.strays(among: [held(one)]).isEmpty)
        #expect(grip.strays(among: []).isEmpty)
        #expect(grip.strays(among: [held(one)]).isEmpty)
    }

    @Test func aClaimWhoseAnswerIsUnderWayIsWaitedForHoweverManyLooksItTakes() {
        let claim = grip.beginClaim()
        for _ in 0..<3 { #expect(grip.strays(among: [held(one)]).isEmpty) }
        grip.endClaim(claim, with: [one])
        for _ in 0..<3 { #expect(grip.strays(among: [held(one)]).isEmpty) }
    }

    @Test func aClaimThatBroughtNothingWasLost() {
        let claim = grip.beginClaim()
        #expect(grip.strays(among: [held(one)]).isEmpty)
        grip.endClaim(claim, with: [])
        #expect(grip.strays(among: [held(one)]) == [held(one)])
    }

    @Test func otherClaimsThatAreUnderWayHideNothing() {
        #expect(grip.strays(among: [held(one)]).isEmpty)
        let later = grip.beginClaim()
        #expect(grip.strays(among: [held(one)]) == [held(one)])
        grip.endClaim(later, with: [two])
    }

    @Test func whatWasClaimedOnceMoreIsLookedAtAnew() {
        #expect(grip.strays(among: [held(one)]).isEmpty)
        // Written as a retry that is due at once, and claimed again: the answer is still under way.
        let claim = grip.beginClaim()
        #expect(grip.strays(among: [held(one, 5)]).isEmpty)
        #expect(grip.strays(among: [held(one, 5)]).isEmpty)
        grip.endClaim(claim, with: [one])
        #expect(grip.strays(among: [held(one, 5)]).isEmpty)
    }

    @Test func whatIsClaimedAgainBeforeTheOutcomeBeforeIsLetGoOfStaysInHand() {
        grip.endClaim(grip.beginClaim(), with: [one])
        grip.endClaim(grip.beginClaim(), with: [one])
        grip.letGo([one])
        for _ in 0..<3 { #expect(grip.strays(among: [held(one)]).isEmpty) }
        grip.letGo([one])
        #expect(grip.strays(among: [held(one)]).isEmpty)
        #expect(grip.strays(among: [held(one)]) == [held(one)])
    }
}
