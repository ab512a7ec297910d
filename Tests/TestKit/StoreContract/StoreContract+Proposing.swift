import Calls
import Deliveries
import Testing

extension StoreContract {
    /// A call that waits for a second person is queued by another than who handed it in, or not at all.
    static let proposing: [StoreContract] = [
        StoreContract("a second person's approval queues just what was handed in, and says who they were") { bench in
            try await bench.addPeople(2)
            let planning = Samples.planning(Samples.call("hearing"))
            let (number, hash) = try await handIn(planning, bench)
            #expect(try await bench.store.openProposals().map(\.number) == [number])
            try await bench.expectNothingWritten()
            let submission = try await bench.store.approve(number, by: "ben", planning, now: bench.start + .seconds(9))
            guard case .queued(let plan) = submission else { throw Unexpected(what: "\(submission)") }
            #expect(plan.hash == hash)
            let approval = try #require(try await bench.store.approval(ofCall: "hearing"))
            #expect(approval.handedIn == Proposal.Act(by: "ana", at: bench.start))
            #expect(approval.decided == Proposal.Act(by: "ben", at: bench.start + .seconds(9)))
            #expect(try await bench.store.proposal(number) == approval)
            #expect(try await bench.store.openProposals().isEmpty)
            try await bench.expectBalance()
        },
        StoreContract("nobody approves what they handed in") { bench in
            try await bench.addPeople(1)
            let planning = Samples.planning(Samples.call("hearing"))
            let (number, _) = try await handIn(planning, bench)
            await #expect(throws: ProposalError.ownProposal) {
                try await bench.store.approve(number, by: "ana", planning, now: bench.start)
            }
            try await bench.expectNothingWritten()
            #expect(try await bench.store.proposal(number)?.state == .open)
        },
        StoreContract("a plan that has changed since it was handed in is not approved") { bench in
            try await bench.addPeople(1)
            let planning = Samples.planning(Samples.call("hearing"))
            let (number, hash) = try await handIn(planning, bench)
            try await bench.add([try Samples.record(2)])
            let now = try await bench.store.plan(planning, now: bench.start).hash
            await #expect(throws: SubmitError.moved(agreed: hash, now: now)) {
                try await bench.store.approve(number, by: "ben", planning, now: bench.start)
            }
            try await bench.expectNothingWritten()
            #expect(try await bench.store.approval(ofCall: "hearing") == nil)
            let again = try await handIn(planning, bench).number
            #expect(try await bench.store.proposal(number)?.state == .replaced)
            guard case .queued = try await bench.store.approve(again, by: "ben", planning, now: bench.start) else {
                throw Unexpected(what: "it was queued before")
            }
        },
        StoreContract("another file than the one that was handed in is not approved") { bench in
            try await bench.addPeople(1)
            let (number, _) = try await handIn(Samples.planning(Samples.call("hearing")), bench)
            let other = Samples.planning(Samples.call("hearing", words: "Other words."))
            await #expect(throws: SubmitError.self) {
                try await bench.store.approve(number, by: "ben", other, now: bench.start)
            }
            try await bench.expectNothingWritten()
        },
        StoreContract("what was declined or is not there cannot be approved") { bench in
            try await bench.addPeople(1)
            let planning = Samples.planning(Samples.call("hearing"))
            let (number, _) = try await handIn(planning, bench)
            #expect(try await bench.store.decline(number, by: "ben", now: bench.start))
            #expect(try await bench.store.decline(number, by: "ben", now: bench.start) == false)
            #expect(try await bench.store.proposal(number)?.decided?.by == "ben")
            await #expect(throws: ProposalError.decided) {
                try await bench.store.approve(number, by: "cleo", planning, now: bench.start)
            }
            await #expect(throws: ProposalError.missing) {
                try await bench.store.approve(number + 1, by: "cleo", planning, now: bench.start)
            }
            try await bench.expectNothingWritten()
        },
        StoreContract("a call that was queued meanwhile replaces its proposal") { bench in
            try await bench.addPeople(1)
            let planning = Samples.planning(Samples.call("hearing"))
            let (number, hash) = try await handIn(planning, bench)
            try await bench.submit(Samples.call("hearing"))
            let submission = try await bench.store.approve(number, by: "ben", planning, now: bench.start)
            #expect(submission == .alreadySubmitted(at: bench.start, hash: hash, audience: 1))
            #expect(try await bench.store.proposal(number)?.state == .replaced)
            #expect(try await bench.store.approval(ofCall: "hearing") == nil)
        },
        StoreContract("of two who approve at once, one does") { bench in
            try await bench.addPeople(2)
            let planning = Samples.planning(Samples.call("hearing"))
            let (number, _) = try await handIn(planning, bench)
            let other = try await bench.another()
            async let one = verdict { try await bench.store.approve(number, by: "ben", planning, now: bench.start) }
            async let two = verdict { try await other.approve(number, by: "cleo", planning, now: bench.start) }
            #expect(try await [one, two].count { $0 } == 1)
            try await bench.expectBalance()
        },
        StoreContract("two who hand in under one name at once leave one that is open") { bench in
            try await bench.addPeople(1)
            let planning = Samples.planning(Samples.call("hearing"))
            let other = try await bench.another()
            async let one = handIn(planning, bench).number
            async let two = handIn(planning, StoreBench(other, another: bench.another)).number
            let numbers = try await [one, two]
            #expect(Set(numbers).count == 2)
            #expect(try await bench.store.openProposals().count == 1)
        },
    ]

    private static func verdict(_ approve: () async throws -> Submission) async throws -> Bool {
        do {
            guard case .queued = try await approve() else { return false }
            return true
        } catch ProposalError.decided {
            return false
        }
    }

    private static func handIn(_ planning: Planning, _ bench: StoreBench) async throws -> (number: Int64, hash: String)
    {
        let call = planning.briefing.call
        let plan = try await bench.store.plan(planning, now: bench.start)
        let draft = Proposal.Draft(
            slug: call.slug,
            title: call.title,
            fileName: "hearing.md",
            source: call.source,
            hash: plan.hash
        )
        let number = try await bench.store.propose(draft, by: "ana", now: bench.start)
        #expect(try await bench.store.proposal(number)?.draft == draft)
        return (number, plan.hash)
    }
}
