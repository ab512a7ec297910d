import Calls
import Deliveries
import People
import Reviews
import Testing

extension StoreContract {
    /// An import adds and mends; it takes nothing away.
    static let importing: [StoreContract] = [
        StoreContract("the same file again changes nothing") { bench in
            let records = try (1...5).map {
                try Samples.record($0, [MailChannel.id: .granted, TextChannel.id: .withdrawn])
            }
            #expect(try await bench.take(records) == Array(repeating: .added, count: 5))
            let (people, ledger) = (try await bench.people(), try await bench.store.verifyLedger())
            #expect(try await bench.take(records) == Array(repeating: .unchanged, count: 5))
            #expect(try await bench.people() == people)
            #expect(try await bench.store.verifyLedger() == ledger)
            #expect(ledger == 10)
        },
        StoreContract("what a row says replaces, what it leaves out stays") { bench in
            let record = try Samples.record(1).with {
                $0.tags = ["tenant"]
                $0.language = "es"
                $0.timezone = "America/Chicago"
                $0.attributes = ["pet": "cat", "floor": "2"]
            }
            #expect(try await bench.take([record]) == [.added])
            let before = try #require(try await bench.people().first)
            var news = PersonRecord(id: record.id)
            news.givenName = "Grace"
            news.attributes = ["floor": "3", "näme": "\"quoted\" \\ 💬"]
            #expect(try await bench.take([news]) == [.updated])
            var expected = before
            expected.givenName = "Grace"
            expected.attributes = ["pet": "cat", "floor": "3", "näme": "\"quoted\" \\ 💬"]
            #expect(try await bench.people() == [expected])
            #expect(try await bench.store.attributeNames() == ["floor", "näme", "pet"])
        },
        StoreContract("people are shown in the order in which they were added") { bench in
            try await bench.add(try [3, 1, 2].map { try Samples.record($0) })
            #expect(try await bench.people().map(\.id.rawValue) == ["p3", "p1", "p2"])
            #expect(try await bench.store.person(PersonID(rawValue: "p9")) == nil)
        },
        StoreContract("a person without an identifier gets one that nobody has") { bench in
            try await bench.add([try Samples.record(2)])
            let nameless = try (5...7).map { number in try Samples.record(number).with { $0.id = nil } }
            #expect(try await bench.take(nameless) == [.added, .added, .added])
            let ids = try await bench.people().map(\.id.rawValue)
            #expect(Set(ids).count == 4)
            #expect(ids.first == "p2")
            #expect(try await bench.take(nameless) == [.unchanged, .unchanged, .unchanged])
        },
        StoreContract("texts that look like code are kept as they are") { bench in
            let hostile = ["'); DROP TABLE people; --", "Robert\u{0301}", "a;b", "{\"a\":1}", "%_\\", "\u{202E}abc"]
            let records = try hostile.enumerated().map { index, name in
                try Samples.record(index + 1).with {
                    $0.givenName = name
                    $0.attributes = ["note": name]
                }
            }
            #expect(try await bench.take(records) == Array(repeating: .added, count: hostile.count))
            #expect(try await bench.people().map(\.givenName) == hostile)
            #expect(try await bench.people().map { $0.attributes["note"] } == hostile)
        },
    ]

