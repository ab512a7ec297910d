import Calls
import Testing

/// What sections leave behind, shown (`a` has a value) and hidden.
struct SectionTests {
    @Test(
        arguments: [
            ("Hello\n\n{{#a}}\n\nMore\n\n{{/a}}\n\nBye", "<p>Hello</p><p>More</p><p>Bye</p>", "<p>Hello</p><p>Bye</p>"),
            ("Hello\n\n{{#a}}\nMore\n{{/a}}\n\nBye", "<p>Hello</p><p>More</p><p>Bye</p>", "<p>Hello</p><p>Bye</p>"),
            ("Hello\n{{#a}}\nMore\n{{/a}}\nBye", "<p>HelloMoreBye</p>", "<p>HelloBye</p>"),
            ("Hello {{#a}}more {{/a}}bye", "<p>Hello more bye</p>", "<p>Hello bye</p>"),
            (
                "- x\n{{#a}}\n- y\n{{/a}}\n- z", "<ul><li>x</li><li>y</li><li>z</li></ul>",
                "<ul><li>x</li><li>z</li></ul>"
            ),
            (
                "Bring:\n\n{{#a}}\n- y\n- z\n{{/a}}\n\nBye",
                "<p>Bring:</p><ul><li>y</li><li>z</li></ul><p>Bye</p>", "<p>Bring:</p><p>Bye</p>"
            ),
            ("{{#a}}\n- y\n{{/a}}\n{{^a}}\n- z\n{{/a}}", "<ul><li>y</li></ul>", "<ul><li>z</li></ul>"),
            ("{{#a}}\nOne\n\nTwo\n{{/a}}", "<p>One</p><p>Two</p>", ""),
            ("{{#a}}\n# Title\n{{/a}}\nBye", "<h1>Title</h1><p>Bye</p>", "<p>Bye</p>"),
            ("{{#a}}\n> quoted\n{{/a}}\n\nBye", "<blockquote><p>quoted</p></blockquote><p>Bye</p>", "<p>Bye</p>"),
            ("**{{#a}}x{{/a}}**", "<p><strong>x</strong></p>", ""),
            ("x\n\n{{! nobody sees this }}\n\ny", "<p>x</p><p>y</p>", "<p>x</p><p>y</p>"),
            (
                "[x](https://example.org/{{#a}}{{a}}{{/a}})", "<p><a href=\"https://example.org/1\">x</a></p>",
                "<p><a href=\"https://example.org/\">x</a></p>"
            ),
            ("{{#a}}[x]({{a}}){{/a}}y", "<p><a href=\"#\">x</a>y</p>", "<p>y</p>"),
            (
                "| h | i |\n|---|---|\n{{#a}}\n| b | c |\n{{/a}}",
                "<table><thead><tr><th>h</th><th>i</th></tr></thead><tbody><tr><td>b</td><td>c</td></tr></tbody></table>",
                "<table><thead><tr><th>h</th><th>i</th></tr></thead><tbody></tbody></table>"
            ),
        ]
    )
    func leaveNothingInHTML(markdown: String, shown: String, hidden: String) throws {
        let template = try Words(source: markdown).html()
        #expect(template.render(["a": "1"]).filter { $0 != "\n" } == shown)
        #expect(template.render([:]).filter { $0 != "\n" } == hidden)
    }

    @Test(
        arguments: [
            ("Hello\n\n{{#a}}\n\nMore\n\n{{/a}}\n\nBye", "Hello\n\nMore\n\nBye", "Hello\n\nBye"),
            ("Hello\n\n{{#a}}\nMore\n{{/a}}\n\nBye", "Hello\n\nMore\n\nBye", "Hello\n\nBye"),
            ("Hello\n{{#a}}\nMore\n{{/a}}\nBye", "Hello\nMore\nBye", "Hello\nBye"),
            ("- x\n{{#a}}\n- y\n{{/a}}\n- z", "- x\n- y\n- z", "- x\n- z"),
            ("Bring:\n\n{{#a}}\n- y\n- z\n{{/a}}\n\nBye", "Bring:\n\n- y\n- z\n\nBye", "Bring:\n\nBye"),
            ("Hello {{#a}} more {{/a}} bye", "Hello more bye", "Hello bye"),
            ("> x\n> {{#a}}\n> y\n> {{/a}}", "> x\n> y", "> x"),
            ("x\n{{! nobody sees this }}\ny", "x\ny", "x\ny"),
        ]
    )
    func leaveNothingInMailText(markdown: String, shown: String, hidden: String) throws {
        let template = try Words(source: markdown).text()
        #expect(template.render(["a": "1"]) == shown)
        #expect(template.render([:]) == hidden)
    }

    @Test(
        arguments: [
            ("Hello\n\n{{#a}}\nMore\n{{/a}}\n\nBye", "Hello\nMore\nBye", "Hello\nBye"),
            ("Hello\n{{#a}}\nMore\n{{/a}}\nBye", "Hello More Bye", "Hello Bye"),
            ("Hello {{#a}}{{a}}{{/a}}{{^a}}you{{/a}}!", "Hello 1!", "Hello you!"),
        ]
    )
    func leaveNothingOnAPhone(markdown: String, shown: String, hidden: String) throws {
        let template = try Words(source: markdown).plain()
        #expect(template.render(["a": "1"]) == shown)
        #expect(template.render([:]) == hidden)
    }

    @Test func hideEachOfTheBlocksTheySpan() throws {
        let blocks = try Words(source: "x\n\n{{#a}}\n\n# T\n\n- y {{b}}\n- **z**\n\n{{/a}}\n\nw").paragraphs()
        #expect(blocks.map { $0.markup.render(["a": "1", "b": "&"]) } == ["x", "T", "y &amp;", "<b>z</b>", "w"])
        #expect(blocks.map { $0.markup.render([:]) } == ["x", "", "", "", "w"])
        #expect(blocks.map(\.markup.fieldNames) == [[], ["a"], ["a", "b"], ["a"], []])
    }

    @Test(arguments: ["x\n\n<b {{#a}}>x{{/a}}", "x\n\n[r]: /{{#a}}x{{/a}}"])
    func mustNotStandWhereMarkdownLosesThem(markdown: String) {
        let error = #expect(throws: TemplateError.self) { try Words(source: markdown).text() }
        #expect(error?.problem.contains("where it is lost") == true)
    }

    @Test(arguments: ["*x{{#a}}y* z{{/a}} w", "*{{#a}}x* **y{{/a}} z**", "- x{{#a}}y\n\nz{{/a}}w"])
    func mustBeginAndEndInTheSamePlace(markdown: String) {
        let error = #expect(throws: TemplateError.self) { try Words(source: markdown).html() }
        #expect(error?.line == 1)
        #expect(error?.problem.contains("begins inside of a list, quote, link or emphasis") == true)
    }
}
