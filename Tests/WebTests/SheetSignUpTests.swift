import Calls
import Deliveries
import HTTPTypes
import HummingbirdTesting
import Paper
import People
import Reviews
import TestKit
import Testing

@testable import Web

/// Typing who signed up in a sheet's empty rows, on the sheet's own page.
@Suite(.timeLimit(.minutes(2)))
struct SheetSignUpTests {
    private static let row = RowCode.encode(DeliveryNumber(rawValue: 2))

    private func ledger(_ bench: SiteBench) async throws -> Int64 { try await bench.store.verifyLedger() }

    /// Somebody by their address; `nil` when nobody has it.
    private func person(_ email: String, _ bench: SiteBench) async throws -> (Person, [ConsentRecord])? {
        let found = Gathered<PersonID>()
        try await bench.store.people { person, _ in if person.email?.exact == email { found.add(person.id) } }
        guard let id = found.values.first else { return nil }
        return try await bench.store.person(id)
    }

    @Test func theSheetLeadsToItsEmptyRowsAndLookingChangesNothing() async throws {
        try await SheetPageTests.run { bench, page async throws in
            let list = try await bench.get(page)
            for row in 1...2 { #expect(list.text.contains("/new/\(row)\"")) }
            let before = try await bench.everything()
            for language in ["en", "es"] {
                let form = try await bench.get("\(page)/new/1", language: language)
                #expect(form.status == .ok)
                #expect(!form.text.contains(PageView.unknown))
                #expect(form.text.contains("I want to hear &lt;from&gt; you."), "the words as they are printed")
                #expect(!form.text.contains("1 Main St"), "addresses stand on the paper, not here")
            }
            #expect(try await bench.everything() == before)
        }
    }

    @Test func aRowIsTypedWithTheSheetAsEvidence() async throws {
        try await SheetPageTests.run { bench, page async throws in
            let fields = "given=Bea&family=New&email=bea%40example.org&phone=(212)+555-0142"
            let entered = try await bench.post("\(page)/new/2", "\(fields)&says_mailbox=yes&says_textPhone=yes")
            #expect(entered.status == .ok)
            #expect(entered.text.contains("Noted: new row 2."))
            let (bea, lines) = try #require(try await person("bea@example.org", bench))
            #expect(bea.fullName == "Bea New" && bea.phone?.exact == "+12125550142")
            #expect(Set(lines.map(\.change.channel)) == [MailChannel.id, TextChannel.id])
            for line in lines {
                #expect(line.change.state == .granted)
                #expect(line.change.wording == "I want to hear <from> you.")
                #expect(line.change.evidence == "sheet \(SheetPageTests.name), sign-up row 2")
                #expect(line.recordedBy == SheetPages.recorder)
            }
            let list = try await bench.get(page)
            #expect(list.text.contains("<em>noted</em>"))
            let before = try await ledger(bench)
            let again = try await bench.post("\(page)/new/2", "given=Cleo&email=cleo%40example.org&says_mailbox=yes")
            #expect(again.text.contains("This row is noted."))
            #expect(!again.text.contains("bea@"), "what was typed is not shown again")
            #expect(try await ledger(bench) == before)
        }
    }

    @Test func whoIsKnownByNameAndDoorIsFoundAndAStreetWithoutTownLiesInTheSheetsTown() async throws {
        try await SheetPageTests.run { bench, page async throws in
            var neighbor = PersonRecord()
            (neighbor.givenName, neighbor.familyName) = ("Grace", "Known")
            neighbor.door = try Door(
                street: "77 Main St",
                locality: "Springfield",
                region: "IL",
                postalCode: "62701"
            )
            _ = try await bench.store.take([neighbor], by: "test", now: Samples.start)
            let count = try await bench.everything()
            let form = "given=Grace&family=Known&street=77+Main+Street&says_door=yes"
            #expect(try await bench.post("\(page)/new/1", form).text.contains("Noted: new row 1."))
            let people = Gathered<[ConsentChange]>()
            try await bench.store.people { person, changes in if person.familyName == "Known" { people.add(changes) } }
            #expect(people.values.count == 1, "nobody is there twice: \(count)")
            #expect(people.values.first?.map(\.channel) == [SheetChannel.id])
        }
    }

    @Test func theDoorOfARowIsChosenByItsCode() async throws {
        try await SheetPageTests.run { bench, page async throws in
            let form = "given=Bea&at=\(Self.row)&email=bea%40example.org&says_door=yes"
            #expect(try await bench.post("\(page)/new/1", form).text.contains("Noted: new row 1."))
            let bea = try #require(try await person("bea@example.org", bench)).0
            #expect(bea.door == (try Samples.record(2).door))
            let foreign = RowCode.encode(DeliveryNumber(rawValue: 99))
            #expect(try await bench.post("\(page)/new/2", "given=A&at=\(foreign)&says_door=yes").status == .badRequest)
        }
    }

    /// Nobody learns from the page who is on record; what needs a decision waits for the office.
    @Test func thePageSaysTheSameOfEverybodyAndANoStands() async throws {
        try await SheetPageTests.run { bench, page async throws in
            let change = ConsentChange(channel: MailChannel.id, state: .withdrawn, at: Samples.start, source: "a reply")
            let id = PersonID(rawValue: "p1")
            _ = try await bench.store.record(change, of: id, by: "test", now: Samples.start)
            let known = try #require(try await bench.store.person(id)).0
            let email = try #require(known.email?.exact.replacing("@", with: "%40"))
            let before = try await ledger(bench)
            let no = try await bench.post("\(page)/new/1", "given=\(known.givenName)&email=\(email)&says_mailbox=yes")
            #expect(try await ledger(bench) == before)
            #expect(try await bench.consent(of: "p1") == .withdrawn)
            #expect(try await bench.store.writtenRows().map(\.row) == [1])
            let yes = try await bench.post("\(page)/new/2", "given=Bea&email=bea%40example.org&says_mailbox=yes")
            let notices = [no, yes].map { $0.text.split(separator: "role=\"status\"").last?.prefix(120) ?? "" }
            #expect(notices[0].replacing("row 1", with: "row 2") == notices[1])
            #expect(no.status == yes.status)
        }
    }

    /// What the page answers to one visitor, step by step, without what they typed themselves.
    private func answers(
        to typed: [(name: String, email: String)],
        _ bench: SiteBench,
        _ page: String,
        language: String
    ) async throws -> [String] {
        func masked(_ text: String) -> String {
            typed.reduce(text.replacing(page, with: "PAGE")) { text, one in
                text.replacing(one.email, with: "EMAIL").replacing("value=\"\(one.name)\"", with: "value=\"NAME\"")
            }
        }
        func form(_ index: Int, _ says: String = "&says_mailbox=yes") -> String {
            "given=\(typed[index].name)&email=\(typed[index].email.replacing("@", with: "%40"))\(says)"
        }
        var seen: [String] = []
        func note(_ step: String, _ response: TestResponse) {
            // Of the length of what was typed the masked text says the rest.
            let fields = response.headers.filter { $0.name != .contentLength && $0.name != .date }
            let headers = fields.map { "\($0.name): \($0.value)" }.sorted()
            seen.append(masked("\(step)\n\(response.status)\n\(headers.joined(separator: "\n"))\n\(response.text)"))
        }
        func look(_ step: String) async throws {
            for path in ["", "/new/1", "/new/2"] {
                note("\(step), then \(path)", try await bench.get("\(page)\(path)", language: language))
            }
        }
        func post(_ step: String, _ path: String, _ form: String) async throws {
            let response = try await bench.post("\(page)\(path)", form)
            note(step, response)
            if let location = response.headers[.location] {
                note("\(step), followed", try await bench.get("\(page)?\(location.split(separator: "?").last ?? "")"))
            }
            try await look(step)
        }
        try await post("typed", "/new/1", form(0))
        try await post("typed again", "/new/1", form(0))
        try await post("typed otherwise", "/new/1", form(1))
        try await post("typed badly", "/new/1", form(0, ""))
        try await post("a second row of the same address", "/new/2", form(0))
        try await post("taken back", "", "do=undo")
        try await post("typed after that", "/new/2", form(0))
        for number in 1...3 { try await post("taken back, \(number)", "", "do=undo") }
        return seen
    }

    /// Whoever is on record, with or without a no, with another name or an address of their own: not one sign tells.
    @Test(arguments: ["en", "es"])
    func everyAnswerIsTheSameWhoeverIsOnRecord(language: String) async throws {
        var seen: [[String]] = []
        for known in ["", "yes", "no", "name"] {
            let answers = Gathered<[String]>()
            try await SheetPageTests.run { bench, page async throws in
                let no = ConsentChange(channel: MailChannel.id, state: .withdrawn, at: Samples.start, source: "a reply")
                for id in ["p1", "p2"] where known != "yes" {
                    _ = try await bench.store.record(no, of: PersonID(rawValue: id), by: "test", now: Samples.start)
                }
                var typed = [("Cleo", "cleo@example.org"), ("Bea", "bea@example.org")]
                if !known.isEmpty {
                    typed = []
                    for id in ["p1", "p2"] {
                        let person = try #require(try await bench.store.person(PersonID(rawValue: id))).0
                        let name = known == "name" ? "Dora" : person.givenName
                        typed.append((name, try #require(person.email?.exact)))
                    }
                }
                answers.add(try await self.answers(to: typed, bench, page, language: language))
            }
            seen.append(try #require(answers.values.first))
        }
        #expect(seen[0].count > 30)
        #expect(seen[0].contains { $0.contains("undone=new") })
        for other in seen.dropFirst() {
            #expect(other.count == seen[0].count)
            for (mine, theirs) in zip(seen[0], other) where mine != theirs {
                Issue.record("told by: \(mine.prefix { $0 != "\n" })")
            }
        }
    }

    @Test(arguments: [
        ("given=Bea&email=bea%40example.org", "Mark what is marked"),
        ("given=Bea&says_mailbox=yes", "no email address is given"),
        ("given=Bea&says_textPhone=yes&phone=12", "no whole phone number"),
        ("given=Bea&says_mailbox=yes&email=bea", "no whole email address"),
        ("given=Bea&says_door=yes", "no home is given"),
        ("street=1+Oak+Ave&says_door=yes", "a name and a home"),
        ("given=Bea&street=1+Oak+Ave&at=\(row)&says_door=yes", "not both"),
        ("given=B%00a&email=bea%40example.org&says_mailbox=yes", "do not belong there"),
    ])
    func whatIsWrongIsSaidAndNothingEntered(form: String, words: String) async throws {
        try await SheetPageTests.run { bench, page async throws in
            let before = try await ledger(bench)
            let response = try await bench.post("\(page)/new/1", form)
            #expect(response.status == .badRequest)
            #expect(response.text.contains(words))
            #expect(response.text.contains("role=\"alert\""))
            if form.hasPrefix("given=Bea") { #expect(response.text.contains("value=\"Bea\"")) }
            #expect(try await ledger(bench) == before)
            #expect(try await bench.store.signUpRows(on: SheetPageTests.name).isEmpty)
        }
    }

    @Test func undoTakesTheLastRowBackAndTheDesksIsLeftAlone() async throws {
        try await SheetPageTests.run { bench, page async throws in
            var record = PersonRecord()
            (record.givenName, record.email) = ("Desk", try EmailAddress("desk@example.org"))
            let desk = SignUp(sheet: SheetPageTests.name, row: 2, record: record, channels: [MailChannel.id])
            _ = try await bench.store.signUp(desk, by: "sheets enter: Grace", now: SiteBench.visit)
            _ = try await bench.post("\(page)/new/1", "given=Bea&email=bea%40example.org&says_mailbox=yes")
            let undone = try await bench.post(page, "do=undo")
            #expect(undone.headers[.location]?.hasSuffix("?undone=new") == true)
            #expect(try await bench.get("\(page)?undone=new").text.contains("Taken back: the last entry of somebody"))
            let lines = try #require(try await person("bea@example.org", bench)).1
            #expect(lines.map(\.change.state) == [.granted, .pending])
            #expect(try await bench.post(page, "do=undo").headers[.location]?.hasSuffix("?undone=0") == true)
            #expect(try await person("desk@example.org", bench)?.1.map(\.change.state) == [.granted])
        }
    }

    @Test func anAddressOpensTheRowsThatAreThereAndNoOthers() async throws {
        try await SheetPageTests.run { bench, page async throws in
            for path in ["\(page)/new/0", "\(page)/new/3", "\(page)/new/x", "\(page.dropLast())/new/1"] {
                #expect(try await bench.get(path).status == .notFound, "\(path)")
                #expect(try await bench.post(path, "given=Bea&says_mailbox=yes").status == .notFound, "\(path)")
            }
            let note = CustodyNote(.lost, by: "test")
            _ = try await bench.store.note(note, of: SheetPageTests.name, now: SiteBench.visit)
            let form = "given=Bea&email=bea%40example.org&says_mailbox=yes"
            #expect(try await bench.post("\(page)/new/1", form).status == .gone)
            #expect(try await person("bea@example.org", bench) == nil)
        }
    }

    @Test func trialsAreLimitedForTheSheetWhoeverSendsThem() async throws {
        try await SheetPageTests.run { bench, page async throws in
            var refused = 0
            for number in 0..<50 {
                let response = try await bench.post("\(page)/new/1", "given=B", from: "192.0.2.\(number)")
                if response.status == .tooManyRequests { refused += 1 }
            }
            #expect(refused == 10)
        }
    }
}
