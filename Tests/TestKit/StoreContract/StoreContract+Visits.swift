import Calls
import Deliveries
import People
import Reviews
import Testing

extension StoreContract {
    /// What a page shows, and what a person's own word on it does.
    static let visiting: [StoreContract] = [
        StoreContract("a delivery leads to its person and call, an unknown one to nobody") { bench in
            try await bench.queue(2, [ScriptedDriver<MailChannel>(), ScriptedDriver<SheetChannel>()])
            for entry in try await bench.log() {
                let visit = try #require(try await bench.store.visit(entry.number))
                #expect(visit.delivery == entry.number)
                #expect(visit.person == (try await bench.store.person(entry.person))?.0)
                #expect(visit.channel == entry.channel)
                #expect(visit.standing == CallStanding(call: Samples.call("hearing"), course: .running, done: 0))
                #expect(visit.completion == nil && !visit.isForgotten)
            }
            for number: Int64 in [0, -1, 9_999, .max] {
                #expect(try await bench.store.visit(DeliveryNumber(rawValue: number)) == nil)
            }
            #expect(try await bench.store.standing(of: "hearing")?.course == .running)
            #expect(try await bench.store.standing(of: "Hearing") == nil)
            #expect(try await bench.store.standing(of: "") == nil)
        },
        StoreContract("looking changes nothing") { bench in
            try await bench.queue(2)
            let worker = try await bench.enlist()
            let link = try await bench.delivery(of: "p1").number
            let (log, people, status) = (try await bench.log(), try await bench.people(), try await bench.status())
            let ledger = try await bench.store.verifyLedger()
            let count = try await bench.store.withdrawals(for: worker)
            _ = try await bench.store.visit(link)
            _ = try await bench.store.standing(of: "hearing")
            _ = try await bench.store.standing(sharedBy: .delivery(link))
            _ = try await bench.store.countOfArrivals(through: .delivery(link))
            _ = try await bench.store.completions(of: PersonID(rawValue: "p1"))
            #expect(try await bench.log() == log)
            #expect(try await bench.people() == people)
            #expect(try await bench.status() == status)
            #expect(try await bench.store.verifyLedger() == ledger)
            #expect(try await bench.store.withdrawals(for: worker) == count)
        },
        StoreContract("what a person did is counted once, and every page knows it") { bench in
            try await bench.queue(2)
            try await bench.submit(Samples.call("second"))
            try await bench.complete("hearing", "p1", via: "web")
            try await bench.complete("hearing", "p1", via: "email", at: bench.start + .seconds(5))
            try await bench.complete("second", "p1", via: "phone", at: bench.start + .seconds(9))
            let first = Completion(at: bench.start, via: "web", evidence: "a reply")
            let visit = try #require(try await bench.store.visit(try await bench.delivery(of: "p1").number))
            #expect(visit.completion == first)
            #expect(visit.standing.done == 1)
            let other = try #require(try await bench.store.visit(try await bench.delivery(of: "p2").number))
            #expect(other.completion == nil && other.standing.done == 1)
            let done = try await bench.store.completions(of: PersonID(rawValue: "p1"))
            #expect(done.map(\.call) == ["second", "hearing"])
            #expect(done.last?.completion == first)
            #expect(try await bench.store.completions(of: PersonID(rawValue: "p2")).isEmpty)
        },
        StoreContract("who opts out gets nothing of what was queued, and the ledger says so once") { bench in
            try await bench.queue(2)
            let worker = try await bench.enlist()
            let before = try #require(try await bench.store.withdrawals(for: worker))
            #expect(try await bench.optOut("p1") == 1)
            #expect(try #require(try await bench.store.withdrawals(for: worker)) > before)
            #expect(try await bench.optOut("p1") == 0)
            #expect(try await bench.optOut("nobody") == 0)
            let records = try #require(try await bench.store.person(PersonID(rawValue: "p1"))).1
            #expect(records.map(\.change.state) == [.granted, .withdrawn])
            #expect(records.last?.recordedBy == "web")
            #expect(records.last?.change.evidence == "a link")
            #expect(try await bench.claim(by: worker).map(\.item.person.id.rawValue) == ["p2"])
            #expect(try await bench.delivery(of: "p1").reason == "consent-withdrawn")
            try await bench.expectBalance()
        },
        StoreContract("an opt-out takes along whoever shares the address, on that channel alone") { bench in
            let both: [ChannelID: ConsentState] = [MailChannel.id: .granted, TextChannel.id: .granted]
            let (first, second) = (try Samples.record(1, both), try Samples.record(2, both))
            try await bench.add([
                first, second.with { $0.email = first.email }, try Samples.record(3, both),
                try Samples.record(4, [:]).with { $0.email = first.email },
            ])
            #expect(try await bench.optOut("p1") == 2)
            #expect(try await bench.consent(of: PersonID(rawValue: "p1")) == .withdrawn)
            #expect(try await bench.consent(of: PersonID(rawValue: "p2")) == .withdrawn)
            #expect(try await bench.consent(of: PersonID(rawValue: "p3")) == .granted)
            #expect(try await bench.consent(of: PersonID(rawValue: "p4")) == nil, "silence is no already")
            for person in ["p1", "p2", "p3"] {
                #expect(try await bench.consent(of: PersonID(rawValue: person), TextChannel.id) == .granted)
            }
            let line = try #require(try await bench.store.person(PersonID(rawValue: "p2"))).1.last
            #expect(line?.change.evidence == "a link, by p1")
            #expect(try await bench.store.verifyLedger() == 8)
        },
        StoreContract("neighbors at one door opt out each for themselves") { bench in
            let yes: [ChannelID: ConsentState] = [SheetChannel.id: .granted]
            let first = try Samples.record(1, yes)
            try await bench.add([first, try Samples.record(2, yes).with { $0.door = first.door }])
            #expect(try await bench.optOut("p1", of: SheetChannel.self) == 1)
            #expect(try await bench.consent(of: PersonID(rawValue: "p2"), SheetChannel.id) == .granted)
        },
    ]
}

extension StoreBench {
    fileprivate func optOut(_ person: String, of channel: any ScriptedChannel.Type = MailChannel.self) async throws
        -> Int
    {
        try await store.optOut(
            PersonID(rawValue: person),
            of: channel.profile,
            source: "the way out in a message",
            evidence: "a link",
            now: start
        )
    }
}
