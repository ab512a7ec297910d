import People
import Testing

struct DoorTests {
    @Test func tidiesItsParts() throws {
        let door = try Door(street: "  12   Main\u{A0}St ", locality: "Mu\u{308}nchen", country: "United States")
        #expect(door.street == "12 Main St")
        #expect(Array(door.locality.utf8) == Array("M\u{FC}nchen".utf8))
        #expect(door.country == "US")
        #expect(try Door(street: "\u{202E}12 Main St").street == "12 Main St")
    }

    @Test(arguments: [
        ("usa", "US"), ("U.S.A.", "US"), ("mx", "MX"), ("México", "MX"), ("Freedonia", "FREEDONIA"), ("", ""),
    ])
    func writesKnownCountriesByTheirCode(typed: String, code: String) throws {
        #expect(try Door(street: "12 Main St", country: typed).country == code)
    }

    @Test(
        arguments: [
            ("", nil, nil, "no street"), (" \t", nil, nil, "no street"), ("12 Main St\nApt 2", nil, nil, "control"),
            ("12 Main\u{0} St", nil, nil, "control"), (String(repeating: "x", count: 201), nil, nil, "200"),
            ("12 Main St", 39.7, nil, "only one"), ("12 Main St", nil, 39.7, "only one"),
            ("12 Main St", 90.1, 0, "no map"),
            ("12 Main St", 0, -180.1, "no map"), ("12 Main St", .nan, 0, "no map"),
            ("12 Main St", 0, .infinity, "no map"),
        ] as [(String, Double?, Double?, String)]
    )
    func refusesWhatIsNoDoor(street: String, latitude: Double?, longitude: Double?, sentence: String) {
        let fault = #expect(throws: AddressFault.self) {
            try Door(street: street, latitude: latitude, longitude: longitude)
        }
        #expect(fault?.description.contains(sentence) == true)
    }

    @Test(
        arguments: [
            ("12 Main St", 12, "main st"), ("12A Main St", 12, "main st"), ("12-14 Main Street", 12, "main st"),
            ("120-14 Queens Blvd", 120, "queens blvd"), ("12 1/2 Main St", 12, "main st"),
            ("12½ Main St", 12, "main st"),
            ("350 5th Ave", 350, "5th ave"), ("350 Fifth Avenue", 350, "5th ave"), ("5th Ave 350", 350, "5th ave"),
            ("5th Ave", nil, "5th ave"), ("Hauptstraße 12", 12, "hauptstr"), ("Hauptstr. 12 a", 12, "hauptstr"),
            ("Straße des 17. Juni 135", 135, "str des 17 juni"), ("17. listopadu 12", 12, "17 listopadu"),
            ("Highway 61", nil, "hwy 61"), ("County Road 12", nil, "co rd 12"), ("2100 Highway 61", 2100, "hwy 61"),
            ("PO Box 12", nil, "po box 12"), ("Avenue C", nil, "ave c"), ("12 Avenue C", 12, "ave c"),
            ("12, rue de la Paix", 12, "rue de la paix"), ("12 bis rue Haute", 12, "rue haute"),
            ("Calle Mayor, 5, 2º B", 5, "calle mayor"), ("Calle Mayor Nº 5", 5, "calle mayor"),
            ("12 Sault Ste Marie Ave", 12, "sault ste marie ave"), ("12 Main St Apt 2B", 12, "main st"),
            ("12 Main St #2B", 12, "main st"), ("Old Mill", nil, "old mill"), ("12", nil, "12"),
            ("#12 Main St", 12, "main st"),
            ("99999999999999999999 Main St", nil, "99999999999999999999 main st"), ("½", nil, "1/2"), ("#", nil, ""),
        ] as [(String, Int?, String)]
    )
    func tellsNumberAndStreetApart(street: String, number: Int?, name: String) throws {
        let door = try Door(street: street)
        #expect(door.houseNumber == number)
        #expect(door.streetName == name)
    }

    @Test(
        arguments: [
            ("12 Main Street", "", "12 MAIN ST.", ""), ("12 West Main Street", "", "12 W. Main St", ""),
            ("12 Main St", "Apt. 2B", "12 Main St Apt 2b", ""), ("12 Main St", "#2B", "12 Main St", "Unit 2 B"),
            ("12 Main St, Apt 2B", "", "12 Main St", "Apartment 2B"),
            ("12 Main St Apt 2B", "Apt 2B", "12 Main St", "2B"),
            ("12 1/2 Main St", "", "12½ Main St", ""), ("12-A Main St", "", "12a Main St", ""),
            ("Hauptstraße 12", "", "Hauptstr. 12", ""), ("12 O'Brien Ln", "", "12 OBrien Lane", ""),
            ("12 Saint Mary's Ave", "", "12 St. Marys Avenue", ""), ("12 Main St", "Floor 2", "12 Main St Fl 2", ""),
        ]
    )
    func twoSpellingsOfOneDoorAreOneHousehold(street: String, unit: String, other: String, otherUnit: String) throws {
        let one = try Door(street: street, unit: unit, locality: "Springfield", postalCode: "62701")
        let two = try Door(
            street: other,
            unit: otherUnit,
            locality: "SPRINGFIELD",
            region: "IL",
            postalCode: "62701-1234"
        )
        #expect(one.key == two.key)
    }

    @Test(
        arguments: [
            ("12 Main St", "2", "12 Main St", "3"), ("12 Main St", "", "14 Main St", ""),
            ("12 Main St", "", "12 Oak St", ""),
            ("12 Main St", "2-1", "12 Main St", "21"), ("12 Main St", "2 1", "12 Main St", "21"),
            ("12 N Main St", "", "12 S Main St", ""), ("12 Main St", "", "12A Main St", ""),
            ("1 Año St", "", "1 Ano St", ""),
        ]
    )
    func differentDoorsAreDifferentHouseholds(street: String, unit: String, other: String, otherUnit: String) throws {
        #expect(try Door(street: street, unit: unit).key != Door(street: other, unit: otherUnit).key)
    }

    @Test func theRegionTellsPlacesWithoutPostalCodeApart() throws {
        let illinois = try Door(street: "12 Main St", locality: "Springfield", region: "IL")
        let oregon = try Door(street: "12 Main St", locality: "Springfield", region: "OR")
        #expect(illinois.key != oregon.key)
    }

    @Test func doorsSortAsTheyAreWalked() throws {
        let walked = [
            ("1 Main St", "", "Alton"), ("1 Main St", "", "Springfield"), ("3 Main St", "2", "Springfield"),
            ("3 Main Street", "10", "Springfield"), ("3A Main St", "", "Springfield"),
            ("11 Main St", "", "Springfield"),
            ("101 Main St", "", "Springfield"), ("2 Main St", "", "Springfield"), ("10 Main St", "", "Springfield"),
            ("12 Main St", "", "Springfield"), ("12-14 Main St", "", "Springfield"),
            ("12 1/2 Main St", "", "Springfield"),
            ("12A Main St", "", "Springfield"), ("Main St", "", "Springfield"), ("1 Main St N", "", "Springfield"),
            ("4 9th St", "", "Urbana"), ("1 10th St", "", "Urbana"), ("120-13 Queens Blvd", "", "Urbana"),
            ("120-2 Queens Blvd", "", "Urbana"), ("120-14 Queens Blvd", "", "Urbana"),
        ]
        let doors = try walked.map { try Door(street: $0.0, unit: $0.1, locality: $0.2) }
        let sorted = doors.reversed().sorted { $0.walkKey.utf8.lexicographicallyPrecedes($1.walkKey.utf8) }
        #expect(sorted.map(\.street) == doors.map(\.street))
        #expect(sorted.map(\.unit) == doors.map(\.unit))
    }
}
