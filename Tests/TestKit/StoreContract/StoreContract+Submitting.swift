import Calls
import Deliveries
import People
import Reviews
import Testing

extension StoreContract {
    /// A call is written whole, once, or not at all.
    static let submitting: [StoreContract] = [
        StoreContract("submitting the same file again adds nothing, even when the audience has grown") { bench in
            let plan = try await bench.queue(2)
            try await bench.add([try Samples.record(3)])
            let again = try await bench.store.submit(
                Samples.planning(Samples.call("hearing")),
                agreed: nil,
                now: bench.start + .seconds(60)
            )
            #expect(again == .alreadySubmitted(at: bench.start, hash: plan.hash, audience: 2))
            #expect(try await bench.log().count == 2)
            try await bench.expectBalance()
        },
        StoreContract("other words under the same name are refused") { bench in
            try await bench.queue(1)
            let other = Samples.planning(Samples.call("hearing", words: "Other words."))
            await #expect(throws: SubmitError.otherWords(slug: "hearing", at: bench.start)) {
                try await bench.store.submit(other, agreed: nil, now: bench.start)
            }
            #expect(try await bench.log().count == 1)
        },
        StoreContract("the plan that was agreed to is submitted") { bench in
            try await bench.addPeople(2)
            let planning = Samples.planning(Samples.call("hearing"))
            let plan = try await bench.store.plan(planning, now: bench.start)
            let submission = try await bench.store.submit(planning, agreed: plan.hash, now: bench.start)
            #expect(submission == .queued(plan))
        },
        StoreContract("a plan that has moved is refused, and nothing is written") { bench in
            try await bench.addPeople(2)
            let planning = Samples.planning(Samples.call("hearing"))
            let agreed = try await bench.store.plan(planning, now: bench.start).hash
            try await bench.add([try Samples.record(3)])
            let now = try await bench.store.plan(planning, now: bench.start).hash
            await #expect(throws: SubmitError.moved(agreed: agreed, now: now)) {
                try await bench.store.submit(planning, agreed: agreed, now: bench.start)
            }
            try await bench.expectNothingWritten()
            #expect(try await bench.submit(Samples.call("hearing")).hash == now)
        },
        StoreContract("a plan with faults is refused, and nothing is written") { bench in
            try await bench.addPeople(2)
            let drivers: [any ChannelDriver] = [
                ScriptedDriver<MailChannel>(), ScriptedDriver<TextChannel>(faults: ["too long"]),
            ]
            await #expect(throws: SubmitError.faults(["sms: too long"])) {
                try await bench.submit(Samples.call("hearing"), drivers)
            }
            try await bench.expectNothingWritten()
        },
        StoreContract("words that name an unknown field are refused, and nothing is written") { bench in
            try await bench.addPeople(2)
            await #expect(throws: WordsError.self) {
                try await bench.submit(Samples.call("hearing", words: "{{nobody_has_this}}"))
            }
            try await bench.expectNothingWritten()
        },
        StoreContract("ten who submit at once make one call") { bench in
            try await bench.addPeople(5)
            let stores = [bench.store, try await bench.another()]
            let planning = Samples.planning(Samples.call("hearing"))
            let queued = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<10 {
                    group.addTask {
                        let submission = try await stores[number % 2].submit(planning, agreed: nil, now: bench.start)
                        if case .queued = submission { return true }
                        return false
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(queued == 1)
            #expect(try await bench.log().count == 5)
        },
        StoreContract("an audience of nobody is a call all the same") { bench in
            let plan = try await bench.submit(Samples.call("hearing"))
            #expect(plan.audience == 0)
            #expect(try await bench.status().course == .finished)
            try await bench.expectBalance()
        },
        StoreContract("a worker reads the call as it was submitted") { bench in
            let call = Samples.call("hearing", words: "¿Vienes? 🏠", goal: 12, expiresAt: bench.start + .seconds(5))
            try await bench.addPeople(1)
            try await bench.submit(call)
            let number = try #require(try await bench.claim(by: bench.enlist()).first?.call)
            #expect(try await bench.store.content(ofCall: number) == call)
            #expect(try await bench.store.content(ofCall: number + 1) == nil)
        },
    ]
}

extension StoreBench {
    func expectNothingWritten() async throws {
        #expect(try await store.statuses(now: start).isEmpty)
        #expect(try await log().isEmpty)
        try await expectBalance()
    }
}
