import Testing

@testable import Calls

struct TemplateTests {
    @Test(
        arguments: [
            ("Hi {{first_name}}!", "Hi Ana!"),
            ("{{ first_name }}{{{first_name}}}{{&first_name}}", "AnaAnaAna"),
            ("{{none}}|{{empty}}", "|"),
            ("a{{! not said }}b", "ab"),
            ("a\n{{! not said }}\nb", "a\nb"),
            ("{{#first_name}}Hi {{first_name}}{{/first_name}}{{^first_name}}Hello{{/first_name}}", "Hi Ana"),
            ("{{#empty}}x{{/empty}}{{^empty}}y{{/empty}}{{^none}}z{{/none}}", "yz"),
            ("{{#first_name}}<{{.}}>{{/first_name}}", "<Ana>"),
            ("a\n{{#first_name}}\nb\n{{/first_name}}\nc", "a\nb\nc"),
            ("a\r\n{{#empty}}\r\nb\r\n{{/empty}}\r\nc", "a\r\nc"),
            ("{{#first_name}}{{^empty}}{{first_name}}{{/empty}}{{/first_name}}", "Ana"),
            ("{ {{first_name}} } }} {", "{ Ana } }} {"),
            ("{\\{{{first_name}}", "{\\{Ana"),
            ("{{address.city}}", "Springfield"),
            ("{{größe}}", "XL"),
        ]
    )
    func rendersMustache(source: String, text: String) throws {
        let fields = ["first_name": "Ana", "empty": "", "address.city": "Springfield", "größe": "XL"]
        if source.hasPrefix("{\\{{{") {
            #expect(throws: TemplateError.self) { try Template(source) }
        } else {
            #expect(try Template(source).render(fields) == text)
        }
    }

    @Test func namesItsFieldsInOrderOfAppearance() throws {
        let template = try Template("{{b}}{{#a}}{{c}}{{b}}{{.}}{{/a}}{{^d}}{{/d}}{{!e}}")
        #expect(template.fieldNames == ["b", "a", "c", "d"])
    }

    @Test(
        arguments: [
            ("x\n{{name", 2, "'{{' is never closed. Write '}}' behind the field's name."),
            ("{{name {{other}}", 1, "'{{' is never closed. Write '}}' behind the field's name."),
            ("{{{name}}", 1, "'{{{' is never closed. Write '}}}' behind the field's name."),
            ("{{}}", 1, "'{{ }}' has no name. Write a field's name between the braces, such as {{first_name}}."),
            ("a\nb\n{{#x}}\nc", 3, "the section '{{#x}}' is never closed. Write '{{/x}}' where it ends."),
            ("{{/x}}", 1, "'{{/x}}' closes nothing. Write '{{#x}}' before it, or take it out."),
            ("{{#x}}\n{{/y}}", 2, "'{{/y}}' stands where '{{/x}}' is expected, for the section of line 1."),
            ("{{#x}}\n{{#y}}\n{{/x}}", 2, "the section '{{#y}}' is never closed. Write '{{/y}}' where it ends."),
            ("{{> header}}", 1, "'{{>…}}' would insert another file. A message is one file: write the words here."),
            ("{{=<% %>=}}", 1, "'{{=…=}}' would change the braces. Fields are always written {{name}}."),
            ("{{% CONTENT_TYPE:TEXT}}", 1, "'{{%…}}' would change how values are escaped. Take it out."),
            (
                "{{upper(name)}}", 1,
                "'{{upper(name)}}' calls a function, and fields have none. Write the field's name alone."
            ),
            ("{{a|b}}", 1, "'a|b' cannot be a field's name. Use letters, digits, '_', '-' and '.'."),
            ("{{.}}", 1, "'{{.}}' means the section around it, and there is none. Write the field's name."),
        ] as [(String, Int, String)]
    )
    func saysWhereItsMustacheIsWrong(source: String, line: Int, problem: String) throws {
        let error = #expect(throws: TemplateError.self) { try Template(source) }
        #expect(error == TemplateError(line: line, problem: problem))
    }

    @Test(
        arguments: [
            String(repeating: "{{#a}}", count: 5_000) + String(repeating: "{{/a}}", count: 5_000),
            String(repeating: "{{a}}", count: 5_000), String(repeating: "{{", count: 50_000),
        ]
    )
    func refusesMoreTagsThanALetterHas(source: String) {
        #expect(throws: TemplateError.self) { try Template(source) }
    }

    @Test(arguments: [Template.Escape.none, .html, .address, .link, .linkInHTML])
    func bothWaysGiveEqualBytes(escape: Template.Escape) throws {
        let tags = try MustacheTags("a{{x}}b & {{y}}\n\n\n{{z}} {\n")
        let elements = tags.elements(escape: escape)
        let short = try Template(elements: elements, fieldNames: tags.fieldNames)
        let long = try SectionTemplate(elements)
        #expect(short.parts != nil)
        for value in Hostile.values {
            let fields = ["x": value, "y": "https://example.org/" + value]
            var (left, right): ([UInt8], [UInt8]) = ([], [])
            short.append(fields, to: &left)
            long.append(fields, to: &right)
            #expect(left == right)
        }
    }

    @Test func showsItsPartsToChannelsThatEncodeAhead() throws {
        let template = try Words(source: "Hi {{a}}, [x](https://example.org/{{b}})").html()
        #expect(
            template.parts == [
                .literal(Array("<p>Hi ".utf8)), .field(name: "a", escape: .html),
                .literal(Array(", <a href=\"https://example.org/".utf8)), .field(name: "b", escape: .address),
                .literal(Array("\">x</a></p>\n".utf8)),
            ]
        )
        #expect(try Template("{{#a}}b{{/a}}").parts == nil)
    }
}
