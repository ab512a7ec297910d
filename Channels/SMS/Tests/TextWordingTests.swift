import Calls
import Deliveries
import People
import TestKit
import Testing

@testable import SMSChannel

struct TextWordingTests {
    static func wording(_ words: String, language: String = "en", line: Bool = true) throws -> TextWording {
        try TextWording(briefing(words, language: language), addsOptOutLine: line)
    }

    static func briefing(_ words: String?, language: String = "en", number: Int64 = 0, url: String? = nil) -> Briefing {
        let call = Call(
            slug: "hearing",
            title: "The hearing",
            action: Action(kind: .attend, ask: "Come"),
            language: language,
            words: words.map { Words(source: $0, firstLine: 12) }
        )
        return Briefing(number: number, call: call, organization: Samples.organization, publicURL: url)
    }

    @Test(
        arguments: [
            ("en", "Come!\nReply STOP to opt out"), ("en-US", "Come!\nReply STOP to opt out"),
            ("es", "Come!\nResponda STOP para darse de baja"), ("es-MX", "Come!\nResponda STOP para darse de baja"),
            ("fr", "Come!\nReply STOP to opt out"),
        ]
    )
    func theFirstTextTellsHowToStopInGSM7(language: String, expected: String) throws {
        let wording = try Self.wording("Come!", language: language)
        let first = wording.text(for: try Samples.person(1), isFirst: true)
        #expect(first.text == expected)
        #expect(first.encoding == .gsm7)
        #expect(wording.text(for: try Samples.person(1), isFirst: false).text == "Come!")
        let without = try Self.wording("Come!", language: language, line: false)
        #expect(without.text(for: try Samples.person(1), isFirst: true).text == "Come!")
    }

    @Test(
        arguments: [
            ("Reply STOP to opt out.", true), ("Text **STOP** to quit", true), ("txt “stop”", true),
            ("STOP to end", true), ("STOP=END", true), ("Msg rates apply. STOP2END", true),
            ("Responda STOP para salir", true),
            ("Help us STOP this bill", false), ("Don't stop now", false), ("We must STOP to think", false), ("", false),
            ("Nonstop. Reply YES", false), ("Bus stop", false),
        ]
    )
    func anInstructionOfTheOrganizersOwnIsSeen(words: String, expected: Bool) {
        #expect(OptOutLine.isIn(Words(source: words)) == expected)
    }

    @Test func aPersonsValueCannotSilenceTheOptOutLine() throws {
        var person = try Samples.person(1)
        person.givenName = "Reply STOP"
        #expect(try Self.wording("Hi {{first_name}}").text(for: person, isFirst: true).text.hasSuffix("to opt out"))
    }

    @Test(
        arguments: [
            ("Ada\r\nFrom: x", "Hi Ada  From: x!"), ("A\u{0}d\u{7}a\u{7F}", "Hi A d a !"), ("\u{1B}[31m", "Hi  [31m!"),
            ("A\nB", "Hi A B!"), ("{{last_name}}", "Hi {{last_name}}!"), ("Zoe\u{308}", "Hi Zoë!"), ("", "Hi !"),
        ]
    )
    func aValueStaysOnItsLine(name: String, expected: String) throws {
        var person = try Samples.person(1)
        person.givenName = name
        let text = try Self.wording("Hi {{first_name}}!").text(for: person, isFirst: false).text
        #expect(Array(text.utf8) == Array(expected.utf8))
    }

    @Test func theTextIsTrimmedAndMayBeEmpty() throws {
        #expect(try Self.wording("\n  Come. \n\n").text(for: Samples.person(1), isFirst: false).text == "Come.")
        #expect(try Self.wording(" {{nickname}} ").text(for: Samples.person(1), isFirst: true).parts == 0)
    }

    @Test func faultsOfTheWordsAreNamedWithTheirLineInTheFile() {
        #expect(throws: WordsError.self) { try TextWording(Self.briefing(nil), addsOptOutLine: true) }
        let error = #expect(throws: WordsError.self) { try Self.wording("Hi {{first_name") }
        #expect(error?.faults.first?.line == 12)
    }
}
