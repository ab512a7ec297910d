import Calls
import People
import Testing

struct PeopleFileTests {
    @Test func readsOSDIColumns() throws {
        let record = try Imported.record(
            "id,given_name,family_name,email,phone,language,timezone,street,unit,locality,region,postal_code,country,"
                + "latitude,longitude,tags,T-Shirt Size",
            "p1,Ana,Reyes,Ana@Example.org,(212) 555-0147,es,America/Chicago,12 Main St,2B,Springfield,IL,62701,usa,"
                + "39.78,-89.65,Tenant; board;tenant,XL"
        )
        #expect(record.id == PersonID(rawValue: "p1"))
        #expect(record.givenName == "Ana")
        #expect(record.familyName == "Reyes")
        #expect(record.email?.exact == "Ana@example.org")
        #expect(record.phone?.exact == "+12125550147")
        #expect(record.language == "es")
        #expect(record.timezone == "America/Chicago")
        #expect(record.door?.country == "US")
        #expect(record.door?.latitude == 39.78)
        #expect(record.tags == ["tenant", "board"])
        #expect(record.attributes == ["t_shirt_size": "XL"])
        #expect(record.consents.isEmpty)
    }

    @Test(
        arguments: [
            "first_name,last_name,email,city,state,zip,street", "First Name,LAST-NAME, E-Mail ,City,State,ZIP,Street",
            "firstname,lastname,email_address,locality,region,zipcode,street_address",
        ]
    )
    func readsAliasesInAnySpelling(header: String) throws {
        let record = try Imported.record(header, "Ana,Reyes,ana@example.org,Springfield,IL,62701,12 Main St")
        #expect(record.givenName == "Ana")
        #expect(record.familyName == "Reyes")
        #expect(record.email?.exact == "ana@example.org")
        #expect(record.door?.locality == "Springfield")
        #expect(record.door?.postalCode == "62701")
    }

    @Test(
        arguments: [
            ("Ana Reyes", "Ana", "Reyes"), ("Ana Luz Reyes", "Ana Luz", "Reyes"), ("\"Reyes, Ana\"", "Ana", "Reyes"),
            ("Ana Reyes Jr.", "Ana", "Reyes Jr."), ("\"Ana Reyes, Jr.\"", "Ana", "Reyes Jr."), ("Ana", "Ana", nil),
        ] as [(String, String, String?)]
    )
    func takesAWholeNameApart(name: String, given: String, family: String?) throws {
        let record = try Imported.record("name,email", "\(name),ana@example.org")
        #expect(record.givenName == given)
        #expect(record.familyName == family)
    }

    @Test func emptyCellsSayNothing() throws {
        let record = try Imported.record(
            "given_name,email,phone,street,tags,note,email_consent",
            " ,ana@example.org,,,,  ,"
        )
        #expect(record.givenName == nil)
        #expect(record.tags == nil)
        #expect(record.attributes.isEmpty)
        #expect(record.consents.isEmpty)
        var known = Person(id: PersonID(rawValue: "p1"), givenName: "Ana", tags: ["tenant"], attributes: ["note": "x"])
        known.door = try Door(street: "12 Main St")
        let merged = record.merged(into: known)
        #expect(merged.givenName == "Ana")
        #expect(merged.tags == ["tenant"])
        #expect(merged.attributes == ["note": "x"])
        #expect(merged.door == known.door)
        #expect(merged.email?.exact == "ana@example.org")
    }

