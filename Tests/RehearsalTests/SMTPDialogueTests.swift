import LoopbackClient
import Rehearsal
import Testing

/// The dialogue, said by hand.
struct SMTPDialogueTests {
    private static let hello = "EHLO client.example\r\n"
    private static let envelope = "MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.com>\r\n"

    /// Says lines and gives back the code of every answer, the greeting and the hello left out.
    private func codes(_ lines: [String], limits: SMTPLimits = SMTPLimits()) async throws -> [String] {
        let receiver = try SMTPReceiver(limits: limits) { _ in }
        let client = try RawClient(port: receiver.port)
        client.send(Self.hello)
        _ = try client.lines(7)
        var codes: [String] = []
        for line in lines {
            client.send(line + "\r\n")
            codes.append(String(try client.line().prefix(3)))
        }
        await receiver.stop()
        return codes
    }

    @Test func theReceiverSaysWhatItCan() async throws {
        let receiver = try SMTPReceiver { _ in }
        let client = try RawClient(port: receiver.port)
        client.send(Self.hello)
        #expect(
            try client.lines(7).map { $0.split(separator: " ")[0] }
                == [
                    "220", "250-rehearsal.localhost", "250-PIPELINING", "250-SIZE", "250-ENHANCEDSTATUSCODES",
                    "250-8BITMIME", "250",
                ].map { Substring($0) }
        )
        client.send("HELO client.example\r\nQUIT\r\n")
        #expect(try client.rest() == "250 rehearsal.localhost\r\n221 2.0.0 Goodbye\r\n")
        await receiver.stop()
    }

    @Test(
        arguments: [
            (["MAIL FROM:<a@example.org>", "MAIL FROM:<a@example.org>"], ["250", "503"]),
            (["RCPT TO:<b@example.com>"], ["503"]),
            (["DATA"], ["503"]),
            (["MAIL FROM:<a@example.org>", "DATA"], ["250", "554"]),
            (["MAIL FROM:<a@example.org>", "RSET", "RCPT TO:<b@example.com>"], ["250", "250", "503"]),
            (["MAIL FROM:<a@example.org>", "HELO again", "RCPT TO:<b@example.com>"], ["250", "250", "503"]),
            (["mail from:<a@example.org>", "rcpt to:<b@example.com>"], ["250", "250"]),
            (["MAIL FROM:<>", "RCPT TO:<>"], ["250", "501"]),
            (["MAIL FROM:<a@example.org>", "RCPT TO:<Postmaster>"], ["250", "250"]),
            (["MAIL FROM:<@relay.example:a@example.org>"], ["250"]),
            (["MAIL FROM:<\"a >b\"@example.org>"], ["250"]),
            (["MAIL FROM:<a@example.org> SIZE=1000 BODY=8BITMIME SMTPUTF8"], ["250"]),
            (["MAIL FROM:<a@example.org> SIZE=99999999999"], ["552"]),
            (["MAIL FROM:<a@example.org> SIZE=many"], ["501"]),
            (["MAIL FROM:<a@example.org> SIZE=-1"], ["501"]),
            (["MAIL FROM:<a@example.org> BODY=BINARYMIME"], ["555"]),
            (["MAIL FROM:<a@example.org> RET=FULL"], ["555"]),
            (["MAIL FROM:<a@example.org>", "RCPT TO:<b@example.com> NOTIFY=NEVER"], ["250", "555"]),
            (["MAIL FROM:<ä@example.org>"], ["553"]),
            (["MAIL FROM:<ä@example.org> SMTPUTF8", "RCPT TO:<ö@exämple.org>"], ["250", "250"]),
            (["MAIL FROM:<a@example.org>", "RCPT TO:<ö@example.org>"], ["250", "553"]),
            (["MAIL FROM: <a@example.org>"], ["501"]),
            (["MAIL FROM:a@example.org"], ["501"]),
            (["MAIL FROM:<a@example.org"], ["501"]),
            (["MAIL FROM:<a b@example.org>"], ["501"]),
            (["MAIL FROM:<a<b@example.org>"], ["501"]),
            (["MAIL FROM:<a@>"], ["501"]),
            (["MAIL FROM:<@example.org>"], ["501"]),
            (["MAIL FROM:<a@example..org>"], ["501"]),
            (["MAIL FROM:<a@exam_ple.org>"], ["501"]),
            (["MAIL FROM:<\(String(repeating: "a", count: 65))@example.org>"], ["501"]),
            (["MAIL"], ["501"]),
            (["EHLO"], ["501"]),
            (["NOOP whatever", "VRFY someone", "RSET"], ["250", "252", "250"]),
            (["RSET now", "DATA now", "QUIT now"], ["501", "501", "501"]),
            (["STARTTLS", "AUTH PLAIN AAAA"], ["502", "502"]),
            (["HOCUS POCUS", "", "GET / HTTP/1.1"], ["500", "500", "500"]),
            (["NOOP \u{0}", "NOOP a\rb"], ["500", "500"]),
            ([String(repeating: "x", count: 20_000), "NOOP"], ["500", "250"]),
        ]
    )
    func aCommandGetsItsAnswer(lines: [String], expected: [String]) async throws {
        #expect(try await codes(lines) == expected)
    }

    @Test func nothingGoesBeforeHello() async throws {
        let receiver = try SMTPReceiver { _ in }
        let client = try RawClient(port: receiver.port)
        client.send("MAIL FROM:<a@example.org>\r\n")
        #expect(try client.lines(2)[1].hasPrefix("503"))
        await receiver.stop()
    }

    @Test func aBareLineFeedEndsNoCommand() async throws {
        let receiver = try SMTPReceiver { _ in }
        let client = try RawClient(port: receiver.port)
        client.send("EHLO client.example\nNOOP\r\n")
        #expect(try client.lines(3).map { $0.prefix(3) } == ["220", "500", "250"])
        await receiver.stop()
    }

    @Test func tooManyRecipientsAreRefusedOneByOne() async throws {
        var limits = SMTPLimits()
        limits.recipients = 2
        let recipients = (1...3).map { "RCPT TO:<b\($0)@example.com>" }
        #expect(
            try await codes(["MAIL FROM:<a@example.org>"] + recipients, limits: limits) == ["250", "250", "250", "452"]
        )
    }

    @Test(
        arguments: [
            ("Subject: x\r\n\r\nHello\r\n.\r\n", "250", "Subject: x\r\n\r\nHello\r\n"),
            (".\r\n", "250", ""),
            ("..\r\n..two\r\n.one\r\n.\r\n", "250", ".\r\n.two\r\none\r\n"),
            ("grüß dich\r\n.\r\n", "250", "grüß dich\r\n"),
            (String(repeating: "x", count: 998) + "\r\n.\r\n", "250", String(repeating: "x", count: 998) + "\r\n"),
            (
                ".." + String(repeating: "x", count: 997) + "\r\n.\r\n", "250",
                "." + String(repeating: "x", count: 997) + "\r\n"
            ),
            (String(repeating: "x", count: 999) + "\r\n.\r\n", "554", nil),
            (String(repeating: "x", count: 20_000) + "\r\n.\r\n", "554", nil),
            ("bare\nfeed\r\n.\r\n", "554", nil),
            ("bare\rreturn\r\n.\r\n", "554", nil),
            ("smuggled\n.\r\nMAIL FROM:<x@example.net>\r\n.\r\n", "554", nil),
            ("smuggled\r\n.\nMAIL FROM:<x@example.net>\r\n.\r\n", "554", nil),
            ("smuggled\r\n.\r\r\nMAIL FROM:<x@example.net>\r\n.\r\n", "554", nil),
            ("a\u{0}b\r\n.\r\n", "554", nil),
        ] as [(String, String, String?)]
    )
    func aMessageIsKeptAsItWasSentOrNotAtAll(sent: String, code: String, kept: String?) async throws {
        let mails = Collected<ReceivedMail>()
        let receiver = try SMTPReceiver { mails.add($0) }
        let client = try RawClient(port: receiver.port)
        client.send(Self.hello + Self.envelope + "DATA\r\n")
        #expect(try client.lines(10).last?.hasPrefix("354") == true)
        client.send(sent)
        #expect(try client.line().hasPrefix(code))
        #expect(mails.all.map { String(decoding: $0.bytes, as: UTF8.self) } == (kept.map { [$0] } ?? []))
        client.send("NOOP\r\n")
        #expect(try client.line().hasPrefix("250"))
        await receiver.stop()
    }

    @Test func aMessageOverTheSizeIsReadToItsEndAndRefused() async throws {
        var limits = SMTPLimits()
        limits.message = 10_000
        let mails = Collected<ReceivedMail>()
        let receiver = try SMTPReceiver(limits: limits) { mails.add($0) }
        let client = try RawClient(port: receiver.port)
        client.send(Self.hello + Self.envelope + "DATA\r\n")
        _ = try client.lines(10)
        client.send(String(repeating: "a line\r\n", count: 100_000) + ".\r\n")
        #expect(try client.line().hasPrefix("552 5.3.4"))
        #expect(mails.all.isEmpty)
        await receiver.stop()
    }

    @Test func aGroupOfCommandsIsAnsweredInOneGo() async throws {
        let mails = Collected<ReceivedMail>()
        let receiver = try SMTPReceiver { mails.add($0) }
        let client = try RawClient(port: receiver.port)
        client.send(Self.hello)
        _ = try client.lines(7)
        client.send(Self.envelope + "DATA\r\n")
        #expect(try client.lines(3).map { $0.prefix(3) } == ["250", "250", "354"])
        for number in 1...100 {
            // The end of one message and the envelope of the next (RFC 2920).
            client.send("Subject: \(number)\r\n\r\n.\r\n" + Self.envelope + "DATA\r\n")
            #expect(try client.lines(4).map { $0.prefix(3) } == ["250", "250", "250", "354"])
        }
        #expect(mails.all.count == 100)
        #expect(mails.all.allSatisfy { $0.sender == "a@example.org" && $0.recipients == ["b@example.com"] })
        await receiver.stop()
    }

    @Test func aRefusedRecipientInAGroupLetsNoMessageThrough() async throws {
        let mails = Collected<ReceivedMail>()
        let receiver = try SMTPReceiver { mails.add($0) }
        let client = try RawClient(port: receiver.port)
        client.send(Self.hello)
        _ = try client.lines(7)
        client.send("MAIL FROM:<a@example.org>\r\nRCPT TO:<broken>\r\nDATA\r\n")
        #expect(try client.lines(3).map { $0.prefix(3) } == ["250", "501", "554"])
        client.send("RSET\r\n" + Self.envelope + "DATA\r\n")
        #expect(try client.lines(4).map { $0.prefix(3) } == ["250", "250", "250", "354"])
        await receiver.stop()
    }

    @Test func aMessageThatDoesNotWaitForItsTurnEndsTheConnection() async throws {
        let mails = Collected<ReceivedMail>()
        let receiver = try SMTPReceiver { mails.add($0) }
        let client = try RawClient(port: receiver.port)
        client.send(Self.hello)
        _ = try client.lines(7)
        client.send(Self.envelope + "DATA\r\nSubject: early\r\n\r\n.\r\n")
        #expect(try client.rest().split(separator: "\r\n").map { $0.prefix(3) } == ["250", "250", "554"])
        #expect(mails.all.isEmpty)
        await receiver.stop()
    }

    @Test func aMessageThatBreaksOffIsNotKept() async throws {
        let mails = Collected<ReceivedMail>()
        let receiver = try SMTPReceiver { mails.add($0) }
        let client = try RawClient(port: receiver.port)
        client.send(Self.hello + Self.envelope + "DATA\r\n")
        _ = try client.lines(10)
        client.send("Subject: half\r\n\r\nno end\r\n.")
        client.endSending()
        _ = try client.rest()
        await receiver.stop()
        #expect(mails.all.isEmpty)
    }

    @Test func aSilentClientIsTold() async throws {
        var limits = SMTPLimits()
        limits.patience = .milliseconds(50)
        let receiver = try SMTPReceiver(limits: limits) { _ in }
        let client = try RawClient(port: receiver.port)
        #expect(try client.rest().hasSuffix("421 4.4.2 Silent for too long\r\n"))
        await receiver.stop()
    }
}
