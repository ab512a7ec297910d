import Calls
import Deliveries
import People
import TestKit
import Testing

/// The fan-out as a pure fold, without a store.
struct PlannerTests {
    private func candidate(
        _ number: Int,
        consent: [ConsentState?] = [.granted],
        address: Reachability = .reachable,
        change: (inout Person) -> Void = { _ in }
    ) throws -> Candidate {
        var person = try Samples.person(number)
        change(&person)
        let facts = consent.map {
            Candidate.Facts(gate: GateFacts(consent: $0, address: address), isFirst: true)
        }
        return Candidate(number: Int64(number), person: person, facts: facts)
    }

    private func planner(
        _ words: String = "Come.",
        _ drivers: [any ChannelDriver] = [ScriptedDriver<MailChannel>()]
    ) throws -> Planner {
        try Samples.planning(Samples.call("hearing", words: words), drivers).begin(attributes: nil)
    }

    @Test func everybodyIsDecidedOnceForEveryChannel() throws {
        var planner = try planner("Come.", [ScriptedDriver<MailChannel>(), ScriptedDriver<TextChannel>()])
        #expect(planner.decide(try candidate(1, consent: [.granted, nil])) == [nil, .noConsent])
        #expect(planner.decide(try candidate(2, consent: [.withdrawn, .granted])) == [.consentWithdrawn, nil])
        #expect(
            planner.decide(try candidate(3, consent: [.granted, .granted], address: .taken)) == [
                .duplicateAddress, .duplicateAddress,
            ]
        )
        let plan = planner.plan()
        #expect(plan.audience == 3)
        #expect(plan.channels.map(\.id) == [MailChannel.id, TextChannel.id])
        #expect(plan.channels.map(\.send) == [1, 1])
        for channel in plan.channels { #expect(channel.send + channel.skip.values.reduce(0, +) == plan.audience) }
    }

    @Test func aPlanCanBeReadHalfWay() throws {
        var planner = try planner()
        _ = planner.decide(try candidate(1))
        let half = planner.plan()
        #expect(planner.plan() == half)
        _ = planner.decide(try candidate(2))
        #expect(planner.plan().hash != half.hash)
    }

    @Test func aCallThatWouldGoToNobodySaysSo() throws {
        var planner = try planner()
        #expect(planner.plan().warnings.first?.hasPrefix("nobody is in the audience") == true)
        _ = planner.decide(try candidate(1, consent: [nil]))
        #expect(planner.plan().warnings.first?.hasPrefix("nobody would be asked") == true)
        _ = planner.decide(try candidate(2))
        #expect(planner.plan().warnings.isEmpty)
    }

    @Test func holesAreCountedAllAndNamedTen() throws {
        var planner = try planner("{{first_name}} {{pet}} {{organization}}")
        for number in 1...15 {
            _ = planner.decide(try candidate(number) { if number == 3 { $0.attributes = ["pet": "a cat"] } })
        }
        let holes = try #require(planner.plan().channels.first).holes
        #expect(holes.map(\.field) == ["pet"])
        #expect(holes.first?.count == 14)
        #expect(holes.first?.people.map(\.rawValue) == ([1, 2] + (4...11)).map { "p\($0)" })
        #expect(planner.plan().warnings.first?.hasSuffix(", …") == true)
    }

    @Test func nobodyWhoIsNotAskedMakesAHole() throws {
        var planner = try planner("{{pet}}")
        _ = planner.decide(try candidate(1, consent: [nil]))
        #expect(planner.plan().channels.first?.holes.isEmpty == true)
    }

    @Test func aChannelThatGroupsIsForecastInWalkingOrderAlone() throws {
        var planner = try planner("Come.", [ScriptedDriver<MailChannel>(), ScriptedDriver<SheetChannel>()])
        let people = try [candidate(1, consent: [.granted, .granted]), candidate(2, consent: [.granted, .withdrawn])]
        for person in people { _ = planner.decide(person) }
        #expect(planner.plan().channels.map { $0.forecast.figures.map(\.value) } == [[.number(2)], [.number(0)]])
        for (person, consent) in zip(people, [ConsentState.granted, .withdrawn]) {
            var walked = person
            walked.facts = [Candidate.Facts(gate: GateFacts(consent: consent, address: .reachable), isFirst: true)]
            planner.walk(walked, on: SheetChannel.id)
            planner.walk(walked, on: ChannelID(rawValue: "unknown"))
        }
        #expect(planner.plan().channels.map { $0.forecast.figures.map(\.value) } == [[.number(2)], [.number(1)]])
    }

    @Test func theHashTellsValuesApartThatWouldReadTheSameInARow() throws {
        let names = [("ab", "c"), ("a", "bc"), ("", "abc")]
        let hashes = try names.map { given, family in
            var planner = try planner("{{first_name}}{{last_name}}")
            _ = planner.decide(
                try candidate(1) {
                    $0.givenName = given
                    $0.familyName = family
                }
            )
            return planner.plan().hash
        }
        #expect(Set(hashes).count == names.count)
        #expect(hashes.allSatisfy { $0.utf8.count == 16 && $0.allSatisfy(\.isHexDigit) })
    }

    @Test func theHashDependsOnTheOrderOfPeople() throws {
        let hashes = try [[1, 2], [2, 1]].map { order in
            var planner = try planner()
            for number in order { _ = planner.decide(try candidate(number)) }
            return planner.plan().hash
        }
        #expect(Set(hashes).count == 2)
    }

    @Test func faultsOfEveryChannelAreGathered() throws {
        let drivers: [any ChannelDriver] = [
            ScriptedDriver<MailChannel>(faults: ["empty"]), ScriptedDriver<TextChannel>(faults: ["long"]),
        ]
        let planner = try planner("Come.", drivers)
        #expect(planner.plan().faults == ["email: empty", "sms: long"])
    }

    @Test func anUnknownFieldIsAFaultOnceWithItsLine() throws {
        let call = Samples.call("hearing", words: "one\ntwo\n{{pett}} {{pett}}")
        let planning = Samples.planning(call, [ScriptedDriver<MailChannel>(), ScriptedDriver<TextChannel>()])
        let error = try #require(throws: WordsError.self) { _ = try planning.begin(attributes: ["pet"]) }
        #expect(
            error.faults == [
                WordsError.Fault(line: 3, problem: "{{pett}} is no field of people or calls. Did you mean 'pet'?")
            ]
        )
        _ = try planning.begin(attributes: ["pett"])
    }
}
