import People
import Testing

struct MaskingTests {
    /// Everything that could print a value; none of the secrets may come out.
    private func printed(_ value: some Any) -> String {
        var text = "\(value) \(Optional(value) as Any) \([value]) \(["key": value]) \(String(reflecting: value))"
        dump(value, to: &text)
        dump([Optional(value)], to: &text)
        return text
    }

    private func person() throws -> Person {
        Person(
            id: PersonID(rawValue: "p17"),
            givenName: "Secretgiven",
            familyName: "Secretfamily",
            email: try EmailAddress("secretbox@example.org"),
            phone: try PhoneNumber("(212) 555-0147", region: "US"),
            door: try Door(street: "98 Secret St", unit: "7Z", locality: "Springfield"),
            attributes: ["note": "Secretnote"]
        )
    }

    @Test func noWayOfPrintingGivesAnAddressAway() throws {
        let person = try person()
        let email = try #require(person.email)
        let phone = try #require(person.phone)
        let door = try #require(person.door)
        for text in [printed(person), printed(email), printed(phone), printed(door), printed((email, phone, door))] {
            #expect(!text.lowercased().contains("secret"))
            #expect(!text.contains("5550147"))
            #expect(!text.contains("7Z"))
        }
        #expect(printed(email).contains("s•••@example.org"))
    }

    @Test func noWayOfPrintingGivesARecordAway() {
        var record = PersonRecord(id: PersonID(rawValue: "p17"))
        record.givenName = "Secretgiven"
        record.attributes = ["note": "Secretnote"]
        #expect(!printed(record).contains("Secret"))
    }

    @Test(
        arguments: [
            ("a@example.org", "a•••@example.org"), ("ana@example.org", "a•••@example.org"),
            ("👩‍👩‍👧x@example.org", "👩‍👩‍👧•••@example.org"), ("nonsense", "•••"),
        ]
    )
    func showsAtMostTheFirstCharacterAndTheDomain(stored: String, masked: String) {
        #expect(EmailAddress(stored: stored).description == masked)
    }

    @Test func showsThePlaceOfADoorAlone() throws {
        #expect(try Door(street: "12 Main St", locality: "Springfield").description == "•••, Springfield")
        #expect(try Door(street: "12 Main St").description == "•••")
        #expect(PhoneNumber(stored: "+12125550147", line: .mobile).description == "+1•••47")
    }
}
