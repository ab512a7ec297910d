/// A text with holes: Mustache, compiled once per call and filled for each person.
///
/// Sections (`{{#name}}…{{/name}}`) show when the value is not empty, inverted ones (`{{^name}}`) when it is. Values come
/// from people, so `{{{name}}}` and `{{&name}}` are escaped like `{{name}}`.
public struct Template: Sendable {
    /// Where the text will stand, which decides how values from people are escaped.
    public enum Landing: Sendable {
        /// Plain text: values stand as they are.
        case text
        /// HTML, and Pango's markup: `& < > " '` in values become entities.
        case html
    }

    /// A piece of a template that has only variables.
    public enum Part: Sendable, Equatable {
        /// UTF-8 that is the same for everyone.
        case literal([UInt8])
        /// A value that differs from person to person, and how it is made harmless where it stands.
        case field(name: String, escape: Escape)
    }

    /// The names between the braces, sections' too, each once, in order of appearance.
    public let fieldNames: [String]
    private let content: Content

    private enum Content: Sendable {
        /// Only variables: the fast way, which nearly every message takes.
        case parts([Part])
        case sections(SectionedTemplate)
    }

    /// The literals and fields in order, for a channel that encodes the literals once; `nil` when there are sections.
    public var parts: [Part]? {
        guard case .parts(let parts) = content else { return nil }
        return parts
    }

    /// Compiles a Mustache text.
    ///
    /// - Parameters:
    ///   - source: The text with its `{{…}}`.
    ///   - landing: Where it will stand.
    /// - Throws: ``TemplateError`` with the line and what is wrong there.
    public init(_ source: String, landing: Landing = .text) throws(TemplateError) {
        let tags = try MustacheTags(source)
        let elements = tags.elements(escape: landing == .html ? .html : .none)
        try self.init(elements: SectionSpacing.withoutTagLines(elements), fieldNames: tags.fieldNames)
    }

    /// Makes a template of elements whose sections are balanced.
    ///
    /// - Parameters:
    ///   - elements: What stands in the text, in order.
    ///   - fieldNames: The names in the text from which the elements were made.
    ///   - mostLineEnds: How many line ends may follow one another where sections were hidden; `nil` for any number.
    /// - Throws: ``TemplateError`` when the sections are not balanced.
    init(
        elements: [TemplateElement],
        fieldNames: [String],
        mostLineEnds: Int? = nil
    ) throws(TemplateError) {
        self.fieldNames = fieldNames
        if let parts = TemplateElement.parts(elements) {
            content = .parts(parts)
        } else {
            content = .sections(try SectionedTemplate(elements, mostLineEnds: mostLineEnds))
        }
    }

    /// Fills the template for one person and adds its UTF-8 to a buffer.
    ///
    /// - Parameters:
    ///   - fields: Where the values are found; an absent one leaves nothing.
    ///   - buffer: What is added to.
    public func append(_ fields: some FieldSource, to buffer: inout [UInt8]) {
        switch content {
        case .sections(let template): template.append(fields, to: &buffer)
        case .parts(let parts):
            for part in parts { part.append(fields, to: &buffer) }
        }
    }

    /// Fills the template for one person.
    ///
    /// - Parameter fields: Where the values are found; an absent one leaves nothing.
    /// - Returns: The finished text.
    public func render(_ fields: some FieldSource) -> String {
        var bytes: [UInt8] = []
        append(fields, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Template.Part {
    /// Adds the part, as it is for one person, to a buffer.
    ///
    /// - Parameters:
    ///   - fields: Where the value is found; an absent one leaves nothing.
    ///   - buffer: What is added to.
    @inline(__always)
    func append(_ fields: some FieldSource, to buffer: inout [UInt8]) {
        switch self {
        case .literal(let bytes): buffer.append(contentsOf: bytes)
        case .field(let name, let escape):
            if let value = fields.value(of: name) { escape.append(value, to: &buffer) }
        }
    }
}
