import Foundation
import Rehearsal
import Testing

struct IndexPagesTests {
    private static let hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;"
    private static let escaped =
        "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&gt;&lt;img src=x onerror=alert(2)&gt;&amp;amp;"

    @Test func hostileWordsStayWords() throws {
        let place = TemporaryFolder()
        let folder = try RehearsalFolder(at: place.path)
        try folder.keep(
            Sample.mail(
                to: "\(Self.hostile)@example.org",
                subject: Self.hostile,
                plain: Self.hostile,
                html: Self.hostile
            )
        )
        try folder.keep(Sample.text(to: Self.hostile, Self.hostile))
        try Data().write(to: URL(filePath: "\(folder.sheets)/\"onclick=\"x.pdf"))
        _ = try folder.finish(Sample.summary(title: Self.hostile, warnings: [Self.hostile]))
        let index = try place.read("index.html")
        #expect(!index.contains("<script"))
        #expect(!index.contains("<img"))
        #expect(!index.contains("\"onclick"))
        // Title twice, warning, subject, recipient, plain words, number, text.
        #expect(index.components(separatedBy: Self.escaped).count - 1 == 8)
    }

    @Test func aControlCharacterIsShownAsSomethingUnreadable() throws {
        let place = TemporaryFolder()
        let folder = try RehearsalFolder(at: place.path)
        try folder.keep(Sample.text("a\u{0}b\u{1B}c"))
        _ = try folder.finish(Sample.summary())
        #expect(try place.read("index.html").contains("a\u{FFFD}b\u{FFFD}c"))
    }

    @Test func aMailOfItsOwnPageCanRunAndFetchNothing() throws {
        let place = TemporaryFolder()
        let folder = try RehearsalFolder(at: place.path)
        try folder.keep(
            Sample.mail(html: "<!doctype html><html><head><script>x()</script></head><body>Hi</body></html>")
        )
        _ = try folder.finish(Sample.summary())
        let page = try place.read("mail/0001-a-example.org.html")
        let policy = try #require(
            page.range(of: "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';")
        )
        let words = try #require(page.range(of: "<script>"))
        #expect(policy.upperBound < words.lowerBound)
        #expect(!page.contains("script-src"))
        let index = try place.read("index.html")
        #expect(index.contains("<iframe sandbox loading=\"lazy\" src=\"mail/0001-a-example.org.html\""))
        #expect(index.contains("default-src 'none'"))
        #expect(!index.contains("http://") && !index.contains("https://"))
    }

    @Test func theSummarySaysWhoIsLeftOutAndWhy() throws {
        let place = TemporaryFolder()
        _ = try RehearsalFolder(at: place.path).finish(Sample.summary(warnings: ["8 people have no first name."]))
        let index = try place.read("index.html")
        #expect(index.contains("<b>182</b> would be asked"))
        #expect(index.contains("58 left out:"))
        #expect(index.contains("<b>50</b> have not opted in"))
        #expect(index.contains("<b>8</b> have no address for this channel"))
        #expect(index.contains("<dt>parts</dt><dd>1,240</dd>"))
        #expect(index.contains("Nobody is left out."))
        #expect(index.contains("8 people have no first name."))
        #expect(index.contains("The goal is 120."))
        #expect(index.contains("This folder holds personal data."))
    }

    @Test(arguments: [(0, 0, 1), (200, 0, 1), (201, 1, 2), (1, 401, 3)])
    func aLargeRehearsalHasSeveralPages(mails: Int, texts: Int, pages: Int) throws {
        let place = TemporaryFolder()
        let folder = try RehearsalFolder(at: place.path)
        for _ in 0..<mails { try folder.keep(Sample.mail()) }
        for _ in 0..<texts { try folder.keep(Sample.text()) }
        _ = try folder.finish(Sample.summary())
        let names = try place.names().filter { $0.hasSuffix(".html") }
        #expect(names == ["index.html"] + (1..<pages).map { "page-\($0 + 1).html" })
        let all = try names.map { try place.read($0) }
        #expect(all.map { $0.components(separatedBy: "<article class=\"mail\"").count - 1 }.reduce(0, +) == mails)
        #expect(all.map { $0.components(separatedBy: "<article class=\"text\"").count - 1 }.reduce(0, +) == texts)
        #expect(all.allSatisfy { $0.contains("aria-current=\"page\"") == (pages > 1) })
    }

    @Test func theCharacterThatMakesATextDearIsNamed() {
        #expect(TextParts("Come on Dec 4 – please").forcing == "–")
        #expect(TextParts("Come on Dec 4 - [please] €").forcing == nil)
    }

    @Test(
        arguments: [
            ("", .gsm7, 1, 0),
            (String(repeating: "a", count: 160), .gsm7, 1, 160),
            (String(repeating: "a", count: 161), .gsm7, 2, 161),
            (String(repeating: "a", count: 306), .gsm7, 2, 306),
            (String(repeating: "a", count: 307), .gsm7, 3, 307),
            (String(repeating: "€", count: 80), .gsm7, 1, 80),
            // Two places each, and none is torn apart: 76 fit into 153 places.
            (String(repeating: "€", count: 153), .gsm7, 3, 153),
            ("naïve", .ucs2, 1, 5),
            (String(repeating: "ï", count: 71), .ucs2, 2, 71),
            (String(repeating: "🎉", count: 35), .ucs2, 1, 35),
            (String(repeating: "🎉", count: 67), .ucs2, 3, 67),
        ] as [(String, TextParts.Alphabet, Int, Int)]
    )
    func aTextIsCountedAsPhoneNetworksCount(text: String, alphabet: TextParts.Alphabet, count: Int, characters: Int) {
        let parts = TextParts(text)
        #expect(parts.alphabet == alphabet)
        #expect(parts.count == count)
        #expect(parts.characters == characters)
    }
}
