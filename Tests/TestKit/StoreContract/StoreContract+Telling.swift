import Calls
import Deliveries
import People
import Reviews
import Testing

/// What other programs are told.
extension StoreContract {
    private static let all = WebhookListener(name: "all", events: Set(WebhookEvent.allCases))
    private static let some = WebhookListener(name: "some", events: [.completion])

    static let telling: [StoreContract] = [
        StoreContract("what happens is told to those who listen, with ids and nothing else") { bench in
            try await bench.queue(3)
            try await bench.store.listen([all, some], now: bench.start)
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(by: worker)
            try await bench.settle([claimed[0]], .failed("no such user"), by: worker)
            try await bench.settle([claimed[1]], .sent(reference: "r1"), by: worker)
            let bounce = Samples.receipt(.reference("r1"), .bounced(Bounce(.hard, words: "gone")))
            _ = try await bench.store.receive([bounce], now: bench.start)
            try await bench.complete("hearing", "p3", via: "phone")
            try await bench.withdraw("p3")
            let told = try await bench.store.webhookMessages(for: "all", atMost: 9, now: bench.start)
            let words = told.map { "\($0.event.rawValue) \($0.call ?? "-") \($0.person?.rawValue ?? "-")" }
            #expect(
                words == [
                    "delivery.failed hearing \(claimed[0].item.person.id)",
                    "delivery.bounced hearing \(claimed[1].item.person.id)",
                    "completion hearing p3", "consent.withdrawn - p3",
                ]
            )
            try #require(told.count == 4)
            #expect(told.map(\.detail) == ["no such user", told[1].detail, "phone", nil])
            #expect(told[3].channel == MailChannel.id && told[3].at == bench.start)
            let own = try await bench.store.webhookMessages(for: "some", atMost: 9, now: bench.start)
            #expect(own.map(\.event) == [.completion])
            #expect(Set((told + own).map(\.id)).count == 5)
        },
        StoreContract("a message is told by one, again after a while, and no more once it was taken") { bench in
            try await bench.queue(2)
            try await bench.store.listen([some], now: bench.start)
            try await bench.complete("hearing", "p1")
            try await bench.complete("hearing", "p2")
            let store = bench.store
            let first = try await store.webhookMessages(for: "some", atMost: 1, now: bench.start)
            let second = try await store.webhookMessages(for: "some", atMost: 9, now: bench.start)
            #expect(first.map(\.person?.rawValue) == ["p1"] && second.map(\.person?.rawValue) == ["p2"])
            #expect(try await store.webhookMessages(for: "some", atMost: 9, now: bench.start).isEmpty)
            // Whoever took the first one died; the second one was not taken.
            try await store.settleWebhook(second[0].number, .later(bench.start + .seconds(5)), now: bench.start)
            let later = bench.start + WebhookRule.lease
            let again = try await store.webhookMessages(for: "some", atMost: 9, now: later)
            #expect(Set(again.map(\.id)) == Set((first + second).map(\.id)))
            #expect(again.map(\.attempts).sorted() == [0, 1])
            for message in again {
                try await store.settleWebhook(message.number, message.attempts == 0 ? .taken : .givenUp, now: later)
            }
            let standing = WebhookStanding(listener: "some", waiting: 0, late: 0, givenUp: 1)
            #expect(try await store.webhookStandings() == [standing])
            #expect(try await store.webhookMessages(for: "some", atMost: 9, now: later + .seconds(9_999)).isEmpty)
            #expect(try await store.retryWebhooks(now: later) == 1)
            let third = try await store.webhookMessages(for: "some", atMost: 9, now: later)
            #expect(third.map(\.id) == second.map(\.id) && third.first?.attempts == 0)
        },
        StoreContract("two who tell at once never tell the same") { bench in
            try await bench.queue(40)
            try await bench.store.listen([some], now: bench.start)
            for number in 1...40 { try await bench.complete("hearing", "p\(number)") }
            let other = try await bench.another()
            async let one = bench.store.webhookMessages(for: "some", atMost: 20, now: bench.start)
            async let two = other.webhookMessages(for: "some", atMost: 20, now: bench.start)
            var told = try await one + two
            told += try await bench.store.webhookMessages(for: "some", atMost: 40, now: bench.start)
            #expect(told.count == 40 && Set(told.map(\.id)).count == 40)
        },
        StoreContract("a call that finishes is told once, and again when it went on and finished again") { bench in
            try await bench.queue(1)
            try await bench.store.listen([all], now: bench.start)
            func finished() async throws -> Int {
                try await bench.store.noteFinishedCalls(now: bench.start)
                let told = try await bench.store.webhookMessages(for: "all", atMost: 9, now: bench.start)
                for message in told { try await bench.store.settleWebhook(message.number, .taken, now: bench.start) }
                return told.count { $0.event == .callFinished && $0.call == "hearing" }
            }
            let worker = try await bench.enlist()
            #expect(try await finished() == 0)
            let claimed = try await bench.claim(by: worker)
            #expect(try await finished() == 0)
            try await bench.settle(claimed, .failed("full"), by: worker)
            #expect(try await finished() == 1)
            #expect(try await finished() == 0)
            _ = try await bench.store.requeue("hearing", from: .failed, now: bench.start)
            #expect(try await finished() == 0)
            try await bench.settle(try await bench.claim(by: worker), by: worker)
            #expect(try await finished() == 1)
        },
        StoreContract("nobody is told of what happened before they listened, nor after") { bench in
            try await bench.queue(2)
            let worker = try await bench.enlist()
            try await bench.settle(try await bench.claim(by: worker), by: worker)
            try await bench.complete("hearing", "p1")
            try await bench.store.listen([all], now: bench.start)
            try await bench.store.noteFinishedCalls(now: bench.start)
            #expect(try await bench.store.webhookMessages(for: "all", atMost: 9, now: bench.start).isEmpty)
            try await bench.complete("hearing", "p2")
            try await bench.store.listen([all], now: bench.start)
            #expect(try await bench.store.webhookStandings().first?.waiting == 1)
            try await bench.store.listen([some], now: bench.start)
            #expect(try await bench.store.webhookMessages(for: "all", atMost: 9, now: bench.start).isEmpty)
            try await bench.store.listen([], now: bench.start)
            #expect(try await bench.store.webhookStandings().isEmpty)
        },
    ]
}
