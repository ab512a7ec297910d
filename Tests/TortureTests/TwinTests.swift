import Testing

/// The judge itself: an honest sender passes, and each wrong one is found out by the bar that is there for it.
struct TwinTests {
    @Test(arguments: ["email", "sms"])
    func anHonestSenderThatDiesPasses(channel: String) {
        let evidence = WrongSender(flaw: .none, people: 50, channel: channel).evidence(inFlight: 7, dyingAfter: 20)
        #expect(Judge.findings(evidence, .sentOrHeld) == [])
    }

    @Test(arguments: [
        (WrongSender.Flaw.acknowledgesBeforeSending, "email", "no receiver has it"),
        (.forgetsOutcomes, "email", "at most 7 allowed"),
        (.renamesRepetitions, "email", "under another name"),
        (.namesAllAlike, "email", "the same name"),
        (.repeatsTexts, "sms", "at most 0 allowed"),
        (.dropsTheRowInHand, "email", "not in the log"),
        (.countsTwice, "email", "add up to 57"),
        (.rescuesNobody, "email", "is sending"),
        (.givesUpWhatWasTaken, "email", "is said to be failed"),
    ])
    func aWrongSenderIsFoundOut(flaw: WrongSender.Flaw, channel: String, words: String) {
        let evidence = WrongSender(flaw: flaw, people: 50, channel: channel).evidence(inFlight: 7, dyingAfter: 20)
        let findings = Judge.findings(evidence, .sentOrHeld)
        #expect(findings.contains { "\($0)".contains(words) }, "\(findings)")
    }

    @Test func everyDoctoringIsNoticedInHonestEvidence() {
        for channel in ["email", "sms"] {
            var evidence = WrongSender(flaw: .none, people: 50, channel: channel).evidence(inFlight: 7, dyingAfter: 20)
            evidence.settled = evidence.log
            evidence.timings = [Timing(what: "the stop", seconds: 3, limit: 10)]
            var expectation = Expectation.sentOrHeld
            expectation.attempts = 1...1
            let act = Act("honest", evidence, expectation)
            #expect(Judge.findings(evidence, expectation) == [])
            #expect(Doctoring.unnoticed(act) == [])
            #expect(Doctoring.count(act) >= 11)
        }
    }

    @Test func evidenceOfNothingIsNoProof() {
        let findings = Judge.findings(Evidence(people: 3, channels: ["email"]), .allSent)
        #expect(findings.count(where: \.isLoss) == 3)
        #expect(findings.contains(.noBooks))
    }
}
