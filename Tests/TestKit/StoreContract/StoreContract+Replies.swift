import Calls
import Deliveries
import People
import Reviews
import Testing

extension StoreBench {
    private var texts: [any ChannelDriver] { [ScriptedDriver<TextChannel>(), ScriptedDriver<MailChannel>()] }

    /// People who said yes to mail and text, and a call that waits for them on both.
    func queueTexts(_ count: Int, slug: String = "hearing") async throws {
        try await addPeople(count, on: [TextChannel.id, MailChannel.id])
        try await submit(Samples.call(slug), texts)
    }

    /// Sends every text that is due.
    func sendTexts(at now: Timestamp = Samples.start) async throws {
        let worker = try await enlist()
        try await settle(try await claim(100, TextChannel.self, by: worker, at: now), by: worker, at: now)
    }
}

private let number = "+12125550101"

extension StoreContract {
    /// What people write back.
    static let replies: [StoreContract] = [
        StoreContract("STOP opts out everybody who bears the number, with the exact words, and is confirmed once") {
            bench in
            try await bench.addPeople(2, on: [TextChannel.id, MailChannel.id])
            try await bench.add([
                try Samples.record(3, [TextChannel.id: .granted]).with {
                    $0.phone = PhoneNumber(stored: number, line: .mobile)
                }
            ])
            try await bench.submit(
                Samples.call("hearing"),
                [ScriptedDriver<TextChannel>(), ScriptedDriver<MailChannel>()]
            )
            #expect(try await bench.receive(Samples.reply(" Stop. ", from: number)) == .optedOut(.english))
            for person in ["p1", "p3"] {
                let last = try #require(try await bench.store.person(PersonID(rawValue: person))?.1.last)
                #expect(last.change.channel == TextChannel.id)
                #expect(last.change.state == .withdrawn)
                #expect(last.change.wording == " Stop. ")
            }
            #expect(try await bench.counts("hearing", TextChannel.id) == [.cancelled: 1, .queued: 1, .skipped: 1])
            #expect(try await bench.delivery(of: "p1", TextChannel.id).reason == "consent-withdrawn")
            #expect(try await bench.delivery(of: "p1").state == .queued)
            #expect(try await bench.receive(Samples.reply("STOP", from: number)) == .nothingNew)
            // Whoever turns up with that number later is not texted either.
            try await bench.add([
                try Samples.record(4, [TextChannel.id: .granted]).with {
                    $0.phone = PhoneNumber(stored: number, line: .mobile)
                }
            ])
            let plan = try await bench.submit(Samples.call("second"), [ScriptedDriver<TextChannel>()])
            #expect(plan.channels.first?.skip == [.consentWithdrawn: 2, .suppressed: 1])
            #expect(try await bench.store.verifyLedger() > 0)
            try await bench.expectBalance()
        },
        StoreContract("a STOP that is said again has a line of its own in the ledger, and changes nothing else") {
            bench in
            try await bench.queueTexts(2)
            let id = PersonID(rawValue: "p1")
            _ = try await bench.receive(Samples.reply("STOP", from: number, id: "1"))
            let suppression = try await bench.store.suppressions()
            let before = try await bench.counts("hearing", TextChannel.id)
            let later = bench.start + .seconds(60)
            #expect(try await bench.receive(Samples.reply("stop!", from: number, id: "2"), at: later) == .nothingNew)
            // The same text told twice is the same.
            #expect(try await bench.receive(Samples.reply("stop!", from: number, id: "2"), at: later) == .nothingNew)
            let lines = try #require(try await bench.store.person(id)?.1).filter { $0.change.state == .withdrawn }
            #expect(lines.map(\.change.wording) == ["STOP", "stop!"])
            #expect(lines.map(\.change.evidence) == ["1", "2"])
            #expect(lines.map(\.recordedAt) == [bench.start, later])
            #expect(try await bench.store.suppressions() == suppression)
            #expect(try await bench.counts("hearing", TextChannel.id) == before)
            #expect(try await bench.receive(Samples.reply("START", from: number), at: later) == .optedIn(.english))
            #expect(try await bench.consent(of: id, TextChannel.id) == .granted)
            #expect(try await bench.store.verifyLedger() > 0)
            try await bench.expectBalance()
        },
        StoreContract("START grants again what STOP withdrew, and nothing else") { bench in
            try await bench.queueTexts(2)
            try await bench.withdraw("p2", from: TextChannel.id)
            _ = try await bench.receive(Samples.reply("STOP", from: number))
            _ = try await bench.receive(Samples.reply("STOP", from: "+12125550102"))
            #expect(try await bench.receive(Samples.reply("start", from: number)) == .optedIn(.english))
            #expect(try await bench.consent(of: PersonID(rawValue: "p1"), TextChannel.id) == .granted)
            #expect(try await bench.receive(Samples.reply("START", from: number)) == .nothingNew)
            _ = try await bench.receive(Samples.reply("UNSTOP", from: "+12125550102"))
            #expect(try await bench.consent(of: PersonID(rawValue: "p2"), TextChannel.id) == .withdrawn)
            #expect(
                try await bench.submit(Samples.call("second"), [ScriptedDriver<TextChannel>()]).channels[0].send == 1
            )
        },
        StoreContract(
            "a STOP from a number that nobody bears holds for whoever will, until an organizer records a grant"
        ) { bench in
            #expect(try await bench.receive(Samples.reply("STOP", from: number)) == .optedOut(.english))
            try await bench.addPeople(1, on: [TextChannel.id])
            let before = try await bench.submit(Samples.call("hearing"), [ScriptedDriver<TextChannel>()])
            #expect(before.channels.first?.skip == [.suppressed: 1])
            try await bench.withdraw("p1", from: TextChannel.id)
            let grant = ConsentChange(channel: TextChannel.id, state: .granted, at: bench.start, source: "a form")
            _ = try await bench.store.record(grant, of: PersonID(rawValue: "p1"), by: "test", now: bench.start)
            #expect(
                try await bench.submit(Samples.call("second"), [ScriptedDriver<TextChannel>()]).channels[0].send == 1
            )
        },
        StoreContract("a word that holds a NUL is kept as it can be kept, and the ledger stays whole") { bench in
            try await bench.addPeople(1, on: [TextChannel.id])
            #expect(try await bench.receive(Samples.reply("STOP\0", from: number)) == .optedOut(.english))
            let words = try await bench.store.person(PersonID(rawValue: "p1"))?.1.last?.change.wording
            #expect(words == "STOP\u{FFFD}")
            #expect(try await bench.store.verifyLedger() == 2)
        },
        StoreContract("answers of one delivery act on each other in their order") { bench in
            try await bench.addPeople(1, on: [TextChannel.id])
            let results = try await bench.store.receive(
                [
                    Samples.reply("STOP", from: number, id: "1"), Samples.reply("STOP", from: number, id: "1"),
                    Samples.reply("START", from: number, id: "2"), Samples.reply("STOP", from: number, id: "3"),
                ],
                now: bench.start
            )
            #expect(
                results == [.optedOut(.english), .nothingNew, .optedIn(.english), .optedOut(.english)]
            )
            #expect(try await bench.consent(of: PersonID(rawValue: "p1"), TextChannel.id) == .withdrawn)
            #expect(try await bench.store.verifyLedger() == 4)
        },
        StoreContract("HELP changes nothing and is answered once") { bench in
            try await bench.add([
                try Samples.record(1, [TextChannel.id: .granted]).with { $0.language = "es-MX" }
            ])
            let help = Samples.reply("help!", from: number, id: "h1")
            #expect(try await bench.receive(help) == .askedForHelp(.spanish))
            #expect(try await bench.receive(help) == .nothingNew)
            #expect(try await bench.consent(of: PersonID(rawValue: "p1"), TextChannel.id) == .granted)
        },
        StoreContract("the word of a call completes the last open ask on that channel, once, and withdraws the rest") {
            bench in
            try await bench.queueTexts(1, slug: "first")
            try await bench.submit(
                Samples.call("second"),
                [ScriptedDriver<TextChannel>(), ScriptedDriver<MailChannel>()],
                at: bench.start + .seconds(10)
            )
            try await bench.sendTexts(at: bench.start + .seconds(20))
            let now = bench.start + .seconds(30)
            #expect(
                try await bench.receive(Samples.reply("Yes!", from: number), at: now)
                    == .completed(call: "second", isNew: true)
            )
            #expect(
                try await bench.receive(Samples.reply("YES", from: number), at: now)
                    == .completed(call: "second", isNew: false)
            )
            #expect(try await bench.delivery(of: "p1", MailChannel.id, slug: "second").reason == "already-done")
            #expect(try await bench.delivery(of: "p1", MailChannel.id, slug: "first").state == .queued)
            let done = try await bench.store.explain("second", PersonID(rawValue: "p1"))?.completion
            #expect(done?.via == TextChannel.id.rawValue)
            #expect(done?.evidence.hasPrefix("Yes!") == true)
            #expect(try await bench.store.explain("first", PersonID(rawValue: "p1"))?.completion == nil)
            try await bench.expectBalance()
        },
        StoreContract("a word completes no call that was not sent, has closed or is cancelled") { bench in
            let end = bench.start + .seconds(60)
            try await bench.addPeople(1, on: [TextChannel.id])
            try await bench.submit(Samples.call("closed", expiresAt: end), [ScriptedDriver<TextChannel>()])
            try await bench.submit(Samples.call("cancelled"), [ScriptedDriver<TextChannel>()])
            try await bench.sendTexts()
            _ = try await bench.store.steer("cancelled", .cancel, now: bench.start)
            try await bench.submit(Samples.call("waiting"), [ScriptedDriver<TextChannel>()])
            let result = try await bench.receive(Samples.reply("YES", from: number), at: end)
            guard case .kept(_, held: 0) = result else {
                Issue.record("\(result)")
                return
            }
        },
        StoreContract("an opt-out inside a sentence holds the person's texts and is shown to an organizer") { bench in
            try await bench.queueTexts(2)
            let words = "we have got to STOP this bill <b>now</b>"
            let result = try await bench.receive(Samples.reply(words, from: number))
            let message = try #require(try await bench.store.inbox(includingHandled: false).first)
            #expect(result == .kept(message.number, held: 1))
            #expect(message.words == words)
            #expect(message.person == PersonID(rawValue: "p1"))
            #expect(message.isPerhapsStop)
            #expect(try await bench.delivery(of: "p1", TextChannel.id).state == .held)
            #expect(try await bench.delivery(of: "p1", MailChannel.id).state == .queued)
            #expect(try await bench.consent(of: PersonID(rawValue: "p1"), TextChannel.id) == .granted)
            #expect(try await bench.store.handle(message.number, by: "an organizer", now: bench.start))
            #expect(try await bench.store.handle(message.number, by: "another", now: bench.start) == false)
            #expect(try await bench.store.inbox(includingHandled: false).isEmpty)
            #expect(try await bench.store.inbox(includingHandled: true).count == 1)
            try await bench.expectBalance()
        },
        StoreContract("a text that is submitted after such an opt-out is held too, until an organizer has read it") {
            bench in
            try await bench.addPeople(2, on: [TextChannel.id, MailChannel.id])
            // Two bear the number, so that the inbox knows the sender and no person.
            try await bench.add([
                try Samples.record(3, [TextChannel.id: .granted]).with {
                    $0.phone = PhoneNumber(stored: number, line: .mobile)
                }
            ])
            _ = try await bench.receive(Samples.reply("we have got to STOP this bill", from: number))
            let message = try #require(try await bench.store.inbox(includingHandled: false).first)
            #expect(message.person == nil)
            try await bench.submit(
                Samples.call("hearing"),
                [ScriptedDriver<TextChannel>(), ScriptedDriver<MailChannel>()]
            )
            let worker = try await bench.enlist()
            #expect(try await bench.claim(100, TextChannel.self, by: worker).map(\.item.person.id.rawValue) == ["p2"])
            let held = try await bench.delivery(of: "p1", TextChannel.id)
            #expect(held.state == .held)
            #expect(held.reason == InboxMessage.holdingReason)
            #expect(try await bench.claim(by: worker).count == 2, "mail goes on")
            try await bench.expectBalance()
            #expect(try await bench.store.requeue("hearing", from: .held, now: bench.start) == 1)
            #expect(try await bench.claim(100, TextChannel.self, by: worker).isEmpty, "nobody has read it yet")
            #expect(try await bench.store.handle(message.number, by: "an organizer", now: bench.start))
            #expect(try await bench.store.requeue("hearing", from: .held, now: bench.start) == 1)
            #expect(try await bench.claim(100, TextChannel.self, by: worker).map(\.item.person.id.rawValue) == ["p1"])
            try await bench.expectBalance()
        },
        StoreContract("a person who may have opted out is held under a new number as well") { bench in
            try await bench.addPeople(1, on: [TextChannel.id])
            _ = try await bench.receive(Samples.reply("we have got to STOP this bill", from: number))
            try await bench.add([
                try Samples.record(1, [TextChannel.id: .granted]).with {
                    $0.phone = PhoneNumber(stored: "+12125550177", line: .mobile)
                }
            ])
            try await bench.submit(Samples.call("hearing"), [ScriptedDriver<TextChannel>()])
            let worker = try await bench.enlist()
            #expect(try await bench.claim(100, TextChannel.self, by: worker).isEmpty)
            #expect(try await bench.delivery(of: "p1", TextChannel.id).state == .held)
        },
        StoreContract("other words land in the inbox, from strangers too, and go with the person who is forgotten") {
            bench in
            try await bench.addPeople(1, on: [TextChannel.id])
            _ = try await bench.receive(Samples.reply("Can I bring my dog?", from: number, id: "w1"))
            #expect(
                try await bench.receive(Samples.reply("Can I bring my dog?", from: number, id: "w1")) == .nothingNew
            )
            _ = try await bench.receive(Samples.reply("who is this", from: "+12125550177"))
            #expect(
                try await bench.store.inbox(includingHandled: false).map(\.person) == [PersonID(rawValue: "p1"), nil]
            )
            _ = try await bench.store.forget(PersonID(rawValue: "p1"), now: bench.start)
            #expect(try await bench.store.inbox(includingHandled: true).map(\.words) == ["who is this"])
        },
        StoreContract("what came from an address that several share goes with the first who is forgotten") { bench in
            try await bench.addPeople(1, on: [TextChannel.id])
            try await bench.add([
                try Samples.record(2, [TextChannel.id: .granted]).with {
                    $0.phone = PhoneNumber(stored: number, line: .mobile)
                }
            ])
            _ = try await bench.receive(Samples.reply("call us back", from: number))
            #expect(try await bench.store.inbox(includingHandled: false).map(\.person) == [nil])
            _ = try await bench.store.forget(PersonID(rawValue: "p1"), now: bench.start)
            #expect(try await bench.store.inbox(includingHandled: true).isEmpty)
        },
        StoreContract("pruning forgets what was seen to before a moment, and nothing that waits") { bench in
            try await bench.addPeople(1, on: [TextChannel.id])
            for words in ["one", "two", "three"] { _ = try await bench.receive(Samples.reply(words, from: number)) }
            let messages = try await bench.store.inbox(includingHandled: false)
            #expect(try await bench.store.handle(messages[0].number, by: "a", now: bench.start))
            #expect(try await bench.store.handle(messages[1].number, by: "a", now: bench.start + .seconds(60)))
            #expect(try await bench.store.pruneAnswers(before: bench.start + .seconds(60)) == 1)
            #expect(try await bench.store.inbox(includingHandled: true).map(\.words) == ["two", "three"])
        },
    ]
}
