import Deliveries
import Testing

@testable import EmailChannel

struct VerdictTests {
    private static func away(_ words: String) -> Outcome {
        .waiting(Waiting(.unreachable, reason: "mx:25: \(words)"))
    }

    @Test(
        arguments: [
            ("450 4.2.1 mailbox busy", .recipient, .retry(reason: "450 4.2.1 mailbox busy")),
            ("452 4.2.2 Mailbox full", .recipient, .retry(reason: "452 4.2.2 Mailbox full")),
            ("552 too many", .recipient, .retry(reason: "552 too many")),
            ("552 5.3.4 too big", .dot, .refused(reason: "552 5.3.4 too big")),
            ("552 5.3.4 too big", .mail, .refused(reason: "552 5.3.4 too big")),
            ("550 5.1.1 User unknown", .recipient, .refused(reason: "550 5.1.1 User unknown")),
            ("554 5.7.1 refused by policy", .recipient, .refused(reason: "554 5.7.1 refused by policy")),
            ("554 5.7.1 looks like spam", .dot, .refused(reason: "554 5.7.1 looks like spam")),
            ("550 5.7.1 sender rejected", .mail, away("550 5.7.1 sender rejected")),
            ("530 5.7.0 Must issue STARTTLS", .mail, away("530 5.7.0 Must issue STARTTLS")),
            ("530 5.7.0 Authentication required", .recipient, away("530 5.7.0 Authentication required")),
            ("535 5.7.8 no", .data, away("535 5.7.8 no")), ("451 4.3.0 later", .dot, .retry(reason: "451 4.3.0 later")),
            ("421 4.7.0 closing", .recipient, .retry(reason: "421 4.7.0 closing")),
            (
                "451 4.7.1 Greylisted, please try again in 300 seconds", .recipient,
                .retry(reason: "451 4.7.1 Greylisted, please try again in 300 seconds", after: .seconds(300))
            ),
            (
                "450 4.2.0 Try in 5 minutes.", .recipient,
                .retry(reason: "450 4.2.0 Try in 5 minutes.", after: .seconds(300))
            ),
            ("450 try 99999999999999999999 seconds", .dot, .retry(reason: "450 try 99999999999999999999 seconds")),
        ] as [(String, Verdict.Step, Outcome)]
    )
    func aRefusalIsSortedByCodeAndStep(text: String, step: Verdict.Step, expected: Outcome) throws {
        var parser = ReplyParser()
        var replies: [Reply] = []
        try parser.take(Array("\(text)\r\n".utf8), into: &replies)
        #expect(Verdict.outcome(of: try #require(replies.first), to: step, server: "mx:25") == expected)
    }
}
