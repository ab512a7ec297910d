import Calls
import Testing

struct MarkdownFormTests {
    @Test(
        arguments: [
            ("# Come\n\nto the *hall*.", "# Come\n\nto the hall."),
            ("- a\n- b\n  - c\n", "- a\n- b\n  - c"),
            ("3. a\n4. b\n\n   more", "3. a\n\n4. b\n\n   more"),
            ("> one\n> two\n>\n> three", "> one\n> two\n>\n> three"),
            ("> - a\n> - b", "> - a\n> - b"),
            ("```\na < b\n\n  c\n```", "    a < b\n\n      c"),
            ("| a | b |\n|---|:-:|\n| 1 | 2 |", "a | b\n--- | ---\n1 | 2"),
            ("[the map](https://example.org/a?b=1&c=2)", "the map (https://example.org/a?b=1&c=2)"),
            ("<https://example.org/a>", "https://example.org/a"),
            ("[https://example.org](https://example.org)", "https://example.org"),
            ("www.example.org and a@example.org", "www.example.org and a@example.org"),
            ("![A crowd](https://example.org/a.png)", "A crowd"),
            ("one  \ntwo\\\nthree\nfour", "one\ntwo\nthree\nfour"),
            ("a\n\n---\n\nb", "a\n\n----------\n\nb"),
            ("- [x] done\n- [ ] open", "- [x] done\n- [ ] open"),
            ("~~Monday~~ Tuesday", "~~Monday~~ Tuesday"),
            ("-\n- b", "-\n- b"),
            ("Hi <b>there</b> <script>x</script>", "Hi there x"),
            ("[x](javascript:alert%281%29)", "x"),
            ("", ""),
        ]
    )
    func readsWellAsMailText(markdown: String, text: String) throws {
        #expect(try Words(source: markdown).text().render([:]) == text)
    }

    @Test(
        arguments: [
            ("# Come\n\nto the *hall*\ntoday.", "Come\nto the hall today."),
            ("- a\n- b\n  - c", "- a\n- b\n- c"),
            ("1. a\n\n   more\n2. b", "1. a\nmore\n2. b"),
            ("> quoted", "quoted"),
            ("[the map](https://example.org/a)", "the map https://example.org/a"),
            ("[https://example.org](https://example.org)", "https://example.org"),
            ("`code` **bold**", "code bold"),
            ("| a | b |\n|---|---|\n| 1 | 2 |", "a, b\n1, 2"),
            ("a\n\n---\n\nb", "a\nb"),
            ("one  \ntwo", "one\ntwo"),
            ("[x](data:text/html,hello)", "x"),
        ]
    )
    func isShortOnAPhone(markdown: String, text: String) throws {
        #expect(try Words(source: markdown).plain().render([:]) == text)
    }

    @Test(
        arguments: [
            ("a **b** *c* `d`", "<p>a <strong>b</strong> <em>c</em> <code>d</code></p>\n"),
            ("<b onclick=x>a</b>", "<p>a</p>\n"),
            ("<script>\nalert(1)\n</script>\n\nb", "<p>b</p>\n"),
            ("[x](javascript:alert)", "<p><a href=\"\">x</a></p>\n"),
            ("[x](JaVaScRiPt&colon;alert)", "<p><a href=\"\">x</a></p>\n"),
            ("![x](data:image/svg+xml;base64,AAAA)", "<p><img src=\"\" alt=\"x\" /></p>\n"),
            ("[x](<java\tscript:alert>)", "<p><a href=\"\">x</a></p>\n"),
            ("~~a~~", "<p><del>a</del></p>\n"),
            ("a \"b\" & 'c'", "<p>a &quot;b&quot; &amp; 'c'</p>\n"),
        ]
    )
    func isSafeAsHTML(markdown: String, html: String) throws {
        #expect(try Words(source: markdown).html().render([:]) == html)
    }

    @Test func becomesBlocksForPaper() throws {
        let words = Words(
            source: """
                ## Who & why

                Say *hello*, **{{first_name}}** <x> `a<b`.

                - one

                  more
                - two
                  1. deep

                > quoted [map](https://example.org/?q={{zip}}&x)

                ---
                """
        )
        let blocks = try words.paragraphs()
        let fields = ["first_name": "<A&B>", "zip": "1 &"]
        #expect(
            blocks.map(\.kind) == [
                .heading(level: 2), .body, .item(depth: 0, marker: "•"), .item(depth: 0, marker: ""),
                .item(depth: 0, marker: "•"), .item(depth: 1, marker: "1."), .quote, .rule,
            ]
        )
        #expect(
            blocks.map { $0.markup.render(fields) } == [
                "Who &amp; why", "Say <i>hello</i>, <b>&lt;A&amp;B&gt;</b>  <tt>a&lt;b</tt>.", "one", "more", "two",
                "deep",
                "quoted map (https://example.org/?q=1%20%26&amp;x)", "",
            ]
        )
    }

    @Test(
        arguments: [
            String(repeating: "> ", count: 20_000) + "x", String(repeating: "- ", count: 5_000) + "x",
            String(repeating: "*_", count: 20_000) + "x" + String(repeating: "_*", count: 20_000),
            String(repeating: "[", count: 50_000), String(repeating: "x", count: 10_000), "a\u{0}b",
            "\u{202E}abc\u{202C}",
            String(repeating: "| a ", count: 3_000) + "|\n" + String(repeating: "|---", count: 3_000) + "|\n",
            String(repeating: "![", count: 10_000) + "x" + String(repeating: "](a)", count: 10_000),
        ]
    )
    func survivesHostileText(markdown: String) throws {
        let words = Words(source: markdown)
        #expect(try !words.html().render([:]).isEmpty)
        _ = try words.text().render([:])
        _ = try words.plain().render([:])
        _ = try words.paragraphs().map { $0.markup.render([:]) }
    }

    @Test func keepsTheWordsOfWhatLiesTooDeep() throws {
        let words = Words(source: String(repeating: "> ", count: 300) + "found")
        #expect(try words.text().render([:]).hasSuffix("found"))
        #expect(try words.plain().render([:]) == "found")
        #expect(try words.paragraphs().map { $0.markup.render([:]) } == ["found"])
    }
}
