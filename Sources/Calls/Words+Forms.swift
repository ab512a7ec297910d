/// A block of laid-out text, for paper.
public struct Paragraph: Sendable {
    /// What sort of block it is.
    public enum Kind: Sendable, Equatable {
        /// A heading; 1 is the largest.
        case heading(level: Int)
        case body
        /// An item of a list: how deep it lies (0 is the outermost) and what stands before it, `•` or `3.`.
        case item(depth: Int, marker: String)
        case quote
        case rule
    }

    /// What sort of block it is.
    public let kind: Kind
    /// Pango markup, of which only `<b>`, `<i>` and `<tt>` are used; values are escaped for it.
    public let markup: Template

    /// Makes a block out of its parts.
    public init(kind: Kind, markup: Template) {
        self.kind = kind
        self.markup = markup
    }
}

extension Words {
    /// The words as HTML, without the page around them.
    ///
    /// - Returns: A template whose values are escaped where they land, in text, attributes and links alike.
    /// - Throws: ``TemplateError``; its line counts within ``source``.
    public func html() throws(TemplateError) -> Template { try Template(source, landing: .html) }

    /// The words as plain text that reads well in a mail: headings, lists and quotes by their signs, links behind their text.
    ///
    /// - Returns: A template; lines end with LF.
    /// - Throws: ``TemplateError``; its line counts within ``source``.
    public func text() throws(TemplateError) -> Template { try Template(source) }

    /// The words as short plain text for a phone: no signs, links as their address, single line ends between paragraphs.
    ///
    /// - Returns: A template; lines end with LF.
    /// - Throws: ``TemplateError``; its line counts within ``source``.
    public func plain() throws(TemplateError) -> Template { try Template(source) }

    /// The words as blocks for paper.
    ///
    /// - Returns: The blocks in reading order.
    /// - Throws: ``TemplateError``; its line counts within ``source``.
    public func paragraphs() throws(TemplateError) -> [Paragraph] {
        [Paragraph(kind: .body, markup: try Template(source, landing: .html))]
    }
}
