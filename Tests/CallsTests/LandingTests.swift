import Testing

@testable import Calls

/// Where a field lands decides how its value is made harmless.
struct LandingTests {
    @Test(
        arguments: [
            ("{{v}}", "<b>\"'&", "<p>&lt;b&gt;&quot;&#39;&amp;</p>\n"),
            ("{{{v}}} {{&v}}", "<b>", "<p>&lt;b&gt; &lt;b&gt;</p>\n"),
            ("**{{v}}**", "*x*", "<p><strong>*x*</strong></p>\n"),
            ("`{{v}}`", "`x`", "<p><code>`x`</code></p>\n"),
            (
                "[x]({{v}})", "https://example.org/a?b=1&c='",
                "<p><a href=\"https://example.org/a?b=1&amp;c=%27\">x</a></p>\n"
            ),
            ("[x]({{v}})", "javascript:alert(1)", "<p><a href=\"#\">x</a></p>\n"),
            ("[x]({{v}})", " https://example.org", "<p><a href=\"#\">x</a></p>\n"),
            ("[x]({{v}})", "//example.org", "<p><a href=\"#\">x</a></p>\n"),
            ("[x]({{v}})", "TEL:+12125550100", "<p><a href=\"TEL:+12125550100\">x</a></p>\n"),
            ("[x]({{v}})", "", "<p><a href=\"\">x</a></p>\n"),
            ("[x]({{none}}{{v}})", "javascript:a", "<p><a href=\"javascript%3Aa\">x</a></p>\n"),
            (
                "[x](https://example.org/{{v}})", "a/b?c#d e",
                "<p><a href=\"https://example.org/a%2Fb%3Fc%23d%20e\">x</a></p>\n"
            ),
            (
                "[x](https://example.org/{{v}} \"{{v}}\")", "\"é",
                "<p><a href=\"https://example.org/%22%C3%A9\" title=\"&quot;é\">x</a></p>\n"
            ),
            (
                "![{{v}}](https://example.org/a.png)", "\" onload=\"x",
                "<p><img src=\"https://example.org/a.png\" alt=\"&quot; onload=&quot;x\" /></p>\n"
            ),
            ("![x]({{v}})", "data:image/png;x", "<p><img src=\"#\" alt=\"x\" /></p>\n"),
            ("<{{v}}>", "https://example.org", "<p><a href=\"https://example.org\">https://example.org</a></p>\n"),
            (
                "<https://example.org/{{v}}>", "a b",
                "<p><a href=\"https://example.org/a%20b\">https://example.org/a b</a></p>\n"
            ),
            ("[x](mailto:{{v}})", "a@example.org?bcc=b", "<p><a href=\"mailto:a%40example.org%3Fbcc%3Db\">x</a></p>\n"),
            ("[x][r]\n\n[r]: {{v}}", "http://example.org", "<p><a href=\"http://example.org\">x</a></p>\n"),
            (
                "| {{v}} |\n|---|\n| b |", "|",
                "<table>\n<thead>\n<tr>\n<th>|</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table>\n"
            ),
            (
                "```{{v}}\nx\n```", "\"><b>",
                "<pre><code class=\"language-&quot;&gt;&lt;b&gt;\">x\n</code></pre>\n"
            ),
            ("&#123;{{v}}}", "x", "<p>{x}</p>\n"),
            ("\\{{{v}}", "x", "<p>{{v}}</p>\n"),
            ("zqjx0vk0000 {{v}} zqjx0vk0001", "x", "<p>zqjx0vk0000 x zqjx0vk0001</p>\n"),
        ]
    )
    func inHTML(markdown: String, value: String, html: String) throws {
        if markdown == "\\{{{v}}" {
            #expect(throws: TemplateError.self) { try Words(source: markdown).html() }
        } else {
            #expect(try Words(source: markdown).html().render(["v": value]) == html)
        }
    }

    @Test(
        arguments: [
            ("{{v}}", "<b> *x*", "<b> *x*"),
            ("[x]({{v}})", "https://example.org/?a=1&b=2", "x (https://example.org/?a=1&b=2)"),
            ("[x]({{v}})", "javascript:alert(1)", "x (#)"),
            ("[{{v}}]({{v}})", "https://example.org/a", "https://example.org/a"),
            ("[x](https://example.org/{{v}})", "a b", "x (https://example.org/a%20b)"),
            ("> {{v}}\n\n- {{v}}", "y", "> y\n\n- y"),
        ]
    )
    func inMailText(markdown: String, value: String, text: String) throws {
        #expect(try Words(source: markdown).text().render(["v": value]) == text)
    }

    @Test(arguments: Hostile.values)
    func noValueLeavesItsPlace(value: String) throws {
        let words = Words(source: "Hi {{v}}, [a]({{v}}) [b](https://example.org/{{v}}) ![{{v}}](https://example.org/b)")
        let template = try words.html()
        let html = template.render(["v": value]).utf8
        let harmless = template.render(["v": "x"]).utf8
        for sign in ["<", ">", "\""] {
            #expect(html.filter { $0 == sign.utf8.first }.count == harmless.filter { $0 == sign.utf8.first }.count)
        }
        #expect(!String(html).lowercased().contains("href=\"javascript:"))
    }

    @Test(arguments: Hostile.values)
    func sectionsAreAsSafe(value: String) throws {
        let template = try Words(source: "{{#v}}Hi {{{v}}}, [a]({{v}}){{/v}}").html()
        let html = template.render(["v": value])
        #expect(template.parts == nil)
        #expect(html.utf8.filter { $0 == UInt8(ascii: "<") }.count == (value.isEmpty ? 0 : 4))
        #expect(html.utf8.filter { $0 == UInt8(ascii: "\"") }.count == (value.isEmpty ? 0 : 2))
    }
}
