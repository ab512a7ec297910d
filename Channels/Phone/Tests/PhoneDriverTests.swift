import Calls
import Deliveries
import Foundation
import Paper
import People
import Synchronization
import TestKit
import Testing

@testable import PhoneChannel

struct PhoneDriverTests {
    @Test(arguments: DriverContract.rules, [[:], CardBench.tree])
    func theDriverKeepsItsPromises(rule: DriverRule<any DriverHarness>, settings: [String: String]) async throws {
        try await rule.verify(CardBench(settings))
    }

    @Test func aCardHasTheNumberTheScriptAndTheWordsOfThePhone() async throws {
        let printed = try await CardBench().print(Callees.items(21))
        let pages = try printed.pages
        #expect(pages.count == 2, "eighteen numbers are one card, which goes on upon a second page")
        for words in [
            "(212) 555-1001", "Ada1 Sample", "no answer", "wrong number", "left a message", "Rents!", "Caller",
        ] {
            #expect(pages[0].contains(words), "\(words)")
        }
        #expect(!pages.joined().contains("Elm St"), "where they live is nobody's business here")
        #expect(!pages.joined().contains("nobody home"))
        #expect(try CardBench.tool("qpdf", "--check", printed.path).contains("No syntax"))
    }

    @Test func somebodyWithoutAPhoneIsRefusedAndTheOthersArePrinted() async throws {
        let nobody = Item(
            delivery: DeliveryNumber(rawValue: 99),
            key: "k99",
            attempt: 1,
            person: Person(id: PersonID(rawValue: "p99")),
            isFirst: true
        )
        let printed = try await CardBench().print([nobody] + Callees.items(2))
        #expect(printed.log.outcome(of: 99) == .refused(reason: "no phone number is known"))
        #expect(printed.log.sent == 2)
    }

    @Test(arguments: [1, 2, 17, 40, 90], [[:], CardBench.tree, ["calls_per_card": "3"]])
    func theForecastCountsWhatIsPrinted(people: Int, settings: [String: String]) async throws {
        let bench = try CardBench(settings)
        let items = try Callees.items(people)
        let forecast = try bench.forecast(items)
        let printed = try await bench.print(items.shuffled())
        #expect(forecast.number("sheets") == printed.sheets.count)
        #expect(forecast.number("numbers") == Set(items.compactMap(\.person.phone)).count)
        let cards = try printed.pages.compactMap { $0.firstMatch(of: /Card \d+ of (\d+)/)?.output.1 }
        #expect(Set(cards) == ["\(forecast.number("cards") ?? 0)"])
        #expect(forecast.faults.isEmpty)
        #expect(forecast.warnings.isEmpty)
    }

    @Test func aDeepTreeIsWarnedOf() throws {
        var settings = CardBench.tree
        settings["calls_each"] = "2"
        let forecast = try CardBench(settings).forecast(Callees.items(80))
        #expect(forecast.number("levels") == 6)
        #expect(forecast.warnings.first?.contains("6 levels") == true)
    }

    @Test func aFolderThatCannotBeWrittenMakesTheChannelWait() async throws {
        let printed = try await CardBench(["output": "/proc/cards"]).print(Callees.items(3))
        #expect(printed.log.deliveries == [1, 2, 3])
        for report in printed.log.reports {
            guard case .waiting(let waiting) = report.outcome else {
                Issue.record("does not wait: \(report.outcome)")
                continue
            }
            #expect(waiting.reason.hasPrefix("channels.phone.output '/proc/cards' cannot be written: "))
        }
    }

    /// Somebody withdraws when the first card is about to be drawn, which is when the clock is read.
    @Test(arguments: [[:], CardBench.tree])
    func whoWithdrawsWhileTheCardsAreDrawnIsOnNone(settings: [String: String]) async throws {
        let withdrawn = Mutex<Set<Int64>>([])
        let bench = try CardBench(settings) {
            withdrawn.withLock { _ = $0.insert(4) }
            return CardBench.moment
        }
        let log = ReportLog()
        let envelope = Envelope(
            briefing: Briefing(number: 1, call: Callees.call, organization: Samples.organization),
            batch: 1,
            items: try Callees.items(12),
            mayBegin: { delivery in withdrawn.withLock { !$0.contains(delivery.rawValue) } }
        )
        await bench.phone.deliver([envelope], report: log.take)
        #expect(log.deliveries == Array(1...12))
        #expect(log.outcome(of: 4) == .interrupted)
        #expect(log.sent == 11)
        let text = try CardBench.text(of: bench.path("rent-hearing-1.pdf"))
        #expect(text.contains("Ada5") && !text.contains("Ada4"))
        #expect(!text.contains("555-1004"), "nobody stands in for somebody who is not on the cards")
    }

