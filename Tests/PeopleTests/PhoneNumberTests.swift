import People
import Testing

struct PhoneNumberTests {
    @Test(
        arguments: [
            ("(212) 555-0147", "US", "+12125550147", .mobile), ("+1 212 555 0147", "US", "+12125550147", .mobile),
            ("  212.555.0147 ", "us", "+12125550147", .mobile), ("＋1 212 555 0147", "US", "+12125550147", .mobile),
            ("+12125550147", "", "+12125550147", .mobile), ("030 901820", "DE", "+4930901820", .fixed),
            ("0151 23456789", "DE", "+4915123456789", .mobile), ("212-555-0147 x12", "US", "+12125550147", .fixed),
            ("+1 800 555 0199", "US", "+18005550199", .fixed),
            ("tel:+1-212-555-0147", "US", "+12125550147", .mobile),
        ] as [(String, String, String, PhoneNumber.Line)]
    )
    func isKeptAsE164WithItsLine(typed: String, region: String, exact: String, line: PhoneNumber.Line) throws {
        let number = try PhoneNumber(typed, region: region)
        #expect(number.exact == exact)
        #expect(number.line == line)
    }

    @Test(
        arguments: [
            ("", "US", "is empty"), ("not a number", "US", "cannot be read"), ("911", "US", "numbering plan"),
            ("(555) 555-0147", "US", "numbering plan"), ("212 555 014", "US", "numbering plan"),
            ("212 555 0147", "", "country code"), ("212 555 0147", "XX", "cannot be read"),
            ("212 555 0147\u{0}99", "US", "cannot be read"), ("212 555\n0147", "US", "cannot be read"),
            ("+", "US", "cannot be read"), ("+999 1234567", "US", "cannot be read"),
            ("ana@example.org", "US", "cannot be read"),
            (String(repeating: "1", count: 10_000), "US", "cannot be read"),
            (String(repeating: "(", count: 250), "US", "cannot be read"),
        ]
    )
    func refusesWithASentenceThatHelps(typed: String, region: String, sentence: String) {
        let fault = #expect(throws: AddressFault.self) { try PhoneNumber(typed, region: region) }
        #expect(fault?.description.contains(sentence) == true, "\(fault?.description ?? "")")
        #expect(fault?.description.contains("555") == false)
    }

    @Test func whatCannotBeTextedIsNoTextPhone() throws {
        let switchboard = Person(
            id: PersonID(rawValue: "p1"),
            phone: try PhoneNumber("212-555-0147 ext. 12", region: "US")
        )
        #expect(switchboard.reachability(by: .textPhone) == .unusable)
    }

    @Test(arguments: [
        ("+12125550101", "US", "(212) 555-0101"), ("+12125550101", "GB", "+1 212-555-0101"),
        ("+442079460018", "GB", "020 7946 0018"), ("+442079460018", "us", "+44 20 7946 0018"),
        ("+12125550101", "", "+1 212-555-0101"),
    ])
    func aNumberIsWrittenAsItIsDialledThere(exact: String, region: String, written: String) {
        #expect(PhoneNumber(stored: exact, line: .fixed).written(in: region) == written)
    }

    @Test func aFixedLineTakesCallsAndNoTexts() {
        let person = Person(id: PersonID(rawValue: "p1"), phone: PhoneNumber(stored: "+12125550101", line: .fixed))
        #expect(person.reachability(by: .voicePhone) == .reachable)
        #expect(person.reachability(by: .textPhone) == .unusable)
        #expect(Person(id: PersonID(rawValue: "p2")).reachability(by: .voicePhone) == .absent)
        #expect(person.sharedKey(by: .voicePhone) == nil, "who shares it is called together with them")
    }
}
