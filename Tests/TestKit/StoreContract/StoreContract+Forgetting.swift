import Calls
import Deliveries
import People
import Reviews
import Testing

extension StoreContract {
    /// Who asks to be forgotten is gone from everything but the counts, and stays gone.
    static let forgetting: [StoreContract] = [
        StoreContract("forgetting erases the person and withdraws what is queued") { bench in
            try await bench.queue(2, [ScriptedDriver<MailChannel>(), ScriptedDriver<TextChannel>()])
            let id = PersonID(rawValue: "p1")
            #expect(try await bench.store.forget(id, now: bench.start))
            #expect(try await bench.store.person(id) == nil)
            #expect(try await bench.people().map(\.id.rawValue) == ["p2"])
            #expect(try await bench.store.forget(id, now: bench.start) == false)
            #expect(try await bench.counts() == [.queued: 1, .cancelled: 1])
            for entry in try await bench.log({ $0.showsAddresses = true }) where entry.state == .cancelled {
                #expect(entry.address.isEmpty)
                #expect(entry.person != id)
                #expect(entry.reason == "suppressed")
            }
            #expect(try await bench.store.verifyLedger() == 6)
            try await bench.expectBalance()
        },
        StoreContract("forgetting empties the ledger's texts and keeps its lines") { bench in
            try await bench.addPeople(1)
            #expect(try await bench.store.forget(PersonID(rawValue: "p1"), now: bench.start))
            let records = try #require(try await bench.store.person(PersonID(rawValue: "forgotten-1"))).1
            #expect(records.map(\.change.state) == [.granted, .withdrawn])
            #expect(records.allSatisfy { $0.change.source.isEmpty && $0.change.evidence.isEmpty })
            #expect(try await bench.store.verifyLedger() == 2)
        },
        StoreContract("what was in hand while its person was forgotten is settled, and not tried again") { bench in
            try await bench.queue(1)
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(by: worker)
            #expect(try await bench.store.forget(PersonID(rawValue: "p1"), now: bench.start))
            #expect(try await bench.settle(claimed, .retry(at: bench.start, "busy"), by: worker) == 1)
            #expect(try await bench.claim(by: worker).isEmpty)
            #expect(try await bench.counts() == [.skipped: 1])
            try await bench.expectBalance()
        },
        StoreContract("a file does not bring back who asked to be forgotten, under any of their addresses") { bench in
            try await bench.addPeople(1)
            let moment = bench.start + .seconds(60)
            #expect(try await bench.store.forget(PersonID(rawValue: "p1"), now: moment))
            let known = try Samples.record(1)
            let forms = [
                known, known.with { $0.id = nil }, known.with { $0.phone = nil }, known.with { $0.email = nil },
                known.with {
                    $0.id = nil
                    $0.email = nil
                    $0.phone = nil
                },
            ]
            for record in forms {
                let verdicts = try await bench.take([record], at: moment + .seconds(60))
                guard case .rejected(let reason)? = verdicts.first else {
                    Issue.record("somebody who asked to be forgotten came back")
                    continue
                }
                #expect(!reason.contains("person1") && !reason.contains("5550101"))
            }
            #expect(try await bench.people().isEmpty)
        },
        StoreContract("who was forgotten comes back with an opt-in that is newer") { bench in
            try await bench.addPeople(1)
            let moment = bench.start + .seconds(60)
            #expect(try await bench.store.forget(PersonID(rawValue: "p1"), now: moment))
            let now = moment + .seconds(600)
            let asked = try Samples.record(1, [MailChannel.id: .granted], at: moment)
            #expect(try await bench.take([asked], at: now) != [.added])
            let again = try Samples.record(1, [MailChannel.id: .granted], at: moment + .seconds(1))
            #expect(try await bench.take([again], at: now) == [.added])
            #expect(try await bench.take([again], at: now) == [.unchanged])
            #expect(try await bench.consent(of: PersonID(rawValue: "p1")) == .granted)
            try await bench.submit(Samples.call("hearing"), at: now)
            #expect(try await bench.claim(by: bench.enlist(), at: now).count == 1)
        },
        StoreContract("others are not touched when somebody is forgotten") { bench in
            try await bench.queue(3)
            let others = try await bench.people().dropFirst()
            #expect(try await bench.store.forget(PersonID(rawValue: "p1"), now: bench.start))
            #expect(try await bench.people() == Array(others))
            #expect(try await bench.claim(by: bench.enlist()).count == 2)
        },
    ]
}
