package import Calls
import Deliveries
import People
package import Reviews
import Testing

extension StoreContract {
    /// Strangers who want to hear from us, and confirm it.
    static let joining: [StoreContract] = [
        StoreContract("a stranger who asks for mail is sent one question, and is asked nothing before they answer") {
            bench in
            try await bench.queue(1)
            #expect(try await bench.join("Grace", "grace@example.org") != nil)
            let grace = try #require(try await bench.people().last)
            #expect(grace.givenName == "Grace" && grace.email?.exact == "grace@example.org")
            #expect(try await bench.consent(of: grace.id) == .pending)
            let line = try #require(try await bench.store.person(grace.id)?.1.last?.change)
            #expect(line.wording == "Yes, you may send me email." && line.source.contains("hearing"))
            #expect(try await bench.submit(Samples.call("second")).channels.map(\.skip) == [[.consentPending: 1]])
            let question = try await bench.question(to: grace.id.rawValue)
            #expect([question.purpose, question.state.rawValue] == ["confirmation", "queued"])
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(by: worker)
            #expect(claimed.count == 3, "two calls to one person, and the question")
            let asked = try #require(claimed.first { $0.item.delivery == question.number })
            #expect(try await bench.store.content(ofCall: asked.call)?.service == .confirmation)
            #expect(try await bench.settle(claimed, by: worker) == 3)
            try await bench.expectQuestions(sent: 1)
            try await bench.expectBalance()
        },
        StoreContract("pressing the button once or more makes one grant, and the next call reaches them") { bench in
            try await bench.queue(1)
            _ = try await bench.join("Grace", "grace@example.org")
            let grace = try #require(try await bench.people().last).id
            let delivery = try await bench.question(to: grace.rawValue).number
            let request = try #require(try await bench.store.optInRequest(delivery, now: bench.start))
            #expect(request.answer == .granted && request.wording == "Yes, you may send me email.")
            #expect(try await bench.consent(of: grace) == .pending, "looking changes nothing")
            #expect(try await bench.store.confirm(delivery, now: bench.start + .seconds(60)) == .granted)
            #expect(try await bench.store.confirm(delivery, now: bench.start + .seconds(61)) == .before)
            let lines = try #require(try await bench.store.person(grace)?.1)
            #expect(lines.map(\.change.state) == [.pending, .granted])
            #expect(lines.last?.change.wording == "Yes, you may send me email.")
            #expect(try await bench.submit(Samples.call("second")).channels.map(\.send) == [2])
            #expect(try await bench.store.verifyLedger() == 3)
            try await bench.expectBalance()
        },
        StoreContract("a delivery that asks for nothing of the kind confirms nothing") { bench in
            try await bench.queue(1)
            let delivery = try await bench.delivery(of: "p1").number
            #expect(try await bench.store.optInRequest(delivery, now: bench.start) == nil)
            #expect(try await bench.store.confirm(delivery, now: bench.start) == nil)
            #expect(try await bench.store.confirm(DeliveryNumber(rawValue: 999), now: bench.start) == nil)
        },
        StoreContract("one question goes to an address, however often it is typed and by whomever") { bench in
            try await bench.queue(1)
            let other = StoreBench(try await bench.another(), another: bench.another)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for own in [bench, other] {
                    group.addTask { for name in ["A", "B", "C"] { _ = try await own.join(name, "Grace@Example.org") } }
                }
                try await group.waitForAll()
            }
            try await bench.expectQuestions(queued: 1)
            #expect(try await bench.people().count { $0.email?.key == "grace@example.org" } == 1)
            #expect(try await bench.status().arrived == 6, "all of them did what was asked")
        },
        StoreContract("who said yes or no before, or is struck out, or was forgotten gets no question") { bench in
            try await bench.queue(4)
            try await bench.withdraw("p2")
            for person in ["p3", "p4"] {
                let email = try #require(try await bench.people().first { $0.id.rawValue == person }?.email)
                if person == "p3" { _ = try await bench.store.forget(PersonID(rawValue: "p3"), now: bench.start) }
                _ = try await bench.join("Somebody", email.exact)
            }
            for person in ["p1", "p2"] {
                let email = try #require(try await bench.people().first { $0.id.rawValue == person }?.email)
                #expect(try await bench.join("Somebody", email.exact) != nil)
            }
            #expect(try await bench.store.status(of: Samples.confirmation.slug, now: bench.start) == nil)
            #expect(try await bench.people().allSatisfy { $0.givenName != "Somebody" || $0.email == nil })
            #expect(try await bench.consent(of: PersonID(rawValue: "p2")) == .withdrawn)
            #expect(try await bench.store.visit(try await bench.delivery(of: "p1").number)?.completion == nil)
        },
        StoreContract("somebody whom we know and who never said anything is asked, and keeps their name") { bench in
            try await bench.queue(1)
            try await bench.add([try Samples.record(2, [:])])
            let known = try #require(try await bench.people().first { $0.id.rawValue == "p2" })
            _ = try await bench.join("Buy at example.com", try #require(known.email).exact)
            let delivery = try await bench.question(to: "p2").number
            #expect(try await bench.consent(of: known.id) == .pending)
            #expect(try await bench.store.confirm(delivery, now: bench.start) == .granted)
            #expect(try await bench.people().first { $0.id == known.id } == known)
            #expect(try await bench.store.completions(of: known.id).isEmpty, "nobody says of another that they did it")
        },
        StoreContract("what nobody confirms in time is closed, and the address that came with it goes") { bench in
            try await bench.queue(1)
            _ = try await bench.join("Grace", "grace@example.org")
            let grace = try #require(try await bench.people().last).id
            let delivery = try await bench.question(to: grace.rawValue).number
            let end = bench.start + OptInRule.lasts
            #expect(try await bench.store.expire(now: end + .seconds(-1)) == 0)
            #expect(try await bench.store.optInRequest(delivery, now: end)?.answer == .late)
            #expect(try await bench.store.confirm(delivery, now: end) == .late)
            #expect(try await bench.store.expire(now: end) == 1, "it was still in the queue")
            #expect(try await bench.store.expire(now: end) == 0)
            #expect(try await bench.people().last?.email == nil)
            #expect(try await bench.store.confirm(delivery, now: bench.start) == .late)
            #expect(try await bench.consent(of: grace) == .pending)
            try await bench.expectQuestions(skipped: 1)
            // Typed once more they are somebody new, but no address is asked more than so often.
            for round in 2...5 {
                let now = end + .seconds(Int64(round))
                _ = try await bench.join("Grace", "grace@example.org", at: now)
                _ = try await bench.store.expire(now: now + OptInRule.lasts)
            }
            #expect(try await bench.status(Samples.confirmation.slug).audience == OptInRule.most)
            try await bench.expectBalance()
        },
        StoreContract("who says no to the question is not written to again, and stays known by their no") { bench in
            try await bench.queue(1)
            _ = try await bench.join("Grace", "grace@example.org")
            let grace = try #require(try await bench.people().last).id
            let delivery = try await bench.question(to: grace.rawValue).number
            let worker = try await bench.enlist()
            let before = try await bench.store.withdrawals(for: worker)
            let claimed = try await bench.claim(by: worker)
            #expect(try await bench.store.withdrawn(among: claimed.map(\.item.delivery), now: bench.start).isEmpty)
            try await bench.withdraw(grace.rawValue)
            #expect(try await bench.store.withdrawals(for: worker) != before, "whoever holds it is told")
            let stopped = try await bench.store.withdrawn(among: claimed.map(\.item.delivery), now: bench.start)
            #expect(stopped.map(\.delivery) == [delivery])
            #expect(try await bench.store.confirm(delivery, now: bench.start) == .withdrawn)
            _ = try await bench.store.expire(now: bench.start + OptInRule.lasts)
            _ = try await bench.join("Grace", "grace@example.org", at: bench.start + OptInRule.lasts + .seconds(9))
            #expect(try await bench.status(Samples.confirmation.slug).audience == 1)
        },
        StoreContract("a no, and an erasure, that come after the question has ended stand for its address") { bench in
            try await bench.queue(1)
            for name in ["grace", "joan"] { _ = try await bench.join(name, "\(name)@example.org") }
            let people = try await bench.people().suffix(2).map(\.id)
            let end = bench.start + OptInRule.lasts
            #expect(try await bench.store.expire(now: end) == 2)
            #expect(try await bench.people().suffix(2).allSatisfy { $0.email == nil })
            try await bench.withdraw(people[0].rawValue)
            _ = try await bench.store.forget(people[1], now: end)
            for name in ["grace", "joan"] {
                _ = try await bench.join(name, "\(name)@example.org", at: end + .seconds(9))
            }
            #expect(try await bench.status(Samples.confirmation.slug).audience == 2, "nobody is asked again")
        },
        StoreContract("who has another address by the time of the answer was not asked at it") { bench in
            try await bench.queue(1)
            try await bench.add([try Samples.record(2, [:])])
            let asked = try #require(try await bench.people().first { $0.id.rawValue == "p2" }?.email)
            _ = try await bench.join("Somebody", asked.exact)
            let delivery = try await bench.question(to: "p2").number
            var moved = try Samples.record(2, [:])
            moved.email = try EmailAddress("new@example.org")
            try await bench.add([moved])
            #expect(try await bench.store.confirm(delivery, now: bench.start) == .late)
            #expect(try await bench.consent(of: PersonID(rawValue: "p2")) == .pending)
        },
        StoreContract("an address that a list brought as well does not go with the question that nobody answered") {
            bench in
            try await bench.queue(1)
            _ = try await bench.join("Grace", "grace@example.org")
            let grace = try #require(try await bench.people().last).id
            var row = try Samples.record(7, [TextChannel.id: .granted])
            (row.id, row.email) = (nil, try EmailAddress("grace@example.org"))
            try await bench.add([row])
            _ = try await bench.store.expire(now: bench.start + OptInRule.lasts)
            #expect(try await bench.people().first { $0.id == grace }?.email != nil)
        },
        StoreContract("a question that is queued is not sent once its person has said yes or no elsewhere") { bench in
            try await bench.queue(1)
            for name in ["grace", "joan"] { _ = try await bench.join(name, "\(name)@example.org") }
            let people = try await bench.people().suffix(2).map(\.id)
            let yes = ConsentChange(channel: MailChannel.id, state: .granted, at: bench.start, source: "at the table")
            _ = try await bench.store.record(yes, of: people[0], by: "test", now: bench.start)
            try await bench.withdraw(people[1].rawValue)
            let worker = try await bench.enlist()
            #expect(try await bench.claim(by: worker).count == 1, "the call's own")
            #expect(try await bench.question(to: people[0].rawValue).reason == "already-done")
            #expect(try await bench.question(to: people[1].rawValue).reason == "consent-withdrawn")
        },
        StoreContract("questions stand in no list of calls, and their call is no page for everybody's eyes") { bench in
            try await bench.queue(1)
            _ = try await bench.join("Grace", "grace@example.org")
            #expect(try await bench.store.statuses(now: bench.start).map(\.call) == ["hearing"])
            #expect(try await bench.store.standing(of: Samples.confirmation.slug) == nil)
        },
        StoreContract("nobody pauses or cancels the questions, for a cancelled call would never ask again") { bench in
            try await bench.queue(1)
            _ = try await bench.join("Grace", "grace@example.org")
            let slug = Samples.confirmation.slug
            for turn in [CourseChange.pause, .cancel] {
                await #expect(throws: SubmitError.service(slug)) {
                    try await bench.store.steer(slug, turn, now: bench.start)
                }
            }
            try await bench.expectQuestions(queued: 1)
            _ = try await bench.join("Joan", "joan@example.org")
            try await bench.expectQuestions(queued: 2)
        },
    ]
}

