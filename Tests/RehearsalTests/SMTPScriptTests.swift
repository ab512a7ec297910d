import LoopbackClient
import Rehearsal
import Testing

/// What a script can make the receiver do.
struct SMTPScriptTests {
    private static let upToData =
        "EHLO client.example\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n"

    /// Sends one message against a script; gives back the codes behind the hello, and what was kept.
    private func dialogue(
        _ script: @escaping SMTPReceiver.Script,
        keep: @escaping @Sendable (ReceivedMail) throws -> Void = { _ in }
    ) async throws -> (codes: [String], kept: Int) {
        let mails = Collected<ReceivedMail>()
        let receiver = try SMTPReceiver(replies: script) { mail in
            try keep(mail)
            mails.add(mail)
        }
        let client = try RawClient(port: receiver.port)
        client.send(Self.upToData)
        var answers: [String] = []
        while let line = try? client.line() {
            answers.append(line)
            if line.hasPrefix("354") { client.send("Subject: x\r\n\r\nx\r\n.\r\nQUIT\r\n") }
            if line.hasPrefix("554") { client.send("QUIT\r\n") }
        }
        await receiver.stop()
        return (
            answers.filter { !$0.hasPrefix("220") && !$0.contains("-") }.map { String($0.prefix(3)) }, mails.all.count
        )
    }

    @Test func withoutAWordOfTheScriptEverythingIsUsual() async throws {
        let (codes, kept) = try await dialogue { _ in nil }
        #expect(codes == ["250", "250", "250", "354", "250", "221"])
        #expect(kept == 1)
    }

    @Test(
        arguments: [
            ("450 4.2.1 Busy", ["250", "250", "450", "554", "221"]),
            ("550 5.1.1 Nobody", ["250", "250", "550", "554", "221"]),
        ]
    )
    func aRecipientCanBeRefused(reply: String, expected: [String]) async throws {
        let (codes, kept) = try await dialogue { step in
            if case .recipient("b@example.com") = step.event { .say(reply) } else { nil }
        }
        #expect(codes == expected)
        #expect(kept == 0)
    }

    @Test func aMessageThatIsRefusedIsNotKept() async throws {
        let (codes, kept) = try await dialogue { step in
            if case .message = step.event { .say("451 4.7.1 Later") } else { nil }
        }
        #expect(codes == ["250", "250", "250", "354", "451", "221"])
        #expect(kept == 0)
    }

    @Test func theConnectionCanEndBeforeTheMessageIsKept() async throws {
        let (codes, kept) = try await dialogue { step in
            if case .message = step.event { .close() } else { nil }
        }
        #expect(codes == ["250", "250", "250", "354"])
        #expect(kept == 0)
    }

    @Test func theConnectionCanEndBetweenKeepingAndSayingSo() async throws {
        let (codes, kept) = try await dialogue { step in
            if case .kept = step.event { .close() } else { nil }
        }
        #expect(codes == ["250", "250", "250", "354"])
        #expect(kept == 1)
    }

    @Test func theServerCanGoAwayWithAWord() async throws {
        let (codes, kept) = try await dialogue { step in
            if case .sender = step.event { .sayAndClose("421 4.3.2 Shutting down") } else { nil }
        }
        #expect(codes == ["250", "421"])
        #expect(kept == 0)
    }

    @Test func everyStepKnowsItsPlace() async throws {
        let steps = Collected<SMTPStep>()
        _ = try await dialogue { step in
            steps.add(step)
            return nil
        }
        #expect(steps.all.map(\.transaction) == [0, 0, 1, 1, 1, 1, 1, 1])
        #expect(steps.all.map(\.connection) == Array(repeating: 1, count: 8))
        #expect(
            steps.all.prefix(5).map(\.event) == [
                .greeting, .hello("client.example"), .sender("a@example.org"), .recipient("b@example.com"), .data,
            ]
        )
    }

    @Test func aWaitIsAWaitAndThenUsual() async throws {
        let clock = ContinuousClock()
        let begin = clock.now
        let (codes, kept) = try await dialogue { step in
            if case .message = step.event { .wait(.milliseconds(40)) } else { nil }
        }
        #expect(clock.now - begin >= .milliseconds(40))
        #expect(codes.count == 6)
        #expect(kept == 1)
    }

    @Test func aMessageThatCannotBeKeptIsNotAccepted() async throws {
        struct DiskFull: Error {}
        let (codes, kept) = try await dialogue({ _ in nil }, keep: { _ in throw DiskFull() })
        #expect(codes == ["250", "250", "250", "354", "451", "221"])
        #expect(kept == 0)
    }
}
