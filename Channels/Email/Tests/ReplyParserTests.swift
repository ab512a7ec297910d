import Testing

@testable import EmailChannel

struct ReplyParserTests {
    private static let dialogue =
        "220 mx\r\n250-mx\r\n250-PIPELINING\r\n250 SIZE 5\r\n550 5.1.1 User unknown\r\n354 go\n"

    private func parse(_ text: String) throws -> [Reply] {
        var parser = ReplyParser()
        var replies: [Reply] = []
        try parser.take(Array(text.utf8), into: &replies)
        return replies
    }

    @Test func repliesAreTheSameHoweverTheBytesAreCut() throws {
        let whole = try parse(Self.dialogue)
        #expect(whole.map(\.code) == [220, 250, 550, 354])
        #expect(whole[1].lines == ["mx", "PIPELINING", "SIZE 5"])
        #expect(whole[2].status == EnhancedStatus(class: 5, subject: 1, detail: 1))
        #expect(whole[2].lines == ["User unknown"])
        let bytes = Array(Self.dialogue.utf8)
        for cut in 0...bytes.count {
            var parser = ReplyParser()
            var replies: [Reply] = []
            try parser.take(Array(bytes[..<cut]), into: &replies)
            try parser.take(Array(bytes[cut...]), into: &replies)
            #expect(replies == whole)
        }
    }

    @Test(
        arguments: [
            "HTTP/1.1 400 Bad Request\r\n", "\r\n", "25\r\n", "2500\r\n", "250_x\r\n", "150 wait\r\n", "650 x\r\n",
            "250-a\r\n251 b\r\n", "\u{0}\u{1}\u{2}\r\n", "２５０ ok\r\n",
        ]
    )
    func whatIsNoReplyIsRefused(text: String) {
        #expect(throws: ReplyParser.Malformed.self) { try parse(text) }
    }

    @Test func aLineOfAnyLengthIsKeptShort() throws {
        let replies = try parse("550 5.7.1 " + String(repeating: "x", count: 20_000) + "\r\n250 ok\r\n")
        #expect(replies.map(\.code) == [550, 250])
        #expect(replies[0].lines[0].utf8.count < 512)
        #expect(replies[0].words.count == 300)
    }

    @Test func aReplyOfAnyNumberOfLinesIsKeptShort() throws {
        let replies = try parse(String(repeating: "250-x\r\n", count: 10_000) + "250 end\r\n")
        #expect(replies.count == 1)
        #expect(replies[0].lines.count == 64)
    }

    @Test(
        arguments: [
            ("550 5.1.1 User unknown", "550 5.1.1 User unknown"),
            ("550-5.7.26 Not authenticated.\r\n550 5.7.26 See the site", "550 5.7.26 Not authenticated. See the site"),
            ("450 busy\u{1B}[31m\u{7}", "450 busy [31m "), ("550", "550"), ("550 4.1.1 odd", "550 4.1.1 odd"),
            ("550 5.1 x", "550 5.1 x"), ("550 añil", "550 añil"),
        ]
    )
    func wordsAreOnePrintableLine(text: String, words: String) throws {
        #expect(try parse(text + "\r\n").map(\.words) == [words])
    }

    @Test func capabilitiesComeFromTheLastGreetingOnly() throws {
        let transcript = try parse(
            "220 x\r\n250-x\r\n250-PIPELINING\r\n250 STARTTLS\r\n220 go\r\n250-x\r\n250-size 100\r\n250 SMTPUTF8\r\n235 ok\r\n"
        )
        #expect(Capabilities(transcript: transcript) == Capabilities(smtpUTF8: true, size: true))
        #expect(Capabilities(transcript: try parse("220 x\r\n250 PIPELINING\r\n")) == Capabilities())
    }
}
