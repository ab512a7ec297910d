import Calls
import Deliveries
import People
import Reviews
import Testing

extension StoreBench {
    /// What a plan would be now.
    func plan(
        _ call: Call = Samples.call("hearing"),
        _ drivers: [any ChannelDriver] = [ScriptedDriver<MailChannel>()],
        at now: Timestamp = Samples.start
    ) async throws -> Plan {
        try await store.plan(Samples.planning(call, drivers), now: now)
    }
}

extension StoreContract {
    /// A plan writes nothing, and its hash moves exactly when what it covers moves.
    static let planning: [StoreContract] = [
        StoreContract("a plan writes nothing and says what submitting then does") { bench in
            try await bench.addPeople(3)
            try await bench.withdraw("p2")
            let plan = try await bench.plan()
            #expect(try await bench.store.statuses(now: bench.start).isEmpty)
            #expect(try await bench.log().isEmpty)
            #expect(try await bench.submit(Samples.call("hearing")) == plan)
            #expect(plan.audience == 3)
            #expect(plan.channels.first?.send == 2)
            #expect(plan.channels.first?.forecast.figures.map(\.value) == [.number(2)])
        },
        StoreContract("the audience is whom the tags select, however they are written") { bench in
            let tags: [[String]?] = [["tenant"], ["tenant", "board"], ["owner"], nil]
            try await bench.add(
                try tags.enumerated().map { index, tags in try Samples.record(index + 1).with { $0.tags = tags } }
            )
            let call = Samples.call("hearing", audience: AudienceRule(tags: ["Tenant"], except: ["BOARD"]))
            #expect(try await bench.submit(call).audience == 1)
            #expect(try await bench.log().map(\.person.rawValue) == ["p1"])
            #expect(try await bench.plan().audience == 4)
        },
        StoreContract("the hash stays while nothing moves that the call is about") { bench in
            try await bench.addPeople(2)
            let call = Samples.call("hearing", words: "Dear {{first_name}}", audience: AudienceRule(except: ["board"]))
            let hash = try await bench.plan(call).hash
            #expect(hash.utf8.count == 16)
            try await bench.add([
                try Samples.record(3).with { $0.tags = ["board"] },
                try Samples.record(1, [:]).with { $0.attributes = ["shoe_size": "43"] },
                try Samples.record(2, [TextChannel.id: .granted]).with { $0.language = "es" },
            ])
            #expect(try await bench.plan(call, at: bench.start + .seconds(86_400)).hash == hash)
        },
        StoreContract("the hash moves with names, addresses, consent, audience, words, channels and the end") { bench in
            try await bench.addPeople(2)
            let end = bench.start + .seconds(600)
            func call(_ words: String = "Dear {{first_name}}") -> Call {
                Samples.call("hearing", words: words, expiresAt: end)
            }
            var last = try await bench.plan(call()).hash
            func expectMove(_ what: String, _ hash: String) {
                #expect(hash != last, "\(what)")
                last = hash
            }
            expectMove("words", try await bench.plan(call("Hello {{first_name}}")).hash)
            let both: [any ChannelDriver] = [ScriptedDriver<MailChannel>(), ScriptedDriver<TextChannel>()]
            expectMove("channels", try await bench.plan(call(), both).hash)
            expectMove("end", try await bench.plan(call(), at: end).hash)
            try await bench.add([try Samples.record(1, [:]).with { $0.givenName = "Grace" }])
            expectMove("name", try await bench.plan(call()).hash)
            let address = try EmailAddress("moved@example.org")
            try await bench.add([try Samples.record(1, [:]).with { $0.email = address }])
            expectMove("address", try await bench.plan(call()).hash)
            try await bench.add([try Samples.record(3)])
            expectMove("audience", try await bench.plan(call()).hash)
            try await bench.withdraw("p3")
            expectMove("consent", try await bench.plan(call()).hash)
            _ = try await bench.store.forget(PersonID(rawValue: "p3"), now: bench.start)
            expectMove("forgetting", try await bench.plan(call()).hash)
        },
        StoreContract("a door that moves, moves the hash") { bench in
            try await bench.addPeople(1, on: [SheetChannel.id])
            let hash = try await bench.plan(Samples.call("hearing"), [ScriptedDriver<SheetChannel>()]).hash
            let door = try Door(street: "99 Elm St", locality: "Springfield", region: "IL", postalCode: "62701")
            try await bench.add([try Samples.record(1, [:]).with { $0.door = door }])
            #expect(try await bench.plan(Samples.call("hearing"), [ScriptedDriver<SheetChannel>()]).hash != hash)
        },
        StoreContract("a plan names the holes that words would have") { bench in
            try await bench.add([
                try Samples.record(1).with { $0.attributes = ["pet": "a cat"] }, try Samples.record(2),
                try Samples.record(3, [:]),
            ])
            let plan = try await bench.plan(Samples.call("hearing", words: "{{first_name}} and {{pet}}, {{title}}"))
            let holes = plan.channels.first?.holes ?? []
            #expect(holes.map(\.field) == ["pet"])
            #expect(holes.map(\.count) == [1])
            #expect(holes.first?.people == [PersonID(rawValue: "p2")])
        },
        StoreContract("a field that nobody has is a fault with its line and a guess") { bench in
            try await bench.addPeople(1)
            let call = Samples.call("hearing", words: "Hello\n{{frist_name}}")
            let error = await #expect(throws: WordsError.self) { try await bench.plan(call) }
            #expect(error?.faults.map(\.line) == [2])
            #expect(error?.description.contains("first_name") == true)
        },
    ]
}