    /// Who a row is about: by identifier, else email, else phone and name, else name and door.
    static let matching: [StoreContract] = [
        StoreContract("an identifier decides, whatever else the row says") { bench in
            try await bench.add([try Samples.record(1), try Samples.record(2)])
            let crossed = try Samples.record(2).with { $0.id = PersonID(rawValue: "p1") }
            #expect(try await bench.take([crossed]) == [.updated])
            #expect(try await bench.people().map(\.familyName) == ["Sample2", "Sample2"])
        },
        StoreContract("without an identifier the mailbox decides, in any case of letters") { bench in
            try await bench.add([try Samples.record(1)])
            let record = try Samples.record(9).with {
                $0.id = nil
                $0.email = try EmailAddress("PERSON1@Example.ORG")
            }
            #expect(try await bench.take([record]) == [.updated])
            #expect(try await bench.people().map(\.familyName) == ["Sample9"])
        },
        StoreContract("without a mailbox the phone decides where the name agrees or one is missing") { bench in
            let phone = PhoneNumber(stored: "+12125550142", line: .mobile)
            func record(_ name: String?) -> PersonRecord {
                var record = PersonRecord()
                record.phone = phone
                record.givenName = name
                return record
            }
            try await bench.add([record("Ada")])
            #expect(try await bench.take([record("Ben")]) == [.added])
            #expect(try await bench.take([record("ADA"), record("ben")]) == [.updated, .updated])
            #expect(try await bench.take([record(nil)]) == [.unchanged])
            #expect(try await bench.people().count == 2)
            try await bench.add([record("José")])
            #expect(
                try await bench.take([record("jose")]) == [.updated],
                "accents are left out where they are not at hand"
            )
            #expect(try await bench.people().count == 3)
        },
        StoreContract("without any address that is read, name and door decide") { bench in
            func record(_ street: String, _ given: String = "Ada") throws -> PersonRecord {
                var record = PersonRecord()
                record.givenName = given
                record.familyName = "Sample"
                record.door = try Door(street: street, locality: "Springfield", region: "IL", postalCode: "62701")
                return record
            }
            let (first, again) = (try record("12 Main St"), try record("12 MAIN STREET"))
            let (other, housemate) = (try record("14 Main St"), try record("12 Main St", "Ben"))
            #expect(try await bench.take([first]) == [.added])
            #expect(try await bench.take([again]) != [.added])
            #expect(try await bench.take([other, housemate]) == [.added, .added])
            #expect(try await bench.people().count == 3)
        },
    ]

    /// Consent: news is taken, a person is never overruled, and the ledger can be followed.
    static let consenting: [StoreContract] = [
        StoreContract("an import never overrules what a person said") { bench in
            let states: [ConsentState?] = [nil, .granted, .pending, .withdrawn]
            var number = 0
            for known in states {
                for said in ConsentState.allCases {
                    number += 1
                    let id = PersonID(rawValue: "p\(number)")
                    try await bench.add([try Samples.record(number, known.map { [MailChannel.id: $0] } ?? [:])])
                    try await bench.add([try Samples.record(number, [MailChannel.id: said])])
                    let expected = ImportRule.accepts(current: known, incoming: said) ? said : known
                    #expect(try await bench.consent(of: id) == expected, "\(String(describing: known)) then \(said)")
                    #expect(known != .withdrawn || expected == .withdrawn)
                }
            }
            #expect(try await bench.store.verifyLedger() > 0)
        },
        StoreContract("a person may take back a withdrawal, by themselves") { bench in
            try await bench.addPeople(1)
            let id = PersonID(rawValue: "p1")
            func record(_ state: ConsentState) async throws -> Bool? {
                let change = ConsentChange(channel: MailChannel.id, state: state, at: bench.start, source: "a reply")
                return try await bench.store.record(change, of: id, by: "test", now: bench.start)
            }
            #expect(try await record(.granted) == false)
            #expect(try await record(.withdrawn) == true)
            #expect(try await record(.withdrawn) == false)
            #expect(try await record(.granted) == true)
            #expect(try await bench.consent(of: id) == .granted)
            #expect(try await bench.store.verifyLedger() == 3)
            let nobody = PersonID(rawValue: "nobody")
            let change = ConsentChange(channel: MailChannel.id, state: .granted, at: bench.start, source: "a reply")
            #expect(try await bench.store.record(change, of: nobody, by: "test", now: bench.start) == nil)
        },
        StoreContract("the ledger keeps every word of every line") { bench in
            try await bench.addPeople(1)
            let change = ConsentChange(
                channel: TextChannel.id,
                state: .granted,
                at: bench.start + .seconds(-3_600),
                source: "Küchentisch 🏠",
                wording: "Yes, \"text\" me;\nSTOP ends it",
                evidence: "https://riverside.example/scan/1"
            )
            let id = PersonID(rawValue: "p1")
            #expect(try await bench.store.record(change, of: id, by: "ada at the desk", now: bench.start) == true)
            let record = try #require(try await bench.store.person(id)?.1.last)
            #expect(
                record
                    == ConsentRecord(
                        sequence: 2,
                        change: change,
                        recordedAt: bench.start,
                        recordedBy: "ada at the desk"
                    )
            )
        },
        StoreContract("an empty ledger is in order") { bench in
            let lines = try await bench.store.verifyLedger()
            #expect(lines == 0)
        },
    ]
}

extension StoreBench {
    func take(_ records: [PersonRecord], at now: Timestamp = Samples.start) async throws -> [ImportVerdict] {
        try await store.take(records, by: "test", now: now)
    }
}
