import Deliveries
import Testing

@testable import ReturnedMail

struct ReturnedMailTests {
    @Test func aReportNamesTheDeliveryAndTheReason() throws {
        let words = "550 5.1.1 <ada@example.org>: User unknown"
        #expect(
            Returned.news(Returned.report()) == .bounced(Bounce(.hard, words: words, addresses: ["ada@example.org"]))
        )
    }

    @Test(arguments: ["\n", "\r\n"])
    func lineEndsOfEitherKindWillDo(end: String) {
        #expect(Returned.news(Returned.report().replacing("\n", with: end)) != nil)
    }

    @Test(arguments: [
        ("5.1.1", "x", Bounce.Permanence.hard), ("5.1.2", "x", .hard), ("5.2.1", "x", .hard), ("5.4.4", "x", .hard),
        ("5.2.2", "552 mailbox full", .soft), ("5.7.1", "554 refused by policy", .soft), ("4.4.1", "timed out", .soft),
        ("5.1.8", "sender domain unknown", .soft), ("5.0.0", "550 no such user here", .hard),
        ("5.0.0", "550 no", .soft),
        ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied", .hard), ("nonsense", "user unknown", .hard),
        ("5.1", "quota", .soft), ("5.1.1 (no mailbox)", "x", .hard), ("4.1.1", "user unknown", .soft),
    ])
    func theStatusTellsWhatItSaysAboutTheAddress(status: String, words: String, permanence: Bounce.Permanence) {
        guard case .bounced(let bounce)? = Returned.news(Returned.report(status: status, diagnostic: "smtp; \(words)"))
        else {
            Issue.record("no bounce")
            return
        }
        #expect(bounce.permanence == permanence)
    }

    @Test func theActionDecidesAndNotTheClassOfTheStatus() {
        #expect(Returned.read(Returned.report(action: "delayed", status: "4.4.1")) == .nothing(.delay))
        #expect(Returned.read(Returned.report(action: "relayed", status: "5.0.0")) == .nothing(.delay))
        #expect(Returned.news(Returned.report(action: "delivered", status: "2.1.5")) == .delivered)
        let expired = Returned.news(
            Returned.report(action: "Failed (expired)", status: "4.4.7", diagnostic: "x; expired")
        )
        #expect(expired == .bounced(Bounce(.soft, words: "expired", addresses: ["ada@example.org"])))
    }

    @Test func withoutATokenOfOursNothingFollows() {
        let forged = String(Returned.token.reversed())
        #expect(Returned.read(Returned.report(to: "organize@riverside.example")) == .nothing(.withoutToken))
        #expect(Returned.read(Returned.report(to: "bounces+\(forged)@riverside.example")) == .nothing(.withoutToken))
        // A token of the way out is none of the way back.
        #expect(
            Returned.read(Returned.report(to: "bounces+\(Returned.stopToken)@a.example")) == .nothing(.withoutToken)
        )
    }

    @Test func theTokenIsFoundWhereverItStandsAndInEitherCase() {
        let quoted = Returned.report(to: "organize@riverside.example")
            .replacing("Subject: Come", with: "Message-ID: <\(Returned.token).7@riverside.example>")
        #expect(Returned.news(quoted) != nil)
        #expect(Returned.news(Returned.report(to: "BOUNCES+\(Returned.token.uppercased())@RIVERSIDE.EXAMPLE")) != nil)
    }

    @Test func aComplaintOptsOutAndAPraiseDoesNot() {
        func report(_ type: String) -> String {
            """
            From: feedback@provider.example
            To: abuse@riverside.example
            Message-ID: <c@provider.example>
            Content-Type: multipart/report; report-type=feedback-report; boundary=b

            --b
            Content-Type: message/feedback-report

            Feedback-Type: \(type)
            User-Agent: Provider/1
            Version: 1

            --b
            Content-Type: message/rfc822

            Message-ID: <\(Returned.token).7@riverside.example>

            words
            --b--
            """
        }
        #expect(Returned.news(report("abuse")) == .complained("abuse"))
        #expect(Returned.read(report("not-spam")) == .nothing(.notUnderstood))
    }

    @Test func plainWordsAreUnderstood() {
        let qmail = """
            Hi. This is the qmail-send program at mx.example.
            I'm afraid I wasn't able to deliver your message. I've given up. Sorry it didn't work out.

            <ada@example.org>:
            192.0.2.5 does not like recipient.
            Remote host said: 550 sorry, no mailbox here by that name. (#5.1.1)
            """
        guard case .bounced(let bounce)? = Returned.news(Returned.plain(qmail)) else {
            Issue.record("no bounce")
            return
        }
        #expect(bounce.permanence == .hard)
        #expect(bounce.words.contains("no mailbox here"))
        let exim =
            "A message that you sent could not be delivered.\n\n  ada@example.org\n    mailbox is full: 552 quota"
        guard case .bounced(let soft)? = Returned.news(Returned.plain(exim)) else {
            Issue.record("no bounce")
            return
        }
        #expect(soft.permanence == .soft)
        let late = Returned.plain(subject: "Warning: message delayed", "It will be retried for 4 days.")
        #expect(Returned.read(late) == .nothing(.delay))
    }

    @Test func holidayNoticesAndPeopleChangeNothing() {
        let notice =
            "Auto-Submitted: auto-replied\n"
            + Returned.plain(from: "Ada <ada@example.org>", subject: "Out of office", "Back on Monday.")
        #expect(Returned.read(notice) == .nothing(.automaticReply))
        let person = Returned.plain(from: "Ada <ada@example.org>", subject: "Re: Come", "I'll be there, room 550!")
        #expect(Returned.read(person) == .nothing(.notUnderstood))
        let talk = Returned.plain(
            from: "Ada <ada@example.org>",
            subject: "undeliverable promises",
            "I'm tired of them."
        )
        #expect(Returned.read(talk) == .nothing(.notUnderstood))
    }

    @Test func aMailToTheWayOutOptsOut() {
        let mail = Returned.plain(from: "ada@example.org", subject: "unsubscribe \(Returned.stopToken)", "")
        #expect(Returned.news(mail) == .optedOut("unsubscribe"))
        // The token of a bounce does not open the way out.
        let other = Returned.plain(from: "ada@example.org", subject: "unsubscribe \(Returned.token)", "")
        #expect(Returned.read(other) == .nothing(.notUnderstood))
        #expect(Returned.read("Auto-Submitted: auto-replied\n" + mail) == .nothing(.automaticReply))
    }

    @Test(arguments: ["STOP", "Stop.", "\n\nstop\n\n> Dear Ada, come to the hearing", "BAJA"])
    func aReplyOfOneWordOptsOut(words: String) {
        let mail = Returned.plain(from: "ada@example.org", subject: "Re: Fill the room", words)
        #expect(Returned.news("In-Reply-To: <\(Returned.token)@riverside.example>\n" + mail) != nil)
        #expect(Returned.read(mail) == .nothing(.notUnderstood), "to nothing of ours")
    }

    @Test func aReplyOfMoreWordsIsLeftToAPerson() {
        let mail = Returned.plain(
            from: "ada@example.org",
            subject: "Re: Fill the room",
            "We have got to stop this bill"
        )
        let reply = "In-Reply-To: <\(Returned.token)@riverside.example>\n" + mail
        #expect(Returned.read(reply) == .nothing(.notUnderstood))
    }

    @Test func theSameMailHasTheSameIdentityHoweverItCame() {
        func id(_ mail: String) -> String? {
            guard case .answer(.receipt(let receipt)) = Returned.read(mail) else { return nil }
            return receipt.origin.id
        }
        #expect(id(Returned.report()) == id("Received: by mx\n" + Returned.report()))
        #expect(id(Returned.report()) != id(Returned.report().replacing(".ABC@", with: ".DEF@")))
    }
}
