import Calls
import Deliveries
import People
import Reviews
import Testing

extension StoreBench {
    /// Takes in one answer.
    func receive(_ answer: Answer, at now: Timestamp = Samples.start) async throws -> AnswerResult {
        try #require(try await store.receive([answer], now: now).first)
    }

    /// Sends one mail to each of so many people, and tells the deliveries in their order.
    func sent(_ count: Int, slug: String = "hearing", reference: String? = nil) async throws -> [DeliveryNumber] {
        try await queue(count, slug: slug)
        let worker = try await enlist()
        let claimed = try await claim(by: worker)
        try await settle(claimed, .sent(reference: reference), by: worker)
        return claimed.map(\.item.delivery).sorted()
    }
}

private let gone = ReceiptNews.bounced(Bounce(.hard, words: "550 5.1.1 no such user"))
private let full = ReceiptNews.bounced(Bounce(.soft, words: "452 4.2.2 mailbox full"))

extension StoreContract {
    /// News about messages: in any order, twice, late, and never a step back.
    static let receipts: [StoreContract] = [
        StoreContract("reports go up the ladder in any order and as often as they come") { bench in
            let deliveries = try await bench.sent(4)
            let orders: [[ReceiptNews]] = [
                [.delivered], [gone, .delivered], [.delivered, gone], [gone, gone, .delivered],
            ]
            let ends: [DeliveryState] = [.delivered, .bounced, .bounced, .bounced]
            for (index, order) in orders.enumerated() {
                for news in order + order {
                    _ = try await bench.receive(Samples.receipt(.delivery(deliveries[index]), news))
                    try await bench.expectBalance()
                }
                #expect(try await bench.delivery(of: "p\(index + 1)").state == ends[index])
            }
            #expect(try await bench.delivery(of: "p2").reason == "550 5.1.1 no such user")
        },
        StoreContract("a report that comes before the outcome waits for it") { bench in
            try await bench.queue(3)
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(by: worker)
            let deliveries = claimed.map(\.item.delivery).sorted()
            let early: [(Int, ReceiptNews)] = [(0, .delivered), (1, gone), (1, .delivered), (2, .delivered)]
            for (index, news) in early {
                _ = try await bench.receive(Samples.receipt(.delivery(deliveries[index]), news))
            }
            #expect(try await bench.counts() == [.sending: 3])
            try await bench.settle(claimed.filter { $0.item.delivery != deliveries[2] }, by: worker)
            #expect(try await bench.counts() == [.delivered: 1, .bounced: 1, .sending: 1])
            // The worker dies before it can tell: what has arrived is neither held nor sent again.
            try await bench.store.discharge(worker)
            _ = try await bench.rescue()
            #expect(try await bench.counts() == [.delivered: 2, .bounced: 1])
            try await bench.expectBalance()
        },
        StoreContract("what has arrived is not tried again; what was put back by hand is not touched") { bench in
            try await bench.queue(2)
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(by: worker)
            let deliveries = claimed.map(\.item.delivery).sorted()
            try await bench.settle(claimed, .retry(at: bench.start + .seconds(60), "no answer"), by: worker)
            _ = try await bench.receive(Samples.receipt(.delivery(deliveries[0]), .delivered))
            let bounced = Samples.receipt(.delivery(deliveries[1]), full, id: "a")
            _ = try await bench.receive(bounced)
            #expect(try await bench.counts() == [.delivered: 1, .bounced: 1])
            #expect(try await bench.store.requeue("hearing", from: .bounced, now: bench.start) == 1)
            #expect(try await bench.receive(bounced) == .nothingNew)
            _ = try await bench.receive(Samples.receipt(.delivery(deliveries[1]), full, id: "b"))
            #expect(try await bench.counts() == [.delivered: 1, .queued: 1])
            try await bench.expectBalance()
        },
        StoreContract("a hard bounce strikes out the address for everybody who bears it, and them alone") { bench in
            let deliveries = try await bench.sent(2)
            let shared = try EmailAddress("person1@example.org")
            try await bench.add([try Samples.record(3).with { $0.email = shared }])
            let answer = Samples.receipt(.delivery(deliveries[0]), gone)
            #expect(try await bench.receive(answer) == .noted(.bounced, isStruckOut: true))
            try await bench.add([try Samples.record(4).with { $0.email = shared }])
            let plan = try await bench.submit(Samples.call("second"))
            #expect(plan.channels.first?.skip == [.suppressed: 3])
            #expect(plan.channels.first?.send == 1)
            // A mended address is free again.
            let mended = try EmailAddress("mended@example.org")
            try await bench.add([try Samples.record(1).with { $0.email = mended }])
            #expect(try await bench.submit(Samples.call("third")).channels.first?.skip == [.suppressed: 2])
        },
        StoreContract("an address struck out between submitting and claiming is not used") { bench in
            try await bench.queue(1)
            _ = try await bench.receive(Samples.receipt(.address("person1@example.org"), gone))
            #expect(try await bench.claim(by: bench.enlist()).isEmpty)
            #expect(try await bench.delivery(of: "p1").reason == "suppressed")
            try await bench.expectBalance()
        },
        StoreContract(
            "three messages that came back softly within thirty days strike out an address, one report twice does not"
        ) { bench in
            var results: [AnswerResult] = []
            for (index, day) in [0, 1, 40, 41, 42].enumerated() {
                let delivery = try await bench.sent(1, slug: "call-\(index)")[0]
                let now = bench.start + .seconds(day * 86_400)
                let answer = Samples.receipt(.delivery(delivery), full)
                results.append(try await bench.receive(answer, at: now))
                #expect(try await bench.receive(answer, at: now) == .nothingNew)
            }
            #expect(
                results == Array(repeating: .noted(.bounced, isStruckOut: false), count: 4) + [
                    .noted(.bounced, isStruckOut: true)
                ]
            )
        },
        StoreContract("a report about another address than the person's is counted, but proves nothing about this one")
        { bench in
            let delivery = try await bench.sent(1)[0]
            let bounce = Bounce(.hard, words: "gone", addresses: ["before@example.org"])
            let answer = Samples.receipt(.delivery(delivery), .bounced(bounce))
            #expect(try await bench.receive(answer) == .noted(.bounced, isStruckOut: false))
            #expect(try await bench.submit(Samples.call("second")).channels.first?.send == 1)
        },
        StoreContract("an organizer takes back that messages came back, with a reason, but no STOP") { bench in
            let delivery = try await bench.sent(1)[0]
            let person = PersonID(rawValue: "p1")
            _ = try await bench.receive(Samples.receipt(.delivery(delivery), gone))
            let found = try await bench.store.suppressions()
            #expect(found.map(\.reason) == [.hardBounce])
            #expect(found.map(\.people) == [[person]])
            let lift = { (person: PersonID) in
                try await bench.store.lift([.mailbox], of: person, because: "they called", now: bench.start)
            }
            #expect(try await lift(PersonID(rawValue: "nobody")) == nil)
            #expect(try await lift(person) == 1)
            #expect(try await lift(person) == 0)
            #expect(try await bench.store.suppressions().isEmpty)
            #expect(try await bench.submit(Samples.call("second")).channels.first?.send == 1)
            _ = try await bench.receive(Samples.reply("STOP", from: "+12125550101"))
            #expect(
                try await bench.store.lift([.textPhone], of: person, because: "no", now: bench.start) == 0
            )
            #expect(try await bench.store.suppressions().map(\.reason) == [.stop])
        },
        StoreContract("a complaint opts out of the channel, in the ledger, with what was said") { bench in
            let delivery = try await bench.sent(1)[0]
            try await bench.submit(Samples.call("second"))
            let answer = Samples.receipt(.delivery(delivery), .complained("abuse"))
            #expect(try await bench.receive(answer) == .optedOut(.english))
            #expect(try await bench.receive(answer) == .nothingNew)
            let last = try #require(try await bench.store.person(PersonID(rawValue: "p1"))?.1.last)
            #expect(last.change.state == .withdrawn)
            #expect(last.change.wording == "abuse")
            #expect(last.recordedBy == "complaint")
            #expect(try await bench.counts("second") == [.cancelled: 1])
            #expect(try await bench.delivery(of: "p1").state == .sent)
            #expect(try await bench.store.verifyLedger() == 2)
            try await bench.expectBalance()
        },
        StoreContract(
            "a report finds its message by number, by the channel's own id or by address, on its channel only"
        ) { bench in
            let delivery = try await bench.sent(1, reference: "SM1")[0]
            #expect(try await bench.receive(Samples.receipt(.reference("SM2"), .delivered)) == .unknown)
            let elsewhere = Samples.receipt(.delivery(delivery), .delivered, on: TextChannel.self)
            #expect(try await bench.receive(elsewhere) == .unknown)
            let missing = DeliveryNumber(rawValue: delivery.rawValue + 1)
            #expect(try await bench.receive(Samples.receipt(.delivery(missing), .delivered)) == .unknown)
            #expect(try await bench.receive(Samples.receipt(.address("nobody@example.org"), .delivered)) == .unknown)
            let found = Samples.receipt(.reference("SM1"), .delivered)
            #expect(try await bench.receive(found) == .noted(.delivered, isStruckOut: false))
            let again = Samples.receipt(.address("person1@example.org"), gone)
            #expect(try await bench.receive(again) == .noted(.bounced, isStruckOut: true))
        },
        StoreContract("news about a test to oneself touches no delivery and no address, though both go to the same") {
            bench in
            let delivery = try await bench.sent(1)[0]
            let test = Receipt.Trace.delivery(.forTest())
            for news in [gone, full, .delivered, .complained("abuse"), .optedOut("unsubscribe")] {
                let answer = Samples.receipt(test, or: .address("person1@example.org"), news)
                #expect(try await bench.receive(answer) == .nothingNew)
            }
            #expect(try await bench.delivery(of: "p1").state == .sent)
            #expect(try await bench.store.suppressions().isEmpty)
            #expect(try await bench.consent(of: PersonID(rawValue: "p1"), MailChannel.id) == .granted)
            // A number that names nothing else leaves the address to tell.
            let missing = Receipt.Trace.delivery(DeliveryNumber(rawValue: delivery.rawValue + 1))
            let answer = Samples.receipt(missing, or: .address("person1@example.org"), .delivered)
            #expect(try await bench.receive(answer) == .noted(.delivered, isStruckOut: false))
        },
    ]
}
