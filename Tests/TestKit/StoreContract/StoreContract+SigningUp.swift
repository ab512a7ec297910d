import Calls
import Deliveries
import People
import Testing

extension StoreContract {
    /// People who sign up in the empty rows of a page.
    static let signingUp: [StoreContract] = [
        StoreContract("who signs up on paper becomes a person, with the words they agreed to and the row as evidence") {
            bench in
            _ = try await bench.signUpSheet()
            let row = try bench.signUp(1, "Ada", email: "ada@example.org", [MailChannel.id])
            let entry = try #require(try await bench.entered(row))
            #expect(entry.isNew)
            #expect(entry.granted == [MailChannel.id])
            let (person, lines) = try #require(try await bench.store.person(entry.person))
            #expect(person.givenName == "Ada")
            #expect(person.email?.exact == "ada@example.org")
            let line = try #require(lines.first)
            #expect(lines.count == 1)
            #expect(line.change.state == .granted)
            #expect(line.change.wording == "I say yes.")
            #expect(line.change.evidence == "sheet S1, sign-up row 1")
            #expect(line.change.source == "sign-up on paper")
            #expect(line.recordedBy == "enter: Grace")
            #expect(try await bench.submit(Samples.call("next")).channels.first?.send == 4)
            #expect(try await bench.store.people(signedUpOn: "S1").map(\.id) == [entry.person])
            #expect(try await bench.store.people(signedUpOn: "S2").isEmpty)
            #expect(try await bench.store.verifyLedger() > 0)
        },
        StoreContract("the same row again changes nothing, and one that says something else is not entered") { bench in
            _ = try await bench.signUpSheet()
            let row = try bench.signUp(1, "Ada", email: "ada@example.org", [MailChannel.id])
            let person = try #require(try await bench.entered(row)).person
            let before = try await bench.store.verifyLedger()
            #expect(try await bench.enter(row) == .unchanged(person))
            #expect(try await bench.enter(try row.with(email: "ADA@example.org")) == .unchanged(person))
            #expect(try await bench.enter(try row.with(email: "other@example.org")) == .enteredOtherwise(person))
            #expect(try await bench.store.verifyLedger() == before)
            #expect(try await bench.people().count == 4)
        },
        StoreContract("a row that the page does not have is refused, and so is a page that nobody printed") { bench in
            _ = try await bench.signUpSheet()
            for row in [0, 3, -1] {
                #expect(
                    try await bench.enter(bench.signUp(row, "Ada", email: "a@example.org", [])) == .noSuchRow(of: 2)
                )
            }
            let nowhere = SignUp(sheet: "S2", row: 1, record: PersonRecord(), channels: [])
            #expect(try await bench.store.signUp(nowhere, by: "test", now: bench.start) == nil)
        },
        StoreContract("an address that is known adds to its person and makes no second") { bench in
            _ = try await bench.signUpSheet()
            var record = PersonRecord()
            record.givenName = "Grace"
            record.email = try EmailAddress("grace@example.org")
            try await bench.add([record])
            let row = try bench.signUp(
                2,
                "Grace",
                email: "Grace@example.org",
                phone: "(212) 555-0190",
                [TextChannel.id]
            )
            let entry = try #require(try await bench.entered(row))
            #expect(!entry.isNew)
            #expect(try await bench.people().count == 4)
            let person = try #require(try await bench.store.person(entry.person)).0
            #expect(person.phone?.exact == "+12125550190")
            #expect(person.email?.exact == "grace@example.org", "how it was written before stays")
        },
        StoreContract("a name on record stays, and a phone that several share tells them apart by name") { bench in
            _ = try await bench.signUpSheet()
            let first = try #require(try await bench.store.person(PersonID(rawValue: "p1"))).0
            let email = try #require(first.email?.exact)
            let row = try bench.signUp(1, "Somebody", email: email, [MailChannel.id])
            let entry = try #require(try await bench.entered(row))
            #expect(entry.person == first.id)
            #expect(entry.hasOtherName)
            #expect(entry.known == [MailChannel.id])
            #expect(try await bench.store.person(first.id)?.0.givenName == first.givenName)
            let phone = try #require(first.phone?.exact)
            let other = try #require(try await bench.entered(try bench.signUp(2, "Somebody", phone: phone, [])))
            #expect(other.isNew)
        },
        StoreContract("another address than the one on record is taken only by saying so") { bench in
            _ = try await bench.signUpSheet()
            let person = try #require(try await bench.store.person(PersonID(rawValue: "p1"))).0
            let email = try #require(person.email?.exact)
            let row = try bench.signUp(1, person.givenName, email: email, phone: "(212) 555-0190", [TextChannel.id])
            #expect(try await bench.enter(row) == .otherAddress(person.id, [.phone]))
            #expect(try await bench.consent(of: person.id, TextChannel.id) == nil)
            #expect(try await bench.store.person(person.id)?.0.phone == person.phone)
            let entry = try #require(try await bench.entered(row.saying(replaces: true)))
            #expect(entry.granted == [TextChannel.id])
            #expect(try await bench.store.person(person.id)?.0.phone?.exact == "+12125550190")
        },
        StoreContract("an opt-out stands until whoever types says that the row was signed after it") { bench in
            _ = try await bench.signUpSheet()
            let id = PersonID(rawValue: "p1")
            let email = try #require(try await bench.store.person(id)?.0.email?.exact)
            try await bench.withdraw("p1", from: MailChannel.id)
            let row = try bench.signUp(1, "", email: email, [MailChannel.id])
            let first = try #require(try await bench.entered(row, at: bench.start + .seconds(60)))
            #expect(first.optedOut == [MailChannel.id])
            #expect(first.granted.isEmpty)
            #expect(try await bench.consent(of: id, MailChannel.id) == .withdrawn)
            let again = try #require(try await bench.entered(row.saying(isAnew: true), at: bench.start + .seconds(70)))
            #expect(again.anew == [MailChannel.id])
            #expect(try await bench.consent(of: id, MailChannel.id) == .granted)
            let line = try #require(try await bench.store.person(id)?.1.last)
            #expect(line.change.source == "sign-up on paper, after an opt-out")
        },
        StoreContract("no row brings back what was opted out of after it was entered") { bench in
            _ = try await bench.signUpSheet()
            let row = try bench.signUp(1, "Ada", email: "ada@example.org", [MailChannel.id]).saying(isAnew: true)
            let person = try #require(try await bench.entered(row)).person
            let later = bench.start + .seconds(60)
            let change = ConsentChange(channel: MailChannel.id, state: .withdrawn, at: later, source: "a reply")
            #expect(try await bench.store.record(change, of: person, by: "test", now: later) == true)
            let again = try await bench.enter(row, at: later + .seconds(60))
            #expect(again == .optedOutSince(person, [MailChannel.id]))
            #expect(try await bench.consent(of: person, MailChannel.id) == .withdrawn)
        },
        StoreContract("an opt-out under another record gives way to a row signed after it, and to no other") {
            bench in
            _ = try await bench.signUpSheet()
            for (row, name) in [(1, "Ada"), (2, "Grace")] {
                let (old, new) = (PersonID(rawValue: "\(name) old"), PersonID(rawValue: "\(name) new"))
                try await bench.add(
                    [(old, [MailChannel.id: .withdrawn]), (new, [:])].map { id, consents in
                        try Samples.record(6 + row, consents).with { record in
                            (record.id, record.givenName) = (id, name)
                            record.email = try EmailAddress("\(id.rawValue.replacing(" ", with: "."))@example.org")
                        }
                    }
                )
                let signUp = try bench.signUp(row, name, email: "\(name).new@example.org", [MailChannel.id])
                let first = try #require(try await bench.entered(signUp, at: bench.start + .seconds(60)))
                #expect(first.person == new && first.optedOut == [MailChannel.id])
                if row == 2 {
                    let later = bench.start + .seconds(65)
                    for state in [ConsentState.granted, .withdrawn] {
                        let change = ConsentChange(channel: MailChannel.id, state: state, at: later, source: "a reply")
                        #expect(try await bench.store.record(change, of: old, by: "test", now: later) == true)
                    }
                }
                let again = try await bench.enter(signUp.saying(isAnew: true), at: bench.start + .seconds(70))
                var granted = SignUpEntry(person: new, isNew: false)
                granted.note(.anew, MailChannel.id)
                #expect(again == (row == 1 ? .entered(granted) : .optedOutSince(new, [MailChannel.id])))
                #expect(try await bench.consent(of: new, MailChannel.id) == (row == 1 ? .granted : nil))
            }
        },
        StoreContract("somebody who is known by name and door alone is the same with an address, and their no stands") {
            bench in
            _ = try await bench.signUpSheet()
            var known = try Samples.record(8, [SheetChannel.id: .withdrawn])
            (known.email, known.phone) = (nil, nil)
            try await bench.add([known])
            var record = known
            (record.id, record.consents) = (nil, [])
            record.email = try EmailAddress("eight@example.org")
            let row = SignUp(sheet: "S1", row: 1, record: record, channels: [MailChannel.id, SheetChannel.id])
            let entry = try #require(try await bench.entered(row))
            #expect(!entry.isNew && entry.person == known.id)
            #expect(try await bench.consent(of: entry.person, MailChannel.id) == .granted)
            #expect(try await bench.consent(of: entry.person, SheetChannel.id) == .withdrawn)
        },
        StoreContract("who asked to be forgotten comes back by a row only when that is said") { bench in
            _ = try await bench.signUpSheet()
            let id = PersonID(rawValue: "p1")
            let email = try #require(try await bench.store.person(id)?.0.email?.exact)
            #expect(try await bench.store.forget(id, now: bench.start))
            let row = try bench.signUp(1, "Ada", email: email, [MailChannel.id])
            #expect(try await bench.enter(row) == .forgotten)
            #expect(try await bench.people().count == 2)
            #expect(try #require(try await bench.entered(row.saying(isAnew: true))).isNew)
            #expect(try await bench.people().count == 3)
        },
        StoreContract("what needs a decision is not entered where that is asked for, but waits for a person") { bench in
            _ = try await bench.signUpSheet()
            let person = try #require(try await bench.store.person(PersonID(rawValue: "p1"))).0
            let email = try #require(person.email?.exact)
            try await bench.withdraw("p1", from: TextChannel.id)
            let before = try await bench.store.verifyLedger()
            let rows = [
                try bench.signUp(1, person.givenName, email: email, [MailChannel.id, TextChannel.id]),
                try bench.signUp(1, "Somebody", email: email, [MailChannel.id]),
                try bench.signUp(1, person.givenName, email: email, phone: "(212) 555-0190", [MailChannel.id]),
            ]
            for row in rows {
                #expect(try await bench.enter(row.deferring) == .deferred)
                #expect(try await bench.store.signUpRows(on: "S1") == [1: .waiting])
                #expect(try await bench.store.writtenRows().map(\.row) == [1])
                #expect(try await bench.store.standing(ofSheet: "S1")?.doubtful == 1)
                let number = try #require(try await bench.store.writtenRows().first).number
                #expect(try await bench.store.layAside(writtenRow: number, by: "test", now: bench.start))
            }
            #expect(try await bench.enter(rows[0].deferring) == .deferred)
            #expect(try await bench.store.verifyLedger() == before)
            #expect(try await bench.store.person(person.id)?.0 == person)
            // Somebody at the office, who has the paper.
            let clear = try bench.signUp(1, "Bea", email: "bea@example.org", [MailChannel.id])
            #expect(try #require(try await bench.entered(clear)).isNew)
            #expect(try await bench.store.writtenRows().isEmpty)
        },
        StoreContract("a row that is typed is taken for whoever defers, whatever it says") { bench in
            let sheet = try await bench.signUpSheet()
            let person = try #require(try await bench.store.person(PersonID(rawValue: "p1"))).0
            let known = try bench.signUp(1, "Somebody", email: person.email?.exact, [MailChannel.id]).deferring
            let new = try bench.signUp(2, "Bea", email: "bea@example.org", [MailChannel.id]).deferring
            #expect(try await bench.enter(known) == .deferred)
            #expect(try #require(try await bench.entered(new)).isNew)
            let before = try await bench.store.verifyLedger()
            for row in [1, 2] {
                for name in ["Somebody", "Bea", "Cleo"] {
                    let again = try bench.signUp(row, name, email: "\(name)@example.org", [MailChannel.id])
                    #expect(try await bench.enter(again.deferring) == .taken)
                }
            }
            #expect(try await bench.enter(known) == .taken)
            #expect(try await bench.enter(new) == .taken)
            #expect(try await bench.store.verifyLedger() == before)
            #expect(try await bench.store.enter(bench.written(sheet, [1, 2]), now: bench.start).written == 1)
            #expect(try await bench.store.signUpRows(on: "S1") == [1: .waiting, 2: .entered])
        },
        StoreContract("a STOP from a number that the person of a row has since is an opt-out for the row typed again") {
            bench in
            _ = try await bench.signUpSheet()
            let row = try bench.signUp(1, "Ada", phone: "(212) 555-0190", [TextChannel.id])
            let former = try #require(try await bench.store.person(PersonID(rawValue: "p1"))).0
            _ = try await bench.receive(Samples.reply("STOP", from: former))
            let entry = try #require(try await bench.entered(row, at: bench.start + .seconds(60)))
            #expect(entry.isNew)
            var record = PersonRecord(id: entry.person)
            record.phone = former.phone
            _ = try await bench.store.take([record], by: "test", now: bench.start + .seconds(61))
            let again = try #require(try await bench.entered(row.saying(isAnew: true), at: bench.start + .seconds(62)))
            #expect(again.anew == [TextChannel.id])
            #expect(try await bench.store.suppressions().isEmpty)
        },
        StoreContract("an opt-out under another record counts for a row typed again, whose address is old by then") {
            bench in
            _ = try await bench.signUpSheet()
            let (old, new) = (PersonID(rawValue: "old"), PersonID(rawValue: "new"))
            let records = try [(old, [MailChannel.id: .withdrawn]), (new, [:])].map { id, consents in
                try Samples.record(8, consents).with { record in
                    (record.id, record.email) = (id, try EmailAddress("\(id.rawValue)@example.org"))
                }
            }
            try await bench.add(records)
            let row = try bench.signUp(1, records[1].givenName ?? "", email: "new@example.org", [MailChannel.id])
            let first = try #require(try await bench.entered(row, at: bench.start + .seconds(60)))
            #expect(first.person == new && first.optedOut == [MailChannel.id])
            var record = PersonRecord(id: new)
            record.email = try EmailAddress("newer@example.org")
            _ = try await bench.store.take([record], by: "test", now: bench.start + .seconds(65))
            let again = try await bench.entered(row.saying(isAnew: true), at: bench.start + .seconds(70))
            #expect(again?.anew == [MailChannel.id])
        },
        StoreContract("a scan brings the picture of a row that waits without one, and does so once") { bench in
            let sheet = try await bench.signUpSheet()
            let person = try #require(try await bench.store.person(PersonID(rawValue: "p1"))).0
            let row = try bench.signUp(1, "Somebody", email: person.email?.exact, [MailChannel.id])
            #expect(try await bench.enter(row.deferring) == .deferred)
            let number = try #require(try await bench.store.writtenRows().first).number
            #expect(try await bench.store.picture(ofWrittenRow: number) == nil)
            #expect(try await bench.store.enter(bench.written(sheet, [1]), now: bench.start).written == 1)
            #expect(try await bench.store.picture(ofWrittenRow: number) == [1, 2, 3])
            for image in ["image", "another"] {
                let page = bench.written(sheet, [1], image: image)
                #expect(try await bench.store.enter(page, now: bench.start).written == 0)
            }
            #expect(try await bench.store.writtenRows().map(\.row) == [1])
            // A row that is entered stays so.
            _ = try await bench.entered(row)
            let later = bench.written(sheet, [1], image: "later")
            #expect(try await bench.store.enter(later, now: bench.start).written == 0)
            #expect(try await bench.store.signUpRows(on: "S1") == [1: .entered])
        },
        StoreContract("handwriting in an empty row waits once for a person, who types it or lays it aside") { bench in
            let sheet = try await bench.signUpSheet()
            let page = bench.written(sheet, [1, 2])
            #expect(try await bench.store.enter(page, now: bench.start).written == 2)
            #expect(try await bench.store.enter(page, now: bench.start).written == 0)
            #expect(
                try await bench.store.enter(bench.written(sheet, [1], image: "other"), now: bench.start).written == 0
            )
            let rows = try await bench.store.writtenRows()
            #expect(rows.map(\.row) == [1, 2])
            #expect(try await bench.store.picture(ofWrittenRow: rows[0].number) == [1, 2, 3])
            #expect(try await bench.store.standing(ofSheet: "S1")?.doubtful == 2)
            _ = try await bench.entered(try bench.signUp(1, "Ada", email: "ada@example.org", []))
            #expect(try await bench.store.writtenRows().map(\.row) == [2])
            #expect(try await bench.store.picture(ofWrittenRow: rows[0].number) == nil)
            let aside = rows[1].number
            #expect(try await bench.store.layAside(writtenRow: aside, by: "test", now: bench.start))
            #expect(try await bench.store.layAside(writtenRow: aside, by: "test", now: bench.start) == false)
            #expect(try await bench.store.writtenRows().isEmpty)
            // The very picture is not asked about again; another one is, unless the row is typed.
            #expect(try await bench.store.enter(page, now: bench.start).written == 0)
            let later = bench.written(sheet, [1, 2], image: "later")
            #expect(try await bench.store.enter(later, now: bench.start).written == 1)
            #expect(try await bench.store.writtenRows().map(\.row) == [2])
        },
    ]
}
