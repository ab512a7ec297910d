import Testing

@testable import Curl

struct HTTPPartsTests {
    @Test(
        arguments: [
            ("api.example.org", "https://api.example.org"), ("https://api.example.org/", "https://api.example.org"),
            ("HTTP://127.0.0.1:8080/a/b//", "http://127.0.0.1:8080/a/b"), ("http://[::1]:80", "http://[::1]:80"),
            ("http://localhost/hook?key=s3cret", "http://localhost/hook"),
        ]
    )
    func anAddressIsReadAndPrintsWithoutItsQuery(text: String, printed: String) throws {
        #expect(try HTTPAddress(text).description == printed)
        #expect(try HTTPAddress(text).isEncrypted == printed.hasPrefix("https"))
    }

    @Test(
        arguments: [
            "", "ftp://example.org", "file:///etc/passwd", "smtp://example.org", "http://",
            "https://user:pass@example.org",
            "http://example.org/#top", "http://example.org/\r\nHost: evil", "http://exa mple.org",
            "http://example.org/a b",
            "http://example.org:99999", "javascript:alert(1)", "http://example.org\u{0}.evil",
        ]
    )
    func whatIsNoWebAddressIsRefusedWithoutBeingRepeated(text: String) {
        let fault = #expect(throws: HTTPAddressFault.self) { try HTTPAddress(text) }
        #expect(fault?.description.contains("evil") == false)
    }

    @Test func whatIsAppendedCannotLeaveItsPlace() throws {
        var form = HTTPForm()
        form.append("a b", "&=#?/\r\n")
        let address = try HTTPAddress("https://example.org/base").appending("../x?y#z", query: form)
        #expect(address.exact == "https://example.org/base/..%2Fx%3Fy%23z?a%20b=%26%3D%23%3F%2F%0D%0A")
    }

    @Test(
        arguments: [
            ("X-Key", "abc", true), ("X-Key", "a b", true), ("X-Key", "a\r\nEvil: 1", false), ("X-Key", "a\nb", false),
            ("X-Key", "\u{0}", false), ("X-Key", "é", false), ("X-Key", "", false), ("", "a", false),
            ("X Key", "a", false),
            ("X\r\nKey", "a", false), ("X:", "a", false),
        ]
    )
    func aFieldCannotBreakOutOfItsLine(name: String, value: String, isFine: Bool) {
        #expect((HTTPField(name, value) != nil) == isFine)
    }

    @Test func secretsDoNotPrint() throws {
        var form = HTTPForm()
        form.append("password", "s3cret")
        let request = HTTPRequest(
            .post,
            try HTTPAddress("https://example.org").appending("send", query: form),
            credentials: HTTPCredentials(username: "me", password: "s3cret"),
            body: form.bytes
        )
        #expect("\(request)" == "POST https://example.org/send")
        #expect(!String(describing: request.credentials).contains("s3cret"))
    }

    @Test(
        arguments: [
            ("0", 0), ("120", 120), ("00007", 7), ("99999999999999999999", 86_400),
            ("Fri, 31 Dec 1999 23:59:59 GMT", 0),
            ("Thu, 01 Jan 2026 00:01:30 GMT", 90), ("Thursday, 01-Jan-26 00:01:30 GMT", 90), ("-5", nil), ("soon", nil),
            ("", nil), ("1.5", nil), ("１２", nil),
        ] as [(String, Int?)]
    )
    func retryAfterIsSecondsOrADate(text: String, seconds: Int?) {
        #expect(HTTPResponseHead.wait(text, now: 1_767_225_600) == seconds.map { .seconds($0) })
    }

    @Test func aHeaderIsReadWhateverItsCaseAndSpaces() {
        var head = HTTPResponseHead()
        for line in ["HTTP/1.1 429 x\r\n", "RETRY-AFTER:\t 3 \r\n", "content-type:text/plain\r\n", ": x\r\n", "\r\n"] {
            let goesOn = head.take(Array(line.utf8), now: 0)
            #expect(goesOn)
        }
        #expect(head.retryAfter == .seconds(3))
        #expect(head.contentType == "text/plain")
    }
}
