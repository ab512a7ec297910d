import Foundation
import MIME
import Testing

struct MIMEPartTests {
    /// What Python's email package makes of it, whatever its version chooses for the transfer encoding.
    @Test(arguments: ["7bit", "8bit", "quoted-printable", "base64"])
    func mailsOfAnotherProgramAreReadBack(encoding: String) async throws {
        let script = """
            import email, email.message, email.policy, base64
            ascii = '\(encoding)' == '7bit'
            words = 'plain = words?' if ascii else 'Grüße =C3 = \\t\\n' + 'ü' * 400 + '  \\n.\\nend  \\n'
            m = email.message.EmailMessage(policy=email.policy.SMTP)
            m['Subject'] = 'x' if ascii else 'Übergrößenträgerinnen ' * 12 + '🎉🎉 (=?not?a?word?=)'
            m['From'] = 'Zoë "Z" Ångström <zoe@example.org>'
            m['To'] = 'a@example.org, b@example.org'
            m.set_content(words, cte='\(encoding)')
            m.add_alternative('<p>' + words + '</p>', subtype='html', cte='\(encoding)')
            m.add_attachment(b'\\x00\\xff', maintype='application', subtype='octet-stream', filename='ä.bin')
            print(base64.b64encode(m.as_bytes()).decode())
            # Read back from the bytes: folding may lose a blank between two encoded words.
            again = email.message_from_bytes(m.as_bytes(), policy=email.policy.SMTP)
            print(base64.b64encode(str(again['subject']).encode()).decode())
            print(base64.b64encode(words.encode()).decode())
            """
        let (status, output) = try await ExternalTool.python.run("-c", script)
        #expect(status == 0, "\(output)")
        let lines = output.split(separator: "\n").compactMap { Data(base64Encoded: String($0)) }
        try #require(lines.count == 3)
        let message = MIMEPart(Array(lines[0]))
        let words = String(decoding: lines[2], as: UTF8.self)
        #expect(message.field("subject") == String(decoding: lines[1], as: UTF8.self))
        #expect(message.field("from")?.contains("zoe@example.org") == true)
        #expect(message.field("from")?.contains("Ångström") == true)
        #expect(
            message.first("text/plain")?.text?.trimmingCharacters(in: .newlines)
                == words.trimmingCharacters(in: .newlines)
        )
        #expect(message.first("text/html")?.text?.contains(words) == true)
    }

    @Test(
        arguments: [
            ("=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
            ("=?UTF-8?B?R3LDvMOfZQ==?=", "Grüße"),
            ("=?utf-8*de?Q?a_b=5Fc?=", "a b_c"),
            ("=?iso-8859-1?Q?Gr=FC=DFe?= and more", "Grüße and more"),
            ("=?utf-8?Q?one?= =?utf-8?Q?two?=", "onetwo"),
            ("=?utf-8?Q?one?=\t =?utf-8?Q?_two?= x  y", "one two x  y"),
            ("a =?utf-8?Q?b?= c", "a b c"),
            // A character torn apart is shown as a strict reader sees it.
            ("=?utf-8?Q?=C3?= =?utf-8?Q?=BC?=", "=?utf-8?Q?=C3?= =?utf-8?Q?=BC?="),
            ("=?klingon?Q?x?=", "=?klingon?Q?x?="),
            ("=?utf-8?X?x?=", "=?utf-8?X?x?="),
            ("=?=", "=?="),
            ("=?utf-8?Q?", "=?utf-8?Q?"),
            ("grüße", "grüße"),
            ("", ""),
        ]
    )
    func encodedWordsAreRead(value: String, expected: String) {
        #expect(MIMEPart(Array("Subject: \(value)\r\n\r\n".utf8)).field("subject") == expected)
    }

    @Test(
        arguments: [
            ("soft=\r\nbreak", "softbreak"),
            ("soft=  \r\nbreak", "softbreak"),
            ("trailing  \t\r\nblank", "trailing\nblank"),
            ("=3D=3d=", "=="),
            ("=ZZ =4 =", "=ZZ =4 "),
            ("=C3=BC=FF", "ü\u{FFFD}"),
            ("line\nfeed", "line\nfeed"),
        ]
    )
    func quotedPrintableIsRead(body: String, expected: String) {
        let header = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: Quoted-Printable\r\n\r\n"
        #expect(MIMEPart(Array((header + body).utf8)).text == expected)
    }

    @Test(
        arguments: [
            ("boundary=b", "--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\nbehind", ["one", "two"]),
            ("boundary=\"a b\"", "before\r\n--a b  \r\n\r\none\r\n--a b--", ["one"]),
            ("boundary=b", "--b\r\n\r\none\r\n--bc\r\n--b--", ["one\n--bc"]),
            ("boundary=b", "--b\r\n\r\nnever closed", ["never closed"]),
            ("boundary=b", "--b\n\nfeeds\n--b--", ["feeds"]),
            ("boundary=b", "--b\r\n--b\r\n\r\n--b--", ["", ""]),
            ("boundary=b", "no part at all", []),
        ]
    )
    func partsAreFound(parameter: String, body: String, expected: [String]) {
        let message = MIMEPart(Array("Content-Type: multipart/mixed; \(parameter)\r\n\r\n\(body)".utf8))
        guard case .parts(let parts) = message.content else {
            Issue.record("not taken apart")
            return
        }
        #expect(parts.map(\.text) == expected)
    }

    @Test func whatNestsWithoutEndIsNotFollowed() {
        var message = "deep"
        for depth in 0..<200 {
            message =
                "Content-Type: multipart/mixed; boundary=b\(depth)\r\n\r\n--b\(depth)\r\n\(message)\r\n--b\(depth)--"
        }
        #expect(MIMEPart(Array(message.utf8)).first("text/html") == nil)
    }

    @Test func aMessageWithoutAHeaderIsAllBody() {
        #expect(MIMEPart(Array("just words\r\nand more".utf8)).text == "just words\nand more")
        #expect(MIMEPart([]).text == "")
        #expect(MIMEPart([0, 255, 10]).field("subject") == nil)
    }

    @Test func aFoldedFieldIsOneLine() {
        let message = MIMEPart(Array("X: a\r\n b\r\n\tc\r\nSubject: s\r\n\r\nbody".utf8))
        #expect(message.field("x") == "a b\tc")
        #expect(message.field("subject") == "s")
    }
}
