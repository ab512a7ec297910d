import Calls
import People
import Testing

@testable import EmailChannel

struct HeaderTests {
    private func subject(_ text: String) -> String {
        var header = HeaderWriter()
        header.field("Subject", HeaderText(text))
        return String(decoding: header.bytes, as: UTF8.self)
    }

    private func to(_ name: String, _ address: String = "ada@example.org") throws -> String {
        var header = HeaderWriter()
        let address = try #require(EnvelopeAddress(try EmailAddress(address)))
        header.field("To", HeaderMailbox(name: HeaderText(name), address: address))
        return String(decoding: header.bytes, as: UTF8.self)
    }

    @Test(
        arguments: [
            ("Hello", "Subject: Hello\r\n"), ("  a \t b  ", "Subject: a b\r\n"),
            ("a\r\nBcc: x@y", "Subject: a Bcc: x@y\r\n"),
            ("a\nb\rc\u{0}d\u{85}e\u{2028}f\u{B}g", "Subject: a b c d e f g\r\n"),
            ("¡Sí!", "Subject: =?utf-8?B?wqFTw60h?=\r\n"),
            ("=?utf-8?q?x?=", "Subject: =?utf-8?B?PT91dGYtOD9xP3g/PQ==?=\r\n"),
            ("", "Subject: \r\n"),
        ]
    )
    func aSubjectIsOneHeader(text: String, expected: String) {
        #expect(subject(text) == expected)
    }

    @Test(
        arguments: [
            ("Ada Sample", "To: Ada Sample <ada@example.org>\r\n"), ("", "To: <ada@example.org>\r\n"),
            ("Sample, Ada", "To: \"Sample, Ada\" <ada@example.org>\r\n"),
            ("A \"B\" \\ C", "To: \"A \\\"B\\\" \\\\ C\" <ada@example.org>\r\n"),
            ("Ada\r\nBcc: <x@y>", "To: \"Ada Bcc: <x@y>\" <ada@example.org>\r\n"),
            ("=?utf-8?q?x?=", "To: =?utf-8?B?PT91dGYtOD9xP3g/PQ==?= <ada@example.org>\r\n"),
            ("Ñandú", "To: =?utf-8?B?w5FhbmTDug==?= <ada@example.org>\r\n"),
        ]
    )
    func aNameIsQuotedOrEncoded(name: String, expected: String) throws {
        #expect(try to(name) == expected)
    }

    @Test(
        arguments: [
            String(repeating: "ñ", count: 100), String(repeating: "x", count: 300), String(repeating: "👩‍👩‍👧‍👦", count: 10),
            String(repeating: "日本", count: 60), "a" + String(repeating: "\u{301}", count: 120),
        ]
    )
    func encodedWordsAreShortAndHoldWholeCharacters(text: String) throws {
        for header in [subject(text), try to(text, "\(String(repeating: "a", count: 60))@example.org")] {
            for line in header.utf8.split(separator: 10) { #expect(line.count <= 78) }
            let words = header.split { " \r\n".contains($0) || $0 == "\r\n" }.filter { $0.hasPrefix("=?") }
            #expect(words.allSatisfy { $0.utf8.count <= 75 })
            #expect(words.count > 1)
        }
    }

    @Test func longWordsInASCIIAreFoldedAtSpaces() throws {
        let words = String(repeating: "long, ", count: 40)
        for header in [subject(words), try to(words)] {
            #expect(!header.contains("=?"))
            for line in header.utf8.split(separator: 10) { #expect(line.count <= 79) }
            #expect(header.replacing("\r\n ", with: " ").contains(words.dropLast()))
        }
    }

    @Test(
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 +0000"), (1_796_133_791_120, "Tue, 01 Dec 2026 14:03:11 +0000"),
            (951_782_399_999, "Mon, 28 Feb 2000 23:59:59 +0000"), (-1, "Wed, 31 Dec 1969 23:59:59 +0000"),
        ] as [(Int64, String)]
    )
    func aDateIsWrittenAsRFC5322(milliseconds: Int64, text: String) {
        #expect(DateHeader(Timestamp(rawValue: milliseconds)).token.text == text)
    }

    @Test func aMessageIDBelongsToOneDeliveryAlone() {
        let id = MessageID(key: "k17", call: 7, domain: "riverside.example")
        #expect(id.description == "<k17.7@riverside.example>")
        #expect(id == MessageID(key: "k17", call: 7, domain: "riverside.example"))
        #expect(id != MessageID(key: "k17", call: 8, domain: "riverside.example"))
        let hostile = MessageID(key: "a>\r\nBcc: x", call: 7, domain: "riverside.example").description
        #expect(hostile == "<a_3e_d_aBcc_3a_20x.7@riverside.example>")
    }

    @Test(arguments: [
        "a b@example.org", "a\r\n@example.org", "<a@example.org>", "a@example.org\u{0}", "@example.org", "a@",
    ])
    func anAddressThatCouldBreakOutIsNoEnvelopeAddress(text: String) throws {
        guard let address = try? EmailAddress(text) else { return }
        let recipient = EnvelopeAddress(address)
        #expect(recipient == nil || address.exact != text)
    }

    @Test func theWayOutHasRoomForOneClick() throws {
        let wayOut = WayOut(mailbox: try MailboxText.read("stop+list@riverside.example").address)
        var header = HeaderWriter()
        wayOut.write(key: "k17", to: &header)
        #expect(
            String(decoding: header.bytes, as: UTF8.self)
                == "List-Unsubscribe: <mailto:stop%2Blist@riverside.example?subject=unsubscribe%20k17>\r\n"
        )
        header = HeaderWriter()
        wayOut.write(key: "k17", oneClick: Token("https://act.riverside.example/u/x"), to: &header)
        #expect(
            String(decoding: header.bytes, as: UTF8.self)
                == "List-Unsubscribe: <https://act.riverside.example/u/x>,\r\n"
                + " <mailto:stop%2Blist@riverside.example?subject=unsubscribe%20k17>\r\n"
                + "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
        )
    }

    @Test func theListKeepsOneIdentity() throws {
        #expect(
            try EmailSamples.identity().listID(
                of: Organization(name: "Ñandú & Söhne!", postalAddress: "", timezone: "", region: "")
            )
            .text == "and-s-hne.riverside.example"
        )
    }
}
