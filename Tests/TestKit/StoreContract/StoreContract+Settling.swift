import Calls
import Deliveries
import People
import Reviews
import Testing

extension StoreContract {
    /// An outcome is written once, by the worker who holds the delivery, exactly as the transition says.
    static let settling: [StoreContract] = [
        StoreContract("a settled delivery cannot be settled again") { bench in
            try await bench.queue(1)
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(by: worker)
            #expect(try await bench.settle(claimed, .sent(reference: "250"), by: worker) == 1)
            #expect(try await bench.settle(claimed, .failed("late"), by: worker) == 0)
            let entry = try await bench.delivery(of: "p1")
            #expect(entry.state == .sent)
            #expect(entry.reason == nil)
            try await bench.expectBalance()
        },
        StoreContract("nobody settles what another worker holds, nor what nobody holds") { bench in
            try await bench.queue(2)
            let (worker, other) = (try await bench.enlist(), try await bench.enlist())
            let claimed = try await bench.claim(1, by: worker)
            #expect(try await bench.settle(claimed, by: other) == 0)
            let queued = try await bench.delivery(of: "p2").number
            let settlement = Settlement(queued, .sent(reference: nil))
            #expect(try await bench.store.settle([settlement], worker: worker, now: bench.start) == 0)
            let unknown = Settlement(DeliveryNumber(rawValue: 9_999), .sent(reference: nil))
            #expect(try await bench.store.settle([unknown], worker: worker, now: bench.start) == 0)
            #expect(try await bench.counts() == [.queued: 1, .sending: 1])
            try await bench.expectBalance()
        },
        StoreContract("a worker whose deliveries were rescued changes nothing any more") { bench in
            try await bench.queue(1)
            let (stale, claimed) = try await bench.claimAndDie()
            #expect(try await bench.rescue() == 1)
            #expect(try await bench.settle(claimed, by: stale) == 0)
            let worker = try await bench.enlist()
            let again = try await bench.claim(by: worker)
            #expect(try await bench.settle(claimed, .failed("late"), by: stale) == 0)
            #expect(try await bench.settle(again, by: worker) == 1)
            #expect(try await bench.delivery(of: "p1").state == .sent)
            try await bench.expectBalance()
        },
        StoreContract("one outcome that comes too late does not keep the others from being written") { bench in
            try await bench.queue(3)
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(by: worker)
            try await bench.settle(Array(claimed.prefix(1)), by: worker)
            #expect(try await bench.settle(claimed, .failed("no such box"), by: worker) == 2)
            #expect(try await bench.counts() == [.sent: 1, .failed: 2])
        },
        StoreContract("a transition is written as it says") { bench in
            let later = bench.start + .seconds(90)
            let cases: [(Transition, DeliveryState, reason: String?, attempts: Int, due: Timestamp?)] = [
                (.sent(reference: "250 ok"), .sent, nil, 1, nil),
                (.failed("no such box"), .failed, "no such box", 1, nil),
                (.optedOut("STOP"), .failed, "STOP", 1, nil),
                (.held("no answer"), .held, "no answer", 1, nil),
                (.retry(at: later, "busy"), .queued, "busy", 1, later),
                (.snoozed(until: later, "quiet hours"), .queued, "quiet hours", 0, later),
                (.snoozed(until: later, nil), .queued, nil, 0, later),
            ]
            try await bench.queue(cases.count)
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(by: worker)
            let moment = bench.start + .seconds(5)
            for (item, expected) in zip(claimed, cases) {
                #expect(try await bench.settle([item], expected.0, by: worker, at: moment) == 1)
                let entry = try await bench.delivery(of: item.item.person.id.rawValue)
                #expect(entry.state == expected.1)
                #expect(entry.reason == expected.reason)
                #expect(entry.attempts == expected.attempts, "\(expected.0)")
                #expect(entry.due == expected.due)
                // Each commit bears a later time than the one before, by a millisecond where the clock stands still.
                #expect((moment...(moment + .milliseconds(9))).contains(entry.at))
                #expect(entry.reference == expected.0.reference)
            }
            try await bench.expectBalance()
        },
        StoreContract("only a retry counts as an attempt") { bench in
            try await bench.queue(1)
            let worker = try await bench.enlist()
            var attempts: [Int] = []
            for transition in [
                Transition.snoozed(until: bench.start, "quiet hours"), .retry(at: bench.start, "busy"),
                .snoozed(until: bench.start, nil), .retry(at: bench.start, "busy"), .failed("given up"),
            ] {
                let claimed = try await bench.claim(by: worker)
                attempts += claimed.map(\.item.attempt)
                try await bench.settle(claimed, transition, by: worker)
            }
            #expect(attempts == [1, 1, 2, 2, 3])
            #expect(try await bench.delivery(of: "p1").attempts == 3)
        },
        StoreContract("an opt-out at the carrier is written to the ledger of its own channel") { bench in
            try await bench.queue(1, [ScriptedDriver<MailChannel>(), ScriptedDriver<TextChannel>()])
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(TextChannel.self, by: worker)
            let moment = bench.start + .seconds(7)
            try await bench.settle(claimed, .optedOut("the subscriber said STOP"), by: worker, at: moment)
            let person = try #require(try await bench.store.person(PersonID(rawValue: "p1")))
            let last = try #require(person.1.last)
            #expect(last.change.channel == TextChannel.id)
            #expect(last.change.state == .withdrawn)
            #expect(last.change.at == moment)
            #expect(last.recordedAt == moment)
            #expect(try await bench.consent(of: person.0.id, MailChannel.id) == .granted)
            #expect(try await bench.store.verifyLedger() == 3)
        },
        StoreContract("an opt-out at the carrier concerns the number: everybody who bears it is withdrawn") { bench in
            let phone = PhoneNumber(stored: "+12125550142", line: .mobile)
            try await bench.add(
                try (1...3).map { number in
                    let consents: [ChannelID: ConsentState] =
                        number == 3 ? [:] : [TextChannel.id: .granted, MailChannel.id: .granted]
                    return try Samples.record(number, consents).with { $0.phone = phone }
                } + [try Samples.record(4, [TextChannel.id: .granted])]
            )
            try await bench.submit(Samples.call("hearing"), [ScriptedDriver<TextChannel>()])
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(TextChannel.self, by: worker)
            let stopped = try #require(claimed.first { $0.item.person.id.rawValue == "p1" })
            try await bench.settle([stopped], .optedOut("the subscriber said STOP"), by: worker)
            for person in ["p1", "p2", "p3"] {
                #expect(try await bench.consent(of: PersonID(rawValue: person), TextChannel.id) == .withdrawn)
            }
            #expect(try await bench.consent(of: PersonID(rawValue: "p4"), TextChannel.id) == .granted)
            #expect(try await bench.consent(of: PersonID(rawValue: "p2"), MailChannel.id) == .granted)
            let count = try await bench.store.verifyLedger()
            let other = try #require(claimed.first { $0.item.person.id.rawValue == "p4" })
            try await bench.settle([other], .optedOut("the subscriber said STOP"), by: worker)
            #expect(try await bench.store.verifyLedger() == count + 1)
        },
    ]
}
