import Calls
import Deliveries
import People
import Reviews
import Testing

extension StoreContract {
    /// Where a call stands, and why.
    static let reviewing: [StoreContract] = [
        StoreContract("a status has every state of every channel, and adds up to the audience") { bench in
            try await bench.queue(3, [ScriptedDriver<MailChannel>(), ScriptedDriver<TextChannel>()])
            let status = try await bench.status()
            #expect(Set(status.channels.keys) == [MailChannel.id, TextChannel.id])
            for states in status.channels.values {
                #expect(Set(states.keys) == Set(DeliveryState.allCases))
                #expect(states.values.reduce(0, +) == 3)
            }
            #expect(status.audience == 3)
            #expect(status.course == .running)
            #expect(status.waitingFor == nil)
            #expect(try await bench.store.status(of: "nothing", now: bench.start) == nil)
        },
        StoreContract("a call is finished when nothing is queued, in hand or held") { bench in
            try await bench.addPeople(2)
            try await bench.submit(Samples.call("hearing", goal: 5))
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(by: worker)
            #expect(try await bench.status().course == .running)
            try await bench.settle(Array(claimed.prefix(1)), by: worker)
            try await bench.settle(Array(claimed.suffix(1)), .held("no answer"), by: worker)
            #expect(try await bench.status().course == .running)
            #expect(try await bench.store.requeue("hearing", from: .held, now: bench.start) == 1)
            try await bench.settle(try await bench.claim(by: worker), .failed("refused"), by: worker)
            #expect(try await bench.status().course == .finished)
            #expect(try await bench.status().goal == 5)
        },
        StoreContract("calls are listed with the newest first") { bench in
            for slug in ["first", "second", "third"] { try await bench.submit(Samples.call(slug)) }
            #expect(try await bench.store.statuses(now: bench.start).map(\.call) == ["third", "second", "first"])
        },
        StoreContract("a status says what the call is waiting for") { bench in
            try await bench.addPeople(1)
            let opening = bench.start + .seconds(600)
            try await bench.submit(Samples.call("hearing", publishAt: opening))
            let later = opening + .seconds(100)
            #expect(try await bench.status().waitingFor?.contains("publishDate") == true)
            #expect(try await bench.status(at: opening).waitingFor == nil)
            let wait = LaneWait(since: bench.start, next: opening, reason: "mail.example.org does not answer")
            let worker = try await bench.enlist()
            try await bench.store.note(wait, on: MailChannel.id, by: worker)
            #expect(
                try await bench.status(at: opening).waitingFor?.contains("mail.example.org does not answer") == true
            )
            try await bench.store.note(nil, on: MailChannel.id, by: worker)
            #expect(try await bench.status(at: opening).waitingFor == nil)
            let claimed = try await bench.claim(by: worker, at: opening)
            try await bench.settle(claimed, .retry(at: opening + .seconds(60), "busy"), by: worker, at: opening)
            #expect(try await bench.status(at: opening).waitingFor?.contains("next try") == true)
            let again = try await bench.claim(by: worker, at: opening + .seconds(60))
            try await bench.settle(again, .held("no answer"), by: worker)
            #expect(try await bench.status(at: later).waitingFor?.contains("held") == true)
        },
        StoreContract("an explanation names the reason and the ledger's line behind it") { bench in
            try await bench.add([try Samples.record(1), try Samples.record(2, [:])])
            try await bench.submit(Samples.call("hearing", audience: AudienceRule(except: ["board"])))
            try await bench.withdraw("p1", at: bench.start + .seconds(3))
            _ = try await bench.claim(by: bench.enlist())
            let asked = try #require(try await bench.store.explain("hearing", PersonID(rawValue: "p1")))
            #expect(asked.isSelected)
            #expect(asked.completion == nil)
            let channel = try #require(asked.channels.first)
            #expect(channel.state == .skipped)
            #expect(channel.reason == "consent-withdrawn")
            #expect(channel.consent?.change.state == .withdrawn)
            #expect(channel.consent?.change.source == "a reply")
            #expect(!channel.address.contains("person1@"))
            let silent = try #require(try await bench.store.explain("hearing", PersonID(rawValue: "p2")))
            #expect(silent.channels.map(\.consent) == [nil])
            try await bench.add([try Samples.record(3).with { $0.tags = ["board"] }])
            let board = try #require(try await bench.store.explain("hearing", PersonID(rawValue: "p3")))
            #expect(!board.isSelected)
            #expect(board.channels.map(\.state) == [nil])
            #expect(try await bench.store.explain("hearing", PersonID(rawValue: "p4")) == nil)
            #expect(try await bench.store.explain("nothing", PersonID(rawValue: "p1")) == nil)
        },
    ]

    /// The log shows what was asked for, in order, and nothing that was not.
    static let logging: [StoreContract] = [
        StoreContract("the log is narrowed by call, channel, state and person") { bench in
            let drivers: [any ChannelDriver] = [ScriptedDriver<MailChannel>(), ScriptedDriver<TextChannel>()]
            try await bench.queue(3, slug: "first", drivers)
            try await bench.submit(Samples.call("second"), drivers)
            let worker = try await bench.enlist()
            try await bench.settle(try await bench.claim(2, by: worker), by: worker)
            #expect(try await bench.log().count == 12)
            #expect(try await bench.log { $0.call = "first" }.count == 6)
            #expect(try await bench.log { $0.channel = TextChannel.id }.count == 6)
            #expect(try await bench.log { $0.state = .sent }.count == 2)
            #expect(try await bench.log { $0.person = PersonID(rawValue: "p3") }.count == 4)
            #expect(try await bench.log { $0.call = "nothing" }.isEmpty)
            #expect(try await bench.log { $0.person = PersonID(rawValue: "nobody") }.isEmpty)
            let one = try await bench.log { query in
                query.call = "second"
                query.channel = MailChannel.id
                query.person = PersonID(rawValue: "p1")
            }
            #expect(one.map(\.call) == ["second"])
            #expect(one.map(\.channel) == [MailChannel.id])
            #expect(one.map(\.person.rawValue) == ["p1"])
        },
        StoreContract("the log shows the newest change first, and no more than asked for") { bench in
            try await bench.queue(4)
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(by: worker)
            for (place, index) in [1, 3, 0, 2].enumerated() {
                try await bench.settle([claimed[index]], by: worker, at: bench.start + .seconds(10 * (place + 1)))
            }
            #expect(try await bench.log().map(\.person.rawValue) == ["p3", "p1", "p4", "p2"])
            #expect(try await bench.log { $0.limit = 2 }.map(\.person.rawValue) == ["p3", "p1"])
        },
        StoreContract("addresses are masked unless they were asked for") { bench in
            try await bench.queue(
                1,
                [ScriptedDriver<MailChannel>(), ScriptedDriver<TextChannel>(), ScriptedDriver<SheetChannel>()]
            )
            for entry in try await bench.log() {
                #expect(entry.address.contains("•"), "\(entry.channel)")
            }
            let full = try await bench.log { $0.showsAddresses = true }
            #expect(
                Set(full.map(\.address)) == ["person1@example.org", "+12125550101", "1 Main St, Springfield, 62701"]
            )
        },
    ]
}