    @Test func aCancelledBatchIsInterruptedAndLeavesNothing() async throws {
        let reached = AsyncStream<Void>.makeStream()
        let isCancelled = DispatchSemaphore(value: 0)
        let bench = try CardBench {
            reached.continuation.yield()
            isCancelled.wait()
            return CardBench.moment
        }
        let task = Task { try await bench.print(Callees.items(20)) }
        for await _ in reached.stream { break }
        task.cancel()
        isCancelled.signal()
        let log = try await task.value.log
        #expect(log.deliveries == Array(1...20))
        #expect(log.reports.allSatisfy { $0.outcome == .interrupted })
        #expect(try bench.fileNames.isEmpty)
    }
}

struct PhoneSettingsTests {
    private static func fault(_ values: [String: String]) -> [String] {
        do {
            _ = try CardBench(values)
            return []
        } catch let error as ChannelSettingsError {
            return error.faults
        } catch {
            return ["\(error)"]
        }
    }

    @Test func aTreeNeedsANumberToCallBack() throws {
        #expect(Self.fault(["form": "tree"]).first?.hasPrefix("channels.phone.call_back is missing") == true)
        #expect(Self.fault(["form": "tree", "call_back": "12"]).count == 1)
        #expect(Self.fault(CardBench.tree).isEmpty)
    }

    @Test func whatIsNoSettingIsNamed() {
        #expect(Self.fault(["call_each": "3"]).first?.contains("calls_each") == true)
        #expect(Self.fault(["calls_each": "7", "form": "wood"]).count == 2)
    }

    @Test func aCallSaysOtherwiseForItself() async throws {
        let call = Callees.call([("form", "tree"), ("call_back", "(212) 555-0199"), ("calls_each", "2")])
        let bench = try CardBench()
        let forecast = try bench.forecast(Callees.items(6), call)
        #expect(forecast.number("levels") == 2)
        #expect(try await bench.print(Callees.items(6), call).text.contains("YOUR PLACE IN THE TREE"))
    }

    @Test(arguments: [
        ("bank", "calls_each", "3"), ("bank", "call_back", "(212) 555-0199"), ("tree", "calls_per_card", "9"),
    ])
    func whatMeansNothingInACallsFormIsRefused(form: String, key: String, value: String) throws {
        var said = [("form", form), (key, value)]
        if form == "tree" { said.append(("call_back", "(212) 555-0199")) }
        let briefing = Briefing(number: 0, call: Callees.call(said), organization: Samples.organization)
        let planning = Planning(briefing: briefing, drivers: [try CardBench().phone])
        let error = #expect(throws: WordsError.self) { _ = try planning.begin(attributes: nil) }
        #expect(error?.faults.count == 1)
        #expect(error?.faults.first?.problem.contains("phone.\(key) means nothing in a phone \(form)") == true)
    }

    @Test func aWrongWordOfACallIsNamedWithItsLine() throws {
        let call = Callees.call([("form", "tree"), ("calls_each", "many"), ("calls_eech", "3")])
        let briefing = Briefing(number: 0, call: call, organization: Samples.organization)
        let planning = Planning(briefing: briefing, drivers: [try CardBench().phone])
        let error = #expect(throws: WordsError.self) { _ = try planning.begin(attributes: nil) }
        let faults = error?.faults.sorted { ($0.line ?? 0) < ($1.line ?? 0) } ?? []
        #expect(faults.map(\.line) == [4, 5, 6])
        #expect(faults.first?.problem.contains("call_back") == true)
        #expect(faults.dropFirst().first?.problem == "phone.calls_each must be a whole number from 2 to 6.")
        #expect(faults.last?.problem.contains("Did you mean 'calls_each'?") == true)
    }
}
