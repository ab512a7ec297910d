import Calls
import CanvassChannel
import Deliveries
import People
import TestKit
import Testing

struct ForecastTests {
    @Test(arguments: [1, 14, 15, 90, 500], ["letter", "a4"])
    func theForecastCountsTheSheetsThatArePrinted(people: Int, paper: String) async throws {
        let printer = try Printer(["paper": paper])
        let items = try Neighbors.items(people)
        let forecast = try Self.forecast(items, Neighbors.briefing, printer)
        let printed = await printer.print(items.shuffled())
        #expect(forecast.number("sheets") == (try printed.pageCount))
        #expect(forecast.number("doors") == Set(items.compactMap(\.person.door?.key)).count)
        #expect(forecast.faults.isEmpty)
        #expect(forecast.warnings.isEmpty)
    }

    @Test(arguments: [5, 40, 120])
    func theForecastCountsLongScriptsToo(paragraphs: Int) async throws {
        let words = Array(repeating: "We were forty and they listened. Now we want to be more.", count: paragraphs)
        let call = Neighbors.call(words: words.joined(separator: "\n\n"))
        let printer = try Printer()
        let items = try Neighbors.items(60)
        let forecast = try Self.forecast(items, Neighbors.briefing(call), printer)
        let printed = await printer.print(items, Neighbors.briefing(call))
        #expect(forecast.number("sheets") == (try printed.pageCount))
        #expect(try printed.text.components("they listened") % paragraphs == 0)
    }

    @Test func aScriptOfManyPagesIsAFault() throws {
        let words = Array(repeating: "We were forty and they listened.", count: 400).joined(separator: "\n\n")
        let printer = try Printer()
        let forecast = try Self.forecast([], Neighbors.briefing(Neighbors.call(words: words)), printer)
        #expect(forecast.faults.count == 1)
        #expect(forecast.faults.first?.contains("Shorten it") == true)
    }

    @Test func nobodyTakesNoSheets() throws {
        let forecast = try Self.forecast([], Neighbors.briefing, Printer())
        #expect(forecast.number("sheets") == 0)
        #expect(forecast.number("doors") == 0)
    }

    @Test func aCallWithoutWordsForTheDoorIsRefused() throws {
        let call = Call(slug: "c", title: "T", action: Action(kind: .other, ask: "A"), words: nil)
        let driver = try Printer().canvass
        #expect(throws: WordsError([.init(problem: "there are no words for the door. Write a section '# canvass'.")])) {
            try driver.forecast(Neighbors.briefing(call))
        }
    }

    @Test func aWrongTemplateIsNamedWithItsLineInTheFile() throws {
        let words = Words(source: "Hello {{first_name", firstLine: 30)
        let call = Call(slug: "c", title: "T", action: Action(kind: .other, ask: "A"), words: words)
        let driver = try Printer().canvass
        let error = #expect(throws: WordsError.self) { try driver.forecast(Neighbors.briefing(call)) }
        #expect(error?.faults.first?.line == 30)
    }

    @Test func theForecastNamesTheFieldsOfTheWords() throws {
        let forecaster = try Printer().canvass.forecast(Neighbors.briefing)
        #expect(forecaster.fieldNames.sorted() == ["first_name", "organization"])
    }

    private static func forecast(_ items: [Item], _ briefing: Briefing, _ printer: Printer) throws -> Forecast {
        var forecaster = try printer.canvass.forecast(briefing)
        let people = items.map(\.person).sorted { left, right in
            let (first, second) = (left.door?.walkKey ?? "", right.door?.walkKey ?? "")
            return first.utf8.lexicographicallyPrecedes(second.utf8)
        }
        for person in people { forecaster.add(person, isFirst: true) }
        return forecaster.forecast()
    }
}

extension Forecast {
    fileprivate func number(_ name: String) -> Int? {
        guard case .number(let number)? = figures.first(where: { $0.name == name })?.value else { return nil }
        return number
    }
}

extension String {
    /// How often a text stands in this one.
    func components(_ text: String) -> Int { ranges(of: text).count }
}
