import Calls
import Deliveries
import People
import TestKit
import Testing

@testable import SMSChannel

struct TextForecasterTests {
    static func forecast(_ words: String, names: [String], maxParts: Int = 3, isFirst: Bool = false) throws -> Forecast
    {
        var forecaster = TextForecaster(try TextWordingTests.wording(words), maxParts: maxParts)
        for (number, name) in names.enumerated() {
            var person = try Samples.person(number + 1)
            person.givenName = name
            forecaster.add(person, isFirst: isFirst)
        }
        return forecaster.forecast()
    }

    @Test func partsAreAddedUp() throws {
        let forecast = try Self.forecast(
            "{{first_name}}: come",
            names: ["Ada", repeated("a", 160), repeated("b", 400)]
        )
        #expect(forecast.figures.map(\.name) == ["parts", "encoding"])
        #expect(forecast.figures.map(\.value) == [.number(6), .text("GSM-7")])
        #expect(forecast.warnings == ["The longest text takes 3 parts, each charged for."])
        #expect(forecast.faults.isEmpty)
    }

    @Test func theOptOutLineIsCountedForThoseWhoAreDueToGetIt() throws {
        let words = repeated("a", 150)
        #expect(try Self.forecast(words, names: ["Ada"]).figures[0].value == .number(1))
        #expect(try Self.forecast(words, names: ["Ada"], isFirst: true).figures[0].value == .number(2))
    }

    @Test func theSignsThatForceUCS2AreNamedWithHowManyTextsTheyMakeDearer() throws {
        let forecast = try Self.forecast("{{first_name}}, come", names: ["Ada", "O’Hara", "D’Or", "Željka"])
        #expect(forecast.figures[1].value == .text("UCS-2"))
        #expect(
            forecast.warnings == [
                "’ (U+2019) is outside GSM-7, so 2 texts go out as UCS-2: 70 signs a part instead of 160. Write ' instead.",
                "Ž (U+017D) is outside GSM-7, so 1 text goes out as UCS-2: 70 signs a part instead of 160.",
            ]
        )
    }

    @Test func anInvisibleSignIsNamedByItsNumber() throws {
        let warning = try #require(try Self.forecast("Come\u{A0}now", names: ["Ada"]).warnings.first)
        #expect(warning.hasPrefix("the sign U+00A0 is outside GSM-7"))
        #expect(warning.hasSuffix("Write an ordinary space instead."))
    }

    @Test func textsOverTheMaximumAreAFaultThatNamesNobody() throws {
        let names = ["Ada", repeated("a", 307), repeated("b", 800)]
        let forecast = try Self.forecast("{{first_name}}", names: names, maxParts: 2)
        #expect(
            forecast.faults == [
                "2 texts go out in more than 2 parts (the longest: 6). Shorten the words under '# sms', or raise "
                    + "channels.sms.max_parts."
            ]
        )
    }

    @Test func anEmptyTextIsAFaultForAllAndAWarningForSome() throws {
        #expect(try Self.forecast("{{first_name}}", names: ["", ""]).faults.count == 1)
        let some = try Self.forecast("{{first_name}}", names: ["Ada", ""])
        #expect(some.faults.isEmpty)
        #expect(some.warnings.count == 1)
    }

    @Test func nobodyTakesNothing() throws {
        let forecast = try Self.forecast("Come", names: [])
        #expect(forecast.figures.map(\.value) == [.number(0), .text("GSM-7")])
        #expect(forecast.faults.isEmpty)
    }
}
