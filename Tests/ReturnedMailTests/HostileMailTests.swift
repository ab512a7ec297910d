import Deliveries
import Foundation
import Testing

@testable import ReturnedMail

/// Mail that somebody wrote to hurt: it may change nothing, and must be read in a moment.
@Suite(.timeLimit(.minutes(1)))
struct HostileMailTests {
    @Test func nestedAThousandDeep() {
        var mail = "From: MAILER-DAEMON@x.example\nSubject: failure notice\n"
        for depth in 0..<1_000 { mail += "Content-Type: multipart/mixed; boundary=b\(depth)\n\n--b\(depth)\n" }
        #expect(Returned.read(mail + "\nx") == .nothing(.withoutToken))
    }

    @Test func oneFieldFoldedWithoutEnd() {
        #expect(Returned.read("Subject: a" + String(repeating: "\n x", count: 200_000)) == .nothing(.notUnderstood))
    }

    @Test func aHugeReturnedMailBehindAReport() {
        let mail = Returned.report() + String(repeating: String(repeating: "x", count: 997) + "\n", count: 5_000)
        #expect(Returned.news(mail) != nil)
    }

    @Test func wordsAsLongAsTokensByTheThousand() {
        let word = String(repeating: "a", count: 24)
        let mail = Returned.plain(String(repeating: "\(word) ", count: 40_000)).replacing(
            Returned.token,
            with: "nobody"
        )
        #expect(Returned.read(mail) == .nothing(.withoutToken))
    }

    @Test(arguments: [
        "", "\n", "\u{0}", ":", "Content-Type: multipart/report; boundary=\n\n--\n--\n----",
        "Content-Type: message/delivery-status\n\n",
        "Content-Type: message/delivery-status\n\nAction\n:\n\n\nAction: failed",
        "Content-Type: text/plain; charset=x-unheard-of\nContent-Transfer-Encoding: base64\n\n!!!!",
        "Subject: =?utf-8?q?=?= =?x?b?====?= =??????=\nFrom: =?utf-16?b?AA==?=\n\n\u{FEFF}",
    ])
    func brokenMail(text: String) {
        for bytes in [Array(text.utf8), Array(text.utf8) + [0xFF, 0xFE, 0x00, 0x80]] {
            guard case .nothing = Returned.reader.read(bytes) else {
                Issue.record("something followed from nothing")
                return
            }
        }
    }

    @Test func everyPrefixOfAReportIsRead() {
        let bytes = Array(Returned.report().utf8)
        for count in stride(from: 0, to: bytes.count, by: 37) { _ = Returned.reader.read(Array(bytes.prefix(count))) }
    }

    @Test func wordsOfAServerAreMaskedBeforeTheyAreKept() {
        guard case .bounced(let bounce)? = Returned.news(Returned.report()) else {
            Issue.record("no bounce")
            return
        }
        #expect(!Masking.mask(bounce.words).contains("ada@"))
    }
}
