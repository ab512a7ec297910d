import Calls
import Deliveries
import Testing

/// An outcome becomes exactly one transition, by the try's number, the policy, the channel and the clock.
struct TransitionTests {
    private static let now = Timestamp(rawValue: 1_000_000)
    private static let policy = RetryPolicy(attempts: 3, first: .seconds(10), longest: .seconds(100))

    /// What an outcome becomes, with no jitter.
    private static func transition(
        _ outcome: Outcome,
        attempt: Int = 1,
        mayRepeat: Bool = true,
        isInDoubt: Bool = false,
        expiresAfter: Duration? = nil,
        jitter: Double = 0
    ) -> Transition {
        Transition.from(
            outcome,
            Circumstances(
                attempt: attempt,
                policy: policy,
                mayRepeat: mayRepeat,
                isInDoubt: isInDoubt,
                expiresAt: expiresAfter.map { now + $0 },
                now: now,
                jitter: jitter
            )
        )
    }

    private static func later(_ seconds: Int) -> Timestamp { now + .seconds(seconds) }

    @Test(
        arguments: [
            (.sent(reference: "250"), 1, .sent(reference: "250")),
            (.sent(reference: nil), 9, .sent(reference: nil)),
            (.refused(reason: "no such box"), 1, .failed("no such box")),
            (.optedOut(reason: "STOP"), 1, .optedOut("STOP")),
            (.retry(reason: "busy"), 1, .retry(at: later(10), "busy")),
            (.retry(reason: "busy"), 2, .retry(at: later(40), "busy")),
            (.retry(reason: "busy"), 3, .failed("given up after 3 tries: busy")),
            (.retry(reason: "busy"), 4, .failed("given up after 4 tries: busy")),
            (.retry(reason: "busy", after: .seconds(90)), 1, .retry(at: later(90), "busy")),
            (.retry(reason: "busy", after: .seconds(5)), 1, .retry(at: later(10), "busy")),
            (.unknown(reason: "lost"), 1, .retry(at: later(10), "lost", leavesDoubt: true)),
            (.unknown(reason: "lost"), 3, .held("given up after 3 tries: lost")),
            (.snooze(until: later(500), reason: "night"), 3, .snoozed(until: later(500), "night")),
            (.snooze(until: later(-500), reason: "night"), 1, .snoozed(until: now, "night")),
            (.waiting(Waiting(.unreachable, reason: "away")), 3, .snoozed(until: now, "away")),
            (.waiting(Waiting(.throttled, reason: "slow", after: .seconds(9))), 1, .snoozed(until: now, "slow")),
            (.interrupted, 3, .snoozed(until: now, nil)),
        ] as [(Outcome, Int, Transition)]
    )
    func anOutcomeBecomesOneTransition(outcome: Outcome, attempt: Int, expected: Transition) {
        #expect(Self.transition(outcome, attempt: attempt) == expected)
    }

    @Test(
        arguments: [
            (.sent(reference: nil), 3, .sent(reference: nil)),
            (.retry(reason: "busy"), 2, .retry(at: later(40), "busy")),
            (.retry(reason: "busy"), 3, .held("given up after 3 tries: busy; an earlier try may have gone out")),
            (.refused(reason: "no such box"), 2, .failed("no such box; an earlier try may have gone out")),
            (.unknown(reason: "lost"), 3, .held("given up after 3 tries: lost")),
        ] as [(Outcome, Int, Transition)]
    )
    func aTryThatMayHaveGoneOutIsNotForgottenByLaterOnes(outcome: Outcome, attempt: Int, expected: Transition) {
        #expect(Self.transition(outcome, attempt: attempt, isInDoubt: true) == expected)
    }

    @Test(arguments: [1, 3, 9])
    func whatMayHaveGoneOutIsHeldWhereItMustNotGoOutTwice(attempt: Int) {
        let transition = Self.transition(.unknown(reason: "lost"), attempt: attempt, mayRepeat: false)
        #expect(transition == .held("lost"))
    }

    @Test(
        arguments: [
            (.milliseconds(10_001), .retry(at: later(10), "busy")),
            (.seconds(10), .failed("given up, since the call closes before the next try: busy")),
            (.seconds(-1), .failed("given up, since the call closes before the next try: busy")),
        ] as [(Duration, Transition)]
    )
    func noTryIsPlannedForAfterTheCallHasClosed(expiresAfter: Duration, expected: Transition) {
        #expect(Self.transition(.retry(reason: "busy"), expiresAfter: expiresAfter) == expected)
    }

    @Test func aSnoozeBeyondTheEndIsLeftToTheEnd() {
        let until = Self.later(900)
        let transition = Self.transition(.snooze(until: until, reason: "night"), expiresAfter: .seconds(60))
        #expect(transition == .snoozed(until: until, "night"))
    }

    @Test(arguments: [(0.0, 10_000), (0.5, 11_250), (1.0, 12_500)])
    func jitterAddsUpToAQuarterAndNeverShortens(jitter: Double, expected: Int64) {
        let transition = Self.transition(.retry(reason: "busy"), jitter: jitter)
        #expect(transition.due == Timestamp(rawValue: Self.now.rawValue + expected))
    }

    @Test func onlySnoozesLeaveTheAttemptUncounted() {
        let outcomes: [(Outcome, Bool)] = [
            (.sent(reference: nil), true), (.refused(reason: ""), true), (.optedOut(reason: ""), true),
            (.retry(reason: ""), true), (.unknown(reason: ""), true), (.interrupted, false),
            (.snooze(until: Self.now, reason: ""), false), (.waiting(Waiting(.throttled, reason: "")), false),
        ]
        for (outcome, counts) in outcomes { #expect(Self.transition(outcome).countsAttempt == counts, "\(outcome)") }
    }

    @Test func onlyAnOptOutWithdrawsConsent() {
        #expect(Self.transition(.optedOut(reason: "STOP")).withdrawsConsent)
        #expect(!Self.transition(.refused(reason: "no such box")).withdrawsConsent)
    }

    @Test func whatIsQueuedHasADueTimeAndNothingElseHas() {
        let outcomes: [Outcome] = [
            .sent(reference: nil), .refused(reason: ""), .optedOut(reason: ""), .retry(reason: ""),
            .unknown(reason: ""), .snooze(until: Self.now, reason: ""), .interrupted,
        ]
        for outcome in outcomes {
            for attempt in 1...4 {
                for mayRepeat in [true, false] {
                    let transition = Self.transition(outcome, attempt: attempt, mayRepeat: mayRepeat)
                    #expect((transition.state == .queued) == (transition.due != nil), "\(outcome)")
                }
            }
        }
    }
}
