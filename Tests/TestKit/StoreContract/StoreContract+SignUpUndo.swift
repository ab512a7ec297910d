import Calls
import Deliveries
import People
import Testing

extension StoreContract {
    /// Sign-ups that are taken back.
    static let undoingSignUps: [StoreContract] = [
        StoreContract("a sign-up is taken back by an entry of its own, and typed once more it is the same person's") {
            bench in
            _ = try await bench.signUpSheet()
            let row = try bench.signUp(1, "Ada", email: "adda@example.org", [MailChannel.id, TextChannel.id])
            let person = try #require(try await bench.entered(row)).person
            #expect(try await bench.store.signUpRows(on: "S1") == [1: .entered])
            let later = bench.start + .seconds(60)
            #expect(try await bench.undo(by: ["somebody else"], at: later) == .nothing)
            guard case .signUp(let undone) = try await bench.undo(at: later) else {
                Issue.record("not taken back")
                return
            }
            #expect(undone.row == 1 && undone.person == person && undone.isNew && !undone.keepsAddresses)
            #expect(Set(undone.channels) == [MailChannel.id, TextChannel.id])
            let lines = try #require(try await bench.store.person(person)).1
            #expect(lines.count == 4, "what stood there stays")
            #expect(lines.suffix(2).allSatisfy { $0.change.state == .pending })
            #expect(lines.last?.change.source == "sign-up on paper, taken back")
            #expect(lines.last?.change.evidence == "sheet S1, sign-up row 1")
            #expect(lines.last?.recordedBy == "enter: Grace, undo")
            #expect(try await bench.submit(Samples.call("between")).channels.first?.send == 3)
            #expect(try await bench.store.signUpRows(on: "S1").isEmpty)
            #expect(try await bench.undo(at: later) == .nothing)
            let mended = try #require(try await bench.entered(try row.with(email: "ada@example.org"), at: later))
            #expect(mended.person == person && mended.isNew)
            #expect(mended.granted == row.channels)
            #expect(try await bench.store.person(person)?.0.email?.exact == "ada@example.org")
            #expect(try await bench.people().count == 4)
            #expect(try await bench.consent(of: person, MailChannel.id) == .granted)
            #expect(try await bench.store.verifyLedger() > 0)
        },
        StoreContract("taking a sign-up back leaves somebody who was known as they were") { bench in
            _ = try await bench.signUpSheet()
            var record = PersonRecord()
            record.givenName = "Grace"
            record.email = try EmailAddress("grace@example.org")
            try await bench.add([record])
            let (email, phone) = ("grace@example.org", "(212) 555-0190")
            let row = try bench.signUp(1, "Grace", email: email, phone: phone, [TextChannel.id])
            let person = try #require(try await bench.entered(row)).person
            guard case .signUp(let undone) = try await bench.undo(at: bench.start + .seconds(1)) else {
                Issue.record("not taken back")
                return
            }
            #expect(!undone.isNew && !undone.keepsAddresses)
            let known = try #require(try await bench.store.person(person)).0
            #expect(known.phone == nil && known.email?.exact == "grace@example.org" && known.givenName == "Grace")
            // Whoever was changed since the row was typed keeps what they have.
            let again = try #require(try await bench.entered(row, at: bench.start + .seconds(2)))
            record.familyName = "Sample"
            _ = try await bench.store.take([record], by: "test", now: bench.start + .seconds(3))
            guard case .signUp(let kept) = try await bench.undo(at: bench.start + .seconds(4)) else {
                Issue.record("not taken back")
                return
            }
            #expect(kept.keepsAddresses)
            #expect(try await bench.store.person(again.person)?.0.phone?.exact == "+12125550190")
            #expect(try await bench.consent(of: person, TextChannel.id) == .pending)
        },
        StoreContract("an opt-out that a row had overruled is back when the row is taken back, and so is a STOP") {
            bench in
            _ = try await bench.signUpSheet()
            let id = PersonID(rawValue: "p1")
            let person = try #require(try await bench.store.person(id)).0
            let phone = try #require(person.phone?.exact)
            _ = try await bench.receive(Samples.reply("STOP", from: person))
            #expect(try await bench.store.suppressions().count == 1)
            let row = try bench.signUp(1, person.givenName, phone: phone, [TextChannel.id]).saying(isAnew: true)
            let entry = try #require(try await bench.entered(row, at: bench.start + .seconds(10)))
            #expect(entry.anew == [TextChannel.id])
            #expect(try await bench.store.suppressions().isEmpty)
            #expect(try await bench.undo(at: bench.start + .seconds(20)) != .nothing)
            #expect(try await bench.consent(of: id, TextChannel.id) == .withdrawn)
            #expect(try await bench.store.suppressions().count == 1)
        },
        StoreContract("what was opted out of since a row was typed is not touched by taking it back") { bench in
            _ = try await bench.signUpSheet()
            let row = try bench.signUp(1, "Ada", email: "ada@example.org", [MailChannel.id])
            let person = try #require(try await bench.entered(row)).person
            try await bench.withdraw(person.rawValue, from: MailChannel.id, at: bench.start + .seconds(1))
            guard case .signUp(let undone) = try await bench.undo(at: bench.start + .seconds(2)) else {
                Issue.record("not taken back")
                return
            }
            #expect(undone.channels.isEmpty)
            #expect(try await bench.consent(of: person, MailChannel.id) == .withdrawn)
            #expect(try await bench.enter(row, at: bench.start + .seconds(3)).map(\.needsDecision) == true)
        },
        StoreContract("undo takes the last of answers and sign-ups, one after the other") { bench in
            let sheet = try await bench.signUpSheet()
            let met = RowAnswer(result: .canvassed)
            let names = ["enter", "enter: Grace"]
            let first = sheet.rows[0].delivery
            _ = try await bench.store.enter(met, for: first, by: "enter", now: bench.start)
            let row = try bench.signUp(2, "Ada", email: "ada@example.org", [])
            let person = try #require(try await bench.entered(row, at: bench.start + .seconds(1))).person
            let last = sheet.rows[1].delivery
            _ = try await bench.store.enter(met, for: last, by: "enter", now: bench.start + .seconds(2))
            let later = bench.start + .seconds(9)
            #expect(try await bench.undo(by: names, at: later) == .answers(1))
            guard case .signUp(let undone) = try await bench.undo(by: names, at: later) else {
                Issue.record("not taken back")
                return
            }
            #expect(undone.person == person && undone.channels.isEmpty)
            #expect(try await bench.undo(by: names, at: later) == .answers(1))
            #expect(try await bench.undo(by: names, at: later) == .nothing)
        },
        StoreContract("undo takes back a row that waits for a person, and not the sign-up before it") { bench in
            _ = try await bench.signUpSheet()
            let person = try #require(try await bench.store.person(PersonID(rawValue: "p1"))).0
            let ada = try bench.signUp(1, "Ada", email: "ada@example.org", [MailChannel.id]).deferring
            let entry = try #require(try await bench.entered(ada, at: bench.start + .seconds(1)))
            let known = try bench.signUp(2, "Somebody", email: person.email?.exact, [MailChannel.id]).deferring
            #expect(try await bench.enter(known, at: bench.start + .seconds(2)) == .deferred)
            #expect(try await bench.undo(by: ["somebody else"], at: bench.start + .seconds(3)) == .nothing)
            guard case .signUp(let undone) = try await bench.undo(at: bench.start + .seconds(3)) else {
                Issue.record("not taken back")
                return
            }
            #expect(undone.row == 2 && undone.person == nil && undone.channels.isEmpty && !undone.isNew)
            #expect(try await bench.store.signUpRows(on: "S1") == [1: .entered])
            #expect(try await bench.store.writtenRows().isEmpty)
            #expect(try await bench.consent(of: entry.person, MailChannel.id) == .granted)
            guard case .signUp(let before) = try await bench.undo(at: bench.start + .seconds(4)) else {
                Issue.record("not taken back")
                return
            }
            #expect(before.row == 1 && before.person == entry.person)
            #expect(try await bench.undo(at: bench.start + .seconds(5)) == .nothing)
            // What somebody at the office lays aside is theirs.
            #expect(try await bench.enter(known, at: bench.start + .seconds(6)) == .deferred)
            let number = try #require(try await bench.store.writtenRows().first).number
            #expect(try await bench.store.layAside(writtenRow: number, by: "review", now: bench.start + .seconds(7)))
            #expect(try await bench.undo(at: bench.start + .seconds(8)) == .nothing)
        },
        StoreContract("handwriting that was typed and then scanned waits for a person when the row is taken back") {
            bench in
            let sheet = try await bench.signUpSheet()
            let person = try #require(try await bench.store.person(PersonID(rawValue: "p1"))).0
            let rows = [
                try bench.signUp(1, "Ada", email: "ada@example.org", [MailChannel.id]).deferring,
                try bench.signUp(2, "Somebody", email: person.email?.exact, [MailChannel.id]).deferring,
            ]
            for row in rows { _ = try await bench.enter(row, at: bench.start + .seconds(row.row)) }
            let page = bench.written(sheet, [1, 2])
            #expect(try await bench.store.enter(page, now: bench.start + .seconds(9)).written == 1)
            for row in [2, 1] {
                guard case .signUp(let undone) = try await bench.undo(at: bench.start + .seconds(10)) else {
                    Issue.record("not taken back")
                    return
                }
                #expect(undone.row == row)
            }
            #expect(try await bench.undo(at: bench.start + .seconds(11)) == .nothing)
            #expect(try await bench.store.signUpRows(on: "S1") == [1: .waiting, 2: .waiting])
            // The very scan brings the picture that was not needed before.
            #expect(try await bench.store.enter(page, now: bench.start + .seconds(12)).written == 1)
            for row in try await bench.store.writtenRows() {
                #expect(try await bench.store.picture(ofWrittenRow: row.number) == [1, 2, 3])
            }
        },
        StoreContract("a row typed once more is the same person's, whatever waited in it or was scanned in between") {
            bench in
            let sheet = try await bench.signUpSheet()
            let known = try #require(try await bench.store.person(PersonID(rawValue: "p1"))).0
            let row = try bench.signUp(1, "Ada", email: "adda@example.org", [MailChannel.id])
            let person = try #require(try await bench.entered(row, at: bench.start + .seconds(1))).person
            _ = try await bench.undo(at: bench.start + .seconds(2))
            let slip = try bench.signUp(1, "Somebody", email: known.email?.exact, [MailChannel.id]).deferring
            #expect(try await bench.enter(slip, at: bench.start + .seconds(3)) == .deferred)
            #expect(try await bench.store.enter(bench.written(sheet, [1]), now: bench.start + .seconds(4)).written == 1)
            let mended = try await bench.entered(try row.with(email: "ada@example.org"), at: bench.start + .seconds(5))
            #expect(mended?.person == person && mended?.isNew == true)
            #expect(try await bench.people().count == 4)
        },
        StoreContract("what somebody else granted by typing a row anew is theirs to take back") { bench in
            _ = try await bench.signUpSheet()
            let former = try #require(try await bench.store.person(PersonID(rawValue: "p1"))).0
            _ = try await bench.receive(Samples.reply("STOP", from: former))
            let row = try bench.signUp(1, "Ada", email: "ada@example.org", phone: "(212) 555-0190", [TextChannel.id])
            let person = try #require(
                try await bench.entered(row, at: bench.start + .seconds(60), by: "page")
            ).person
            var record = PersonRecord(id: person)
            record.phone = former.phone
            _ = try await bench.store.take([record], by: "test", now: bench.start + .seconds(61))
            let later = try bench.signUp(2, "Bea", email: "bea@example.org", [MailChannel.id])
            _ = try await bench.entered(later, at: bench.start + .seconds(62))
            let again = try await bench.entered(row.saying(isAnew: true), at: bench.start + .seconds(63))
            #expect(again?.anew == [TextChannel.id])
            #expect(try await bench.undo(by: ["page"], at: bench.start + .seconds(64)) == .nothing)
            #expect(try await bench.consent(of: person, TextChannel.id) == .granted)
            // It was typed after the other row.
            guard case .signUp(let undone) = try await bench.undo(at: bench.start + .seconds(65)) else {
                Issue.record("not taken back")
                return
            }
            #expect(undone.row == 1)
            #expect(try await bench.consent(of: person, TextChannel.id) == .withdrawn)
            #expect(try await bench.store.suppressions().map(\.people).contains([former.id, person]))
        },
        StoreContract("a STOP is back at the number from which a row had lifted it, whoever bears it now") { bench in
            _ = try await bench.signUpSheet()
            let id = PersonID(rawValue: "p1")
            let person = try #require(try await bench.store.person(id)).0
            _ = try await bench.receive(Samples.reply("STOP", from: person))
            let row = try bench.signUp(1, person.givenName, phone: person.phone?.exact, [TextChannel.id])
            let entry = try await bench.entered(row.saying(isAnew: true), at: bench.start + .seconds(10))
            #expect(entry?.anew == [TextChannel.id])
            var record = PersonRecord(id: id)
            record.phone = try PhoneNumber("(212) 555-0190", region: "US")
            var heir = PersonRecord(id: PersonID(rawValue: "heir"))
            (heir.givenName, heir.phone) = ("Heir", person.phone)
            _ = try await bench.store.take([record, heir], by: "test", now: bench.start + .seconds(15))
            #expect(try await bench.undo(at: bench.start + .seconds(20)) != .nothing)
            #expect(try await bench.consent(of: id, TextChannel.id) == .withdrawn)
            #expect(try await bench.store.suppressions().map(\.people) == [[PersonID(rawValue: "heir")]])
        },
    ]
}
