import Testing

@testable import Web

struct TextsTests {
    @Test func bothLanguagesSayTheSameThings() {
        let forms = { (texts: Texts) in
            Set(texts.names.map { $0.hasSuffix(".many") ? $0.replacing(".many", with: ".other") : $0 })
        }
        #expect(forms(Texts.of(.english)) == forms(Texts.of(.spanish)))
    }

    @Test func holesAreTheSameInBothLanguages() {
        let holes = { (text: String) in Set(text.matches(of: /\{[a-z]+\}/).map { String($0.output) }) }
        for name in Texts.of(.english).names where !name.hasSuffix(".one") {
            let english = Texts.of(.english).text(name), spanish = Texts.of(.spanish).text(name)
            #expect(holes(english) == holes(spanish), "\(name)")
        }
    }

    @Test(arguments: [
        (0, "0 personas han"), (1, "1 persona ha"), (2, "2 personas han"), (1_000, "1000 personas han"),
        (12_000, "12\u{A0}000 personas han"), (1_000_000, "1\u{A0}000\u{A0}000 de personas han"),
    ])
    func numbersTakeTheirFormInSpanish(count: Int, beginning: String) {
        #expect(Texts.of(.spanish).text("done_so_far", count: count).hasPrefix(beginning))
    }

    @Test(arguments: [(0, "0 people"), (1, "1 person"), (1_234_567, "1,234,567 people")])
    func numbersTakeTheirFormInEnglish(count: Int, beginning: String) {
        #expect(Texts.of(.english).text("done_so_far", count: count).hasPrefix(beginning))
    }

    @Test(arguments: [
        (nil, "en"), ("", "en"), ("fr", "en"), ("es", "es"), ("ES-mx", "es"), ("en;q=0.2, es;q=0.9", "es"),
        ("es;q=0", "en"), (";;,,q=;", "en"), ("*", "en"),
    ])
    func theBrowsersWishIsRead(field: String?, expected: String) {
        #expect(PageLanguage.choose(person: "", accepted: field).rawValue == expected)
    }
}
