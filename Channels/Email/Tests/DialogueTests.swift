import Deliveries
import Testing

@testable import EmailChannel

struct DialogueTests {
    private static let everything = Capabilities(pipelining: true, smtpUTF8: true, eightBitMIME: true, size: true)

    private func dialogue(_ capabilities: Capabilities = everything) -> Dialogue {
        Dialogue(server: "mx:25", capabilities: capabilities)
    }

    @Test func theNextEnvelopeGoesOutRightBehindTheDot() throws {
        var talk = dialogue()
        talk.begin(try EmailSamples.mail(1))
        #expect(
            talk.spoken() == "MAIL FROM:<organize@riverside.example> SIZE=11\r\nRCPT TO:<ada@example.org>\r\nDATA\r\n"
        )
        #expect(!talk.canBegin)
        talk.receive("250 ok\r\n250 ok\r\n354 go\r\n")
        #expect(talk.canBegin)
        talk.begin(try EmailSamples.mail(2))
        #expect(
            talk.spoken() == "A: b\r\n\r\nc\r\n.\r\nMAIL FROM:<organize@riverside.example> SIZE=11\r\n"
                + "RCPT TO:<ada@example.org>\r\nDATA\r\n"
        )
        talk.receive("250 queued\r\n250 ok\r\n250 ok\r\n354 go\r\n")
        #expect(
            talk.takeSettlements() == [.init(ticket: 1, fate: .outcome(.sent(reference: "<k1.7@riverside.example>")))]
        )
        #expect(talk.spoken() == "A: b\r\n\r\nc\r\n.\r\n")
        talk.receive("250 queued\r\n")
        #expect(talk.takeSettlements().map(\.ticket) == [2])
        #expect(talk.isIdle)
        talk.quit()
        #expect(talk.spoken() == "QUIT\r\n")
        talk.receive("221 bye\r\n")
        #expect(talk.phase == .over)
    }

    @Test func whatWasWithdrawnWhileItsEnvelopeWasOutIsNotSent() throws {
        var talk = dialogue()
        talk.begin(try EmailSamples.mail(1))
        talk.receive("250 ok\r\n250 ok\r\n354 go\r\n")
        talk.begin(try EmailSamples.mail(2))
        _ = talk.spoken()
        var asked: [Int] = []
        talk.receive(Array("250 queued\r\n250 ok\r\n250 ok\r\n354 go\r\n".utf8)) { ticket in
            asked.append(ticket)
            return false
        }
        #expect(asked == [2], "the first had gone out")
        #expect(talk.spoken() == "", "not a byte of it, and no dot, which would make it a message")
        #expect(talk.phase == .over)
        #expect(
            talk.takeSettlements() == [
                .init(ticket: 1, fate: .outcome(.sent(reference: "<k1.7@riverside.example>"))),
                .init(ticket: 2, fate: .outcome(.interrupted)),
            ]
        )
    }

    @Test func repliesMayBeCutAtAnyByte() throws {
        let script = "250 ok\r\n250 2.1.5 ok\r\n354 go\r\n250-queued\r\n250 as 1\r\n"
        for cut in 0...script.utf8.count {
            var talk = dialogue()
            talk.begin(try EmailSamples.mail(1))
            _ = talk.spoken()
            for part in [Array(script.utf8)[..<cut], Array(script.utf8)[cut...]] {
                talk.receive(Array(part))
                _ = talk.spoken()
            }
            #expect(talk.takeSettlements().map(\.fate) == [.outcome(.sent(reference: "<k1.7@riverside.example>"))])
        }
    }

    @Test func withoutPipeliningItIsOneCommandAtATime() throws {
        var talk = dialogue(Capabilities())
        talk.begin(try EmailSamples.mail(1))
        var said: [String] = []
        for reply in ["250 ok", "250 ok", "354 go", "250 queued"] {
            #expect(!talk.canBegin)
            said.append(talk.spoken())
            talk.receive(reply + "\r\n")
        }
        #expect(
            said == [
                "MAIL FROM:<organize@riverside.example>\r\n", "RCPT TO:<ada@example.org>\r\n", "DATA\r\n",
                "A: b\r\n\r\nc\r\n.\r\n",
            ]
        )
        #expect(talk.canBegin)
        #expect(talk.takeSettlements().count == 1)
    }

    @Test(arguments: [true, false])
    func aRefusedRecipientIsResetBeforeTheNext(pipelining: Bool) throws {
        var talk = dialogue(Capabilities(pipelining: pipelining))
        talk.begin(try EmailSamples.mail(1))
        for reply in pipelining ? ["250 ok", "550 5.1.1 gone", "503 no recipients"] : ["250 ok", "550 5.1.1 gone"] {
            talk.receive(reply + "\r\n")
        }
        #expect(talk.takeSettlements() == [.init(ticket: 1, fate: .outcome(.refused(reason: "550 5.1.1 gone")))])
        _ = talk.spoken()
        talk.begin(try EmailSamples.mail(2))
        #expect(talk.spoken().hasPrefix("RSET\r\n"))
        for reply in ["250 reset", "250 ok", "250 ok", "354 go", "250 ok"] { talk.receive(reply + "\r\n") }
        #expect(talk.takeSettlements().map(\.ticket) == [2])
    }

    @Test func aLoneDotAnswersA354ThatNobodyShouldHaveGot() throws {
        var talk = dialogue()
        talk.begin(try EmailSamples.mail(1))
        _ = talk.spoken()
        talk.receive("250 ok\r\n550 5.1.1 gone\r\n354 go\r\n")
        #expect(talk.takeSettlements() == [.init(ticket: 1, fate: .outcome(.refused(reason: "550 5.1.1 gone")))])
        talk.begin(try EmailSamples.mail(2))
        #expect(talk.spoken().hasPrefix(".\r\nMAIL FROM:"))
        talk.receive("554 no recipients\r\n250 ok\r\n250 ok\r\n354 go\r\n250 ok\r\n")
        #expect(
            talk.takeSettlements() == [.init(ticket: 2, fate: .outcome(.sent(reference: "<k2.7@riverside.example>")))]
        )
    }

    @Test(
        arguments: [
            ("", .untouched(reason: "mx:25: connection lost")),
            ("250 ok\r\n", .untouched(reason: "mx:25: connection lost")),
            (
                "250 ok\r\n250 ok\r\n354 go\r\n",
                .outcome(.unknown(reason: "mx:25: connection lost after the message was sent"))
            ),
            ("421 busy\r\n", .untouched(reason: "mx:25: connection lost")),
            ("250 ok\r\n421 4.7.0 too many\r\n", .outcome(.retry(reason: "421 4.7.0 too many"))),
            ("250 ok\r\n550 gone\r\n421 bye\r\n", .outcome(.refused(reason: "550 gone"))),
            ("250 ok\r\n250 ok\r\n354 go\r\n421 4.3.2 down\r\n", .outcome(.retry(reason: "421 4.3.2 down"))),
            ("nonsense\r\n", .outcome(.retry(reason: "mx:25: the answer is not SMTP"))),
            ("250 ok\r\n250 ok\r\n250 what\r\n", .outcome(.retry(reason: "mx:25: the answer is not SMTP"))),
            (
                "250 ok\r\n250 ok\r\n354 go\r\n354 again\r\n",
                .outcome(.unknown(reason: "mx:25: the answer is not SMTP after the message was sent"))
            ),
        ] as [(String, SettledMail.Fate)]
    )
    func aConnectionThatEndsSettlesWhatWasUnderWay(said: String, fate: SettledMail.Fate) throws {
        var talk = dialogue()
        talk.begin(try EmailSamples.mail(1))
        _ = talk.spoken()
        for line in said.split(separator: "\r\n") {
            talk.receive("\(line)\r\n")
            _ = talk.spoken()
        }
        talk.abandon(.lost)
        #expect(talk.takeSettlements() == [SettledMail(ticket: 1, fate: fate)])
        #expect(talk.phase == .over)
    }

    @Test func aMessageThatHadNotAllLeftIsNoUnknown() throws {
        var talk = dialogue()
        talk.begin(try EmailSamples.mail(1))
        _ = talk.spoken()
        talk.receive("250 ok\r\n250 ok\r\n354 go\r\n")
        let count = talk.output.count
        talk.didSend(count, unsent: 1)
        #expect(!talk.isInDoubt)
        talk.abandon(.lost)
        let reason = "mx:25: connection lost while the message was sent"
        #expect(talk.takeSettlements() == [.init(ticket: 1, fate: .outcome(.retry(reason: reason)))])
    }

    @Test func bothMailsOfALaneAreSettledWhenItEnds() throws {
        var talk = dialogue()
        talk.begin(try EmailSamples.mail(1))
        talk.receive("250 ok\r\n250 ok\r\n354 go\r\n")
        talk.begin(try EmailSamples.mail(2))
        _ = talk.spoken()
        talk.abandon(.lost)
        #expect(
            talk.takeSettlements() == [
                .init(ticket: 1, fate: .outcome(.unknown(reason: "mx:25: connection lost after the message was sent"))),
                .init(ticket: 2, fate: .untouched(reason: "mx:25: connection lost")),
            ]
        )
    }

    @Test func anAddressOutsideOfASCIINeedsTheServersOffer() throws {
        var talk = dialogue()
        talk.begin(try EmailSamples.mail(1, to: "añil@example.org"))
        #expect(talk.spoken().hasPrefix("MAIL FROM:<organize@riverside.example> SIZE=11 BODY=8BITMIME SMTPUTF8\r\n"))
        var plain = dialogue(Capabilities(pipelining: true))
        plain.begin(try EmailSamples.mail(1, to: "añil@example.org"))
        #expect(plain.spoken().isEmpty)
        let reason = "the address has signs outside of ASCII, and mx:25 does not offer SMTPUTF8"
        #expect(plain.takeSettlements() == [.init(ticket: 1, fate: .outcome(.refused(reason: reason)))])
        #expect(plain.canBegin)
    }

    @Test(
        arguments: [
            ("a\r\n", "a\r\n.\r\n"), (".\r\n", "..\r\n.\r\n"), ("a\r\n.b\r\n..\r\n", "a\r\n..b\r\n...\r\n.\r\n"),
            ("a.b.\r\n", "a.b.\r\n.\r\n"), ("\r\n.\r\n", "\r\n..\r\n.\r\n"),
        ]
    )
    func dotsAreStuffed(message: String, wire: String) {
        #expect(String(decoding: MessageData(stuffing: Array(message.utf8)).bytes, as: UTF8.self) == wire)
    }
}

extension Dialogue {
    fileprivate mutating func receive(_ text: String) { receive(Array(text.utf8)) }

    /// What is to be sent, taken as sent.
    fileprivate mutating func spoken() -> String {
        let text = String(decoding: output[unsentStart...], as: UTF8.self)
        didSend(output.count - unsentStart, unsent: 0)
        return text
    }
}
