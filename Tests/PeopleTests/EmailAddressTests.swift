import People
import Testing

struct EmailAddressTests {
    @Test(
        arguments: [
            ("ana@example.org", "ana@example.org"),
            ("  Ana.Reyes+tenants@Example.ORG\n", "Ana.Reyes+tenants@example.org"),
            ("\u{A0}ana@example.org\u{2003}", "ana@example.org"),
            ("o'brien@example.org", "o'brien@example.org"),
            ("=x@example.org", "=x@example.org"),
            ("a@b.example", "a@b.example"),
            ("ana@bücher.example", "ana@xn--bcher-kva.example"),
            ("ana@BU\u{308}CHER.example", "ana@xn--bcher-kva.example"),
            ("ana@例え.テスト", "ana@xn--r8jz45g.xn--zckzah"),
            ("ana@a。b.example", "ana@a.b.example"),
            ("rene\u{301}@example.org", "ren\u{E9}@example.org"),
            (String(repeating: "a", count: 64) + "@example.org", String(repeating: "a", count: 64) + "@example.org"),
        ]
    )
    func isKeptAsItGoesOnTheWire(typed: String, exact: String) throws {
        let address = try EmailAddress(typed)
        #expect(Array(address.exact.utf8) == Array(exact.utf8))
        #expect(try EmailAddress(address.exact) == address)
    }

    @Test(
        arguments: [
            ("", "is empty"), (" \n", "is empty"), ("ana", "no '@'"), ("ana@example.org,bo@example.org", "one address"),
            ("a@b@example.org", "more than one '@'"), ("Ana <ana@example.org>", "angle brackets"),
            ("mailto:ana@example.org", "mailto:"), ("MAILTO:ana@example.org", "mailto:"),
            ("\"ana\"@example.org", "quotation marks"), ("ana\\@example.org", "backslash"),
            ("ana @example.org", "space"), ("ana@exa\u{A0}mple.org", "space"), ("ana@example.org;", "semicolon"),
            ("ana@example.org\r\nRCPT TO:x@example.net", "control"), ("ana\n@example.org", "control"),
            ("ana\u{0}@example.org", "control"), ("ana@example.org\u{0}", "control"),
            ("an\u{7F}a@example.org", "control"),
            ("an\u{85}a@example.org", "control"), ("an\u{202E}a@example.org", "invisible"),
            ("an\u{200B}a@example.org", "invisible"), ("@example.org", "before the '@'"), ("ana@", "behind the '@'"),
            (".ana@example.org", "dot"), ("ana.@example.org", "dot"), ("a..na@example.org", "dot"),
            (String(repeating: "a", count: 65) + "@example.org", "64 octets"),
            (String(repeating: "é", count: 33) + "@example.org", "64 octets"),
            ("ana@example", "without a dot"), ("ana@example.org.", "dot at the beginning or end of the domain"),
            ("ana@.example.org", "dot"), ("ana@example..org", "dot"), ("ana@-example.org", "letters, digits"),
            ("ana@example-.org", "letters, digits"), ("ana@exa_mple.org", "letters, digits"),
            ("ana@192.0.2.1", "IP address"), ("ana@[192.0.2.1]", "square brackets"), ("ana@[IPv6:::1]", "IP address"),
            ("ana@" + String(repeating: "a", count: 64) + ".org", "letters, digits"),
            ("ana@" + String(repeating: "a.", count: 124) + "org", "254 characters"),
            ("ana@-ü.example", "no domain name"), ("ana@ü_.example", "letters, digits"),
            ("ana@%41.example", "letters, digits"), ("ana@ü%41.example", "no domain name"),
            (String(repeating: "a", count: 2_000_000) + "@example.org", "longer than"),
        ]
    )
    func refusesWithASentenceThatHelps(typed: String, sentence: String) {
        let fault = #expect(throws: AddressFault.self) { try EmailAddress(typed) }
        #expect(fault?.description.contains(sentence) == true, "\(fault?.description ?? "")")
        #expect(fault?.description.contains("ana") == false)
    }

    @Test func comparesWithoutCase() throws {
        #expect(try EmailAddress("Ana@Example.org").key == EmailAddress("aNA@EXAMPLE.ORG").key)
        #expect(try EmailAddress("René@example.org").key == EmailAddress("RENE\u{301}@example.org").key)
        #expect(try EmailAddress("ana@example.org").key != EmailAddress("ann@example.org").key)
    }

    @Test(arguments: [("ana@example.org", false), ("ana@bücher.example", false), ("rené@example.org", true)])
    func knowsWhetherAServerMustOfferSMTPUTF8(typed: String, needed: Bool) throws {
        #expect(try EmailAddress(typed).needsSMTPUTF8 == needed)
    }

    @Test func comesBackFromAStoreAsItWas() throws {
        let address = try EmailAddress("Ana@Example.org")
        #expect(EmailAddress(stored: address.exact) == address)
    }
}
