import Deliveries
import Testing

/// No address of a person stays in a sentence from outside; everything that helps an organizer does.
struct MaskingTests {
    @Test(
        arguments: [
            ("<ada@example.org>: User unknown", "<a•••@example.org>: User unknown"),
            ("ada@example.org: unknown", "a•••@example.org: unknown"),
            ("RCPT TO:<ada.b+tag@example.org>", "RCPT TO:<a•••@example.org>"),
            ("to=ada@example.org,", "t•••@example.org,"),
            ("550 5.1.1 <grace@example.org>... gone", "550 5.1.1 <g•••@example.org>... gone"),
            ("'ada@example.org'", "'a•••@example.org'"),
            ("(ada@example.org)", "(a•••@example.org)"),
            ("[mailto:ada@example.org]", "[mailto:a•••@example.org]"),
            ("jörg@exämple.org", "j•••@exämple.org"),
            ("用户@example.org", "用•••@example.org"),
        ]
    )
    func aMailboxIsMasked(sentence: String, expected: String) { #expect(Masking.mask(sentence) == expected) }

    @Test(
        arguments: [
            ("ada@example.org,grace@example.org", ["ada@", "grace"]),
            ("<ada@example.org><grace@example.org>", ["ada@", "grace"]),
            ("\"ada\"@example.org is unknown", ["ada"]),
            ("<\"ada lovelace\"@example.org> is unknown", ["lovelace"]),
            ("unknown: ada%40example.org", ["ada%40"]),
            ("https://gateway.example/send?to=ada%40example.org", ["ada%40"]),
            ("{\"to\":\"ada@example.org\",\"cc\":\"grace@example.org\"}", ["ada@", "grace"]),
            ("ada@example.org\u{0}grace@example.org", ["ada@", "grace"]),
        ]
    )
    func noPartOfAMailboxIsLeft(sentence: String, secrets: [String]) {
        let masked = Masking.mask(sentence)
        for secret in secrets { #expect(!masked.contains(secret)) }
        #expect(masked.contains("•••"))
    }

    @Test(
        arguments: [
            "+12125550123", "12125550123", "2125550123", "(212) 555-0123", "212-555-0123", "212.555.0123",
            "212 555 0123", "+1 212 555 0123", "+1 (212) 555-0123", "+44 20 7946 0123", "'+12125550123'",
            "to=+12125550123", "to=%2B12125550123&text=hi", "{\"to\":\"+12125550123\"}", "tel:+1-212-555-0123",
            "+12125550123:", "<+12125550123>", "+12125550123is", "550 5.1.1 2125550123", "044.555.01.23",
        ]
    )
    func aPhoneNumberIsMasked(number: String) {
        let masked = Masking.mask("The number \(number) is not in service")
        #expect(!masked.contains("555"))
        #expect(!masked.contains("7946"))
        #expect(!masked.contains("0123"))
        #expect(masked.hasPrefix("The number "))
        #expect(masked.hasSuffix("is not in service"))
    }

    @Test(
        arguments: [
            "550 5.1.1 User unknown", "452 4.2.2 The mailbox is full", "421 4.7.0 Try again later, closing (57)",
            "429 Too Many Requests; retry after 120 s", "connection to mail.example.org:587 refused",
            "TLS alert 40: handshake failure", "", "Größe überschritten: 10240 KB", "error 12345 at 17:20:27",
            "@ alone and @b", "Client host [203.0.113.25] blocked", "203.0.113.25 550 5.1.1 gone",
        ]
    )
    func wordsAndCodesStay(sentence: String) { #expect(Masking.mask(sentence) == sentence) }

    @Test func aSentenceIsOneLineOfPrintableSigns() {
        #expect(Masking.mask(" 550-No\r\n550\tsuch \u{1B}[31muser\u{7} \n") == "550-No 550 such [31muser")
        #expect(Masking.mask("\r\n\t ").isEmpty)
    }

    @Test func aSentenceIsBounded() {
        #expect(Masking.mask(String(repeating: "a", count: 300)).count == 300)
        let long = Masking.mask(String(repeating: "a", count: 100_000))
        #expect(long.count == 300)
        #expect(long.hasSuffix("…"))
        #expect(Masking.mask(String(repeating: "é 💬 ", count: 10_000)).count == 300)
    }

    @Test func maskingTwiceChangesNoMore() {
        for sentence in ["<ada@example.org>: no", "call +12125550123", "550 5.1.1 gone"] {
            let once = Masking.mask(sentence)
            #expect(Masking.mask(once) == once)
        }
    }

    /// Work that grows with the square of the length would take hours for these.
    @Test(.timeLimit(.minutes(3))) func hostileSentencesAreMaskedInALineOfTime() {
        for piece in ["@", "a@", "1", "1-", "\"", "%40", "a@b "] {
            let sentence = String(repeating: piece, count: 200_000 / piece.utf8.count)
            #expect(!Masking.mask(sentence).isEmpty)
        }
    }
}