extension StoreBench {
    /// Somebody comes who wants mail.
    package func join(_ name: String, _ email: String, at now: Timestamp = Samples.start) async throws
        -> ArrivalNumber?
    {
        let optIn = OptIn(
            channel: MailChannel.id,
            email: try EmailAddress(email),
            wording: "Yes, you may send me email.",
            confirmation: Samples.confirmation
        )
        let arrival = Arrival(call: "hearing", name: name, language: "en", sharer: nil, optIn: optIn)
        return try await store.take(arrival, now: now)
    }

    /// The question that went to somebody.
    package func question(to person: String) async throws -> LogEntry {
        try await delivery(of: person, slug: Samples.confirmation.slug)
    }

    /// How many questions stand where; together they are all that were asked.
    package func expectQuestions(queued: Int = 0, sent: Int = 0, skipped: Int = 0) async throws {
        let status = try await status(Samples.confirmation.slug)
        let states = status.channels[MailChannel.id] ?? [:]
        #expect([states[.queued], states[.sent], states[.skipped]].map { $0 ?? 0 } == [queued, sent, skipped])
        #expect(status.audience == queued + sent + skipped)
    }
}

extension Samples {
    /// A call that asks to confirm.
    package static let confirmation = Call(
        slug: "_confirm-en",
        title: "Confirmations",
        subject: "Please confirm",
        action: Action(kind: .reply, ask: "Yes, that was me"),
        words: Words(source: "Somebody gave this address to {{organization}}."),
        service: .confirmation
    )
}
