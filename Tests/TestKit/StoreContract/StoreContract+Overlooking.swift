import Calls
import Deliveries
import People
import Reviews
import Testing

extension StoreContract {
    /// What the review pages look at.
    static let overlooking: [StoreContract] = [
        StoreContract("a timeline counts what went out and what was done, step by step") { bench in
            try await bench.queue(4)
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(by: worker)
            try await bench.settle(Array(claimed[0..<2]), by: worker, at: bench.start)
            try await bench.settle([claimed[2]], by: worker, at: bench.start + .seconds(1_800))
            try await bench.settle([claimed[3]], .failed("refused"), by: worker, at: bench.start + .seconds(9_000))
            try await bench.complete("hearing", "p1", at: bench.start + .seconds(3_600))
            let line = try #require(try await bench.store.timeline(of: "hearing", offset: .zero))
            #expect(line.sent.reduce(0, +) == 3)
            #expect(line.done.reduce(0, +) == 1)
            #expect(line.sent.first == 2)
            #expect(line.done.last == 1)
            #expect(line.sent.count == line.done.count && line.sent.count <= Timeline.mostSteps)
            #expect(line.start <= bench.start && line.start + line.step > bench.start)
            #expect(try await bench.store.timeline(of: "nothing", offset: .zero) == nil)
        },
        StoreContract("a timeline of a call that nothing came of is empty and whole") { bench in
            try await bench.submit(Samples.call("hearing"))
            let line = try #require(try await bench.store.timeline(of: "hearing", offset: .seconds(-18_000)))
            #expect(line.sent == [0] && line.done == [0])
        },
        StoreContract("reasons are counted by channel and state, the most frequent first") { bench in
            try await bench.queue(4)
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(by: worker)
            try await bench.settle(Array(claimed[0..<2]), .failed("the mailbox is full"), by: worker)
            try await bench.settle([claimed[2]], .held("no answer"), by: worker)
            try await bench.settle([claimed[3]], by: worker)
            let reasons = try await bench.store.reasons(of: "hearing")
            #expect(
                reasons == [
                    ReasonCount(channel: MailChannel.id, state: .failed, reason: "the mailbox is full", count: 2),
                    ReasonCount(channel: MailChannel.id, state: .held, reason: "no answer", count: 1),
                ]
            )
            try await bench.add([try Samples.record(5, [:])])
            try await bench.submit(Samples.call("rally"))
            let silent = try await bench.store.reasons(of: "rally").first { $0.state == .skipped }
            #expect(silent?.reason == SkipReason.noConsent.rawValue && silent?.count == 1)
            #expect(try await bench.store.reasons(of: "nothing").isEmpty)
        },
        StoreContract("people are found by id, mailbox, phone and parts of their names") { bench in
            try await bench.add([
                try Samples.record(1).with {
                    $0.givenName = "Ángela"
                    $0.familyName = "O'Neil-Sample"
                },
                try Samples.record(2).with { $0.givenName = "100%_\\sure" },
                try Samples.record(3).with { $0.givenName = "Bo" },
                try Samples.record(4).with {
                    // As some systems write what others write in one sign.
                    $0.givenName = "Jose\u{301}"
                    $0.familyName = "Łukasz Сергей Ёлкин"
                },
            ])
            let first = try #require(try await bench.store.person(PersonID(rawValue: "p1"))?.0)
            func found(_ text: String) async throws -> [String] {
                guard let search = PeopleSearch(text, region: "US") else { return [] }
                return try await bench.store.people(search, atMost: 10).map(\.id.rawValue)
            }
            let typed = [
                "p1", "ángela", "ÁNGELA", "ela o'neil", "sample ÁNG", "  Ángela  ", "angela", "Ängela", "ANGE",
            ]
            for text in typed {
                #expect(try await found(text) == ["p1"], "\(text)")
            }
            let spellings = ["jose", "JOSÉ", "Jose\u{301}", "josé łuk", "lukasz", "ŁUKASZ"]
            for text in spellings + ["сергеи", "СЕРГЕЙ", "ёлк", "Елкин"] {
                #expect(try await found(text) == ["p4"], "\(text)")
            }
            #expect(try await found(first.email?.exact.uppercased() ?? "") == ["p1"])
            #expect(try await found(first.phone?.exact ?? "") == ["p1"])
            #expect(try await found("%") == ["p2"])
            #expect(try await found("0%_\\s") == ["p2"])
            #expect(try await found("_") == ["p2"])
            #expect(try await found("nobody") == [])
            #expect(try await found("' OR 1=1 --") == [])
            let everybody = try #require(PeopleSearch("a", region: "US"))
            #expect(try await bench.store.people(everybody, atMost: 1).count == 1)
            #expect(PeopleSearch("  ", region: "US") == nil)
            #expect(PeopleSearch("a\0b", region: "US") == nil)
            #expect(try await bench.store.forget(PersonID(rawValue: "p1"), now: bench.start))
            #expect(try await found("p1") == [])
        },
    ]
}
