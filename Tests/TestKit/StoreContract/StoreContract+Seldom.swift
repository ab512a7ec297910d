import Calls
import Deliveries
import People
import Reviews
import Testing

extension StoreContract {
    /// Nobody hears from us more often than they asked for.
    static let seldom: [StoreContract] = [
        StoreContract("who wants one call a week is left out of the next, by plan and log, and asked a week later") {
            bench in
            try await bench.queue(2)
            #expect(try await bench.choose(.week, "p1"))
            let worker = try await bench.enlist()
            #expect(try await bench.claim(by: worker).count == 2, "the first call is not too soon")
            let rest = [Duration.zero, .seconds(6 * 86_400)]
            for (index, wait) in rest.enumerated() {
                let plan = try await bench.submit(Samples.call("second-\(index)"), at: bench.start + wait)
                #expect(plan.channels.map(\.skip) == [[.tooSoon: 1]])
                let entry = try await bench.delivery(of: "p1", slug: "second-\(index)")
                #expect([entry.state.rawValue, entry.reason] == ["skipped", "too-soon"])
                let told = try await bench.store.explain("second-\(index)", PersonID(rawValue: "p1"))
                #expect(told?.channels.first?.reason == "too-soon")
            }
            let later = bench.start + .seconds(8 * 86_400)
            #expect(try await bench.submit(Samples.call("third"), at: later).channels.map(\.send) == [2])
            try await bench.expectBalance()
        },
        StoreContract("a call that goes out later is planned by the day on which it goes out") { bench in
            try await bench.queue(1)
            _ = try await bench.choose(.week, "p1")
            let worker = try await bench.enlist()
            try await bench.settle(try await bench.claim(by: worker), by: worker)
            let later = Samples.call("later", publishAt: bench.start + .seconds(8 * 86_400))
            #expect(try await bench.submit(later).channels.map(\.send) == [1])
        },
        StoreContract("of two calls that wait, one goes out and the other is left out when it is claimed") { bench in
            try await bench.queue(2)
            try await bench.submit(Samples.call("second"))
            _ = try await bench.choose(.month, "p2")
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(by: worker)
            #expect(claimed.map(\.item.person.id.rawValue).sorted() == ["p1", "p1", "p2"])
            #expect(try await bench.delivery(of: "p2", slug: "second").reason == "too-soon")
            #expect(claimed.first { $0.item.person.id.rawValue == "p2" }?.item.person.frequency == .month)
            try await bench.settle(claimed, by: worker)
            try await bench.expectBalance()
        },
        StoreContract("one call counts once, by however many channels it comes, and a second try of it as well") {
            bench in
            let drivers: [any ChannelDriver] = [ScriptedDriver<MailChannel>(), ScriptedDriver<TextChannel>()]
            try await bench.queue(1, drivers)
            _ = try await bench.choose(.month, "p1")
            let worker = try await bench.enlist()
            let mails = try await bench.claim(by: worker)
            try await bench.settle(mails, .retry(at: bench.start + .seconds(60), "busy"), by: worker)
            let texts = try await bench.claim(TextChannel.self, by: worker)
            #expect(texts.count == 1)
            try await bench.settle(texts, by: worker)
            #expect(try await bench.claim(by: worker, at: bench.start + .seconds(60)).count == 1)
        },
        StoreContract("what never went out does not count") { bench in
            try await bench.queue(1)
            _ = try await bench.choose(.month, "p1")
            let worker = try await bench.enlist()
            try await bench.settle(try await bench.claim(by: worker), .failed("no such mailbox"), by: worker)
            #expect(try await bench.submit(Samples.call("second")).channels.map(\.send) == [1])
        },
        StoreContract("the wish outlives an import, and goes when the person is forgotten") { bench in
            try await bench.addPeople(1)
            #expect(try await bench.choose(.week, "p1"))
            try await bench.add([try Samples.record(1).with { $0.givenName = "Another" }])
            #expect(try await bench.people().map(\.frequency) == [.week])
            #expect(try await !bench.choose(.week, "p9"))
            _ = try await bench.store.forget(PersonID(rawValue: "p1"), now: bench.start)
            #expect(try await bench.store.person(PersonID(rawValue: "forgotten-1"))?.0.frequency == .every)
            #expect(try await !bench.choose(.week, "forgotten-1"))
        },
    ]
}

extension StoreBench {
    /// Somebody says how often they want to hear from us.
    func choose(_ frequency: Frequency, _ person: String) async throws -> Bool {
        try await store.choose(frequency, for: PersonID(rawValue: person), now: start)
    }
}