    @Test func flattensAttributes() throws {
        let record = try Imported.record(
            "email,attributes,floor",
            "ana@example.org,\"{\"\"Floor\"\":3,\"\"Years Here\"\":2.5,\"\"ok\"\":true,\"\"none\"\":null,\"\"pets\"\":[1,\"\"cat\"\"],"
                + "\"\"home\"\":{\"\"b\"\":1,\"\"a\"\":\"\"x/y\"\"},\"\"city\"\":\"\"Springfield\"\"}\",4"
        )
        #expect(
            record.attributes == [
                "floor": "4", "years_here": "2.5", "ok": "true", "pets": "[1,\"cat\"]",
                "home": "{\"a\":\"x/y\",\"b\":1}",
                "city": "Springfield",
            ]
        )
        #expect(record.person(id: PersonID(rawValue: "p1")).value(of: "city") == "Springfield")
    }

    @Test func aCityWithoutAStreetStaysUsable() throws {
        let record = try Imported.record("email,city,zip", "ana@example.org,Springfield,62701")
        let person = record.person(id: PersonID(rawValue: "p1"))
        #expect(person.door == nil)
        #expect(person.value(of: "city") == "Springfield")
        #expect(person.value(of: "locality") == "Springfield")
        #expect(person.value(of: "postal_code") == "62701")
    }

    @Test func aBadRowNamesAllThatIsWrongAndNoValue() throws {
        let imported = try Imported(
            """
            First Name,email,phone,street,latitude,longitude,language,timezone,email_consent
            Zacharias,zacharias-example.org,911,12 Main St,abc,1,English,Nowhere/Land,perhaps
            """
        )
        let fault = try #require(imported.faults.first)
        #expect(fault.line == 2)
        #expect(fault.reasons.count == 6)
        for column in ["email ", "phone ", "latitude ", "language ", "timezone ", "email_consent "] {
            #expect(fault.reasons.contains { $0.hasPrefix(column) }, "\(column)")
        }
        for value in ["acharias", "911", "abc", "English", "Nowhere", "perhaps"] {
            #expect(!fault.description.contains(value))
        }
    }

    @Test(
        arguments: [
            ("given_name,email", "An\u{7}a,ana@example.org", "control"),
            ("given_name,email", "\"Ana\r\nBcc: x\",ana@example.org", "control"),
            ("tags,email", "\"a\nb\",ana@example.org", "control"),
            ("given_name,email", String(repeating: "x", count: 10_000) + ",ana@example.org", "more than 200"),
            ("given_name,email", "Ana,ana@example.org,extra", "more fields than columns"),
            ("given_name,email,", "Ana,ana@example.org,extra", "no name"),
            ("given_name,email,street", "Ana,,", "nobody could tell"),
            ("given_name,email,street", ",,12 Main St", "nobody"),
            ("attributes,email", "[1],ana@example.org", "JSON"), ("attributes,email", "{,ana@example.org", "JSON"),
            ("email,street,latitude", "ana@example.org,12 Main St,1", "only one"),
            ("email,street,latitude,longitude", "ana@example.org,12 Main St,91,1", "no map"),
            ("note,email", "\0,ana@example.org", "NUL"),
        ]
    )
    func rejectsTheRow(header: String, row: String, sentence: String) throws {
        let reasons = try Imported.reasons(header, row)
        #expect(reasons.count == 1)
        #expect(reasons.first?.contains(sentence) == true, "\(reasons)")
    }

    @Test func hostileTextBecomesHarmlessOrStaysText() throws {
        let record = try Imported.record(
            "given_name,family_name,email,note",
            "\u{202E}Ana,=cmd|'/c calc'!A1,ana@example.org,\"two\r\nlines\u{2066} \""
        )
        #expect(record.givenName == "Ana")
        #expect(record.familyName == "=cmd|'/c calc'!A1")
        #expect(record.attributes["note"] == "two lines")
    }

    @Test(
        arguments: [
            ("Ana,Reyes,ana@example.org", .noHeader), ("Ana,(212) 555-0147", .noHeader),
            ("email,given_name,First Name", .duplicate(first: 2, second: 3, meaning: "given_name")),
            ("email,note,Note", .duplicate(first: 2, second: 3, meaning: "note")),
            ("email,email_consent,Email Consent", .duplicate(first: 2, second: 3, meaning: "email_consent")),
            ("foo,emial", .nobodyToTellApart(columns: ["foo", "emial"])),
            ("given_name,family_name", .nobodyToTellApart(columns: ["given_name", "family_name"])),
            ("email,consent", .consentWithoutChannel),
        ] as [(String, PeopleFileFault)]
    )
    func refusesAHeaderItCannotUse(header: String, fault: PeopleFileFault) {
        #expect(throws: fault) { try Imported("\(header)\nx,y,z\n") }
    }

    @Test func suggestsWhatAHeaderMayHaveMeant() {
        let sentence = PeopleFileFault.nobodyToTellApart(columns: ["foo", "emial"]).description
        #expect(sentence.hasSuffix("Did you mean 'email'?"))
    }

    @Test func personsWithoutAddressesAreFoundAgainByNameAndDoor() throws {
        let header = "name,street,unit,city,zip"
        let one = try Imported.record(header, "Ana Reyes,12 Main Street,Apt 2B,Springfield,62701")
        let two = try Imported.record(header, "ANA REYES,12 main st.,#2b,springfield,62701")
        let other = try Imported.record(header, "Bo Reyes,12 Main Street,Apt 2B,Springfield,62701")
        #expect(one.matchKey == two.matchKey)
        #expect(one.matchKey != nil)
        #expect(one.matchKey != other.matchKey)
        #expect(one.person(id: PersonID(rawValue: "p1")).matchKey == one.matchKey)
    }

    @Test func aNewStreetBringsANewUnitAndTheOldStreetKeepsIt() throws {
        var known = Person(id: PersonID(rawValue: "p1"))
        known.door = try Door(
            street: "12 Main St",
            unit: "2B",
            locality: "Springfield",
            postalCode: "62701",
            latitude: 1,
            longitude: 2
        )
        let same = try Imported.record("id,street", "p1,12 Main Street").merged(into: known)
        #expect(same.door?.unit == "2B")
        #expect(same.door?.latitude == 1)
        let moved = try Imported.record("id,street", "p1,99 Oak Ave").merged(into: known)
        #expect(moved.door?.unit == "")
        #expect(moved.door?.latitude == nil)
        #expect(moved.door?.locality == "Springfield")
        let elsewhere = try Imported.record("id,street,city", "p1,12 Main St,Alton").merged(into: known)
        #expect(elsewhere.door?.postalCode == "")
        #expect(elsewhere.door?.unit == "")
    }

    @Test func rejectedRowsCanBeMendedAndImportedAgain() throws {
        let text =
            "email;name\nana-example.org;\"Ana \"\"Nita\"\"; Reyes\"\n\"bo@example.org\";\"Bo\ncy@example.org;Cy;x\n"
        let imported = try Imported(text)
        #expect(imported.faults.map(\.line) == [2, 3, 4])
        let rejected = String(decoding: imported.rejected, as: UTF8.self)
        #expect(
            rejected.hasPrefix(
                "line;reason;email;name\n2;email has no '@';ana-example.org;\"Ana \"\"Nita\"\"; Reyes\"\n3;"
            )
        )
        let again = try Imported(rejected)
        #expect(again.faults.count == 3)
        #expect(String(decoding: again.rejected, as: UTF8.self).hasPrefix("line;reason;email;name\n2;"))
        let mended = try Imported(rejected.replacing("ana-example.org", with: "ana@example.org"))
        #expect(mended.records.count == 1)
        #expect(mended.records.first?.givenName == "Ana \"Nita\";")
        #expect(mended.records.first?.familyName == "Reyes")
        #expect(mended.records.first?.attributes.isEmpty == true)
    }

    @Test func anExportReadsBackWithoutAChange() throws {
        var person = try Imported.record(
            "id,name,email,phone,language,timezone,street,unit,city,state,zip,country,latitude,longitude,tags,note,formula",
            "p1,\"Reyes, Ana \"\"Nita\"\"\",ana@example.org,+12125550147,es,America/Chicago,12 Main St,#2,Springfield,IL,62701,US,"
                + "39.78,-89.65,a;b,\"x, y\",=1+1"
        ).person(id: PersonID(rawValue: "p1"))
        person.givenName = "@Ana"
        let change = ConsentChange(
            channel: ChannelID(rawValue: "sms"),
            state: .granted,
            at: Timestamp(rawValue: 1_700_000_000_123),
            source: "-sheet",
            wording: "Yes, text me",
            evidence: "scan 4"
        )
        let export = PeopleExport(
            attributes: ["formula", "note"],
            channels: [ChannelID(rawValue: "email"), change.channel]
        )
        var bytes: [UInt8] = []
        export.appendHeader(to: &bytes)
        export.append(person, consents: [change], to: &bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("'=1+1"))
        #expect(text.contains(",+12125550147,"))
        let imported = try Imported(text)
        #expect(imported.faults.isEmpty, "\(imported.faults)")
        let record = try #require(imported.records.first)
        #expect(record.person(id: person.id) == person)
        #expect(record.consents == [change])
    }
}
