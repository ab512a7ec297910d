import Markdown

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
    public func html() throws(TemplateError) -> Template {
        let tags = try MustacheTags(source)
        let tokens = TagTokens(tags)
        let html = MarkdownDocument(tokens.markdown).html()
        let links = HTMLLinks.find(in: html)
        let elements = tokens.elements(of: html, links: links, escape: .html, linkEscape: .linkInHTML)
        try tags.checkSections(in: elements)
        let balanced = try MarkupSections.balanced(elements, tags: tags.tags)
        return try Template(elements: SectionSpacing.tidied(balanced), fieldNames: tags.fieldNames)
    }

    /// The words as plain text that reads well in a mail: headings, lists and quotes by their signs, links behind their text.
    ///
    /// - Returns: A template; lines end with LF.
    /// - Throws: ``TemplateError``; its line counts within ``source``.
    public func text() throws(TemplateError) -> Template {
        try text(mostLineEnds: 2) { $0.text() }
    }

    /// The words as short plain text for a phone: no signs, links as their address, single line ends between paragraphs.
    ///
    /// - Returns: A template; lines end with LF.
    /// - Throws: ``TemplateError``; its line counts within ``source``.
    public func plain() throws(TemplateError) -> Template {
        try text(mostLineEnds: 1) { $0.plain() }
    }

    /// The words as blocks for paper.
    ///
    /// A section that spans several blocks shows or hides each of them: a hidden block renders as nothing.
    ///
    /// - Returns: The blocks in reading order.
    /// - Throws: ``TemplateError``; its line counts within ``source``.
    public func paragraphs() throws(TemplateError) -> [Paragraph] {
        let tags = try MustacheTags(source)
        let tokens = TagTokens(tags)
        var sections = OpenSections()
        var paragraphs: [Paragraph] = []
        let blocks = MarkdownDocument(tokens.markdown).blocks().map { block in
            let (bytes, links) = (block.markup.bytes, block.markup.links)
            return (block.kind, tokens.elements(of: bytes, links: links, escape: .html, linkEscape: .linkInHTML))
        }
        try tags.checkSections(in: blocks.flatMap(\.1))
        for (kind, elements) in blocks {
            let closed = sections.closed(elements)
            if OpenSections.isHollow(elements) { continue }
            let balanced = try MarkupSections.balanced(closed, tags: tags.tags)
            let tidy = SectionSpacing.tidied(balanced)
            let names = MustacheTags.names(in: tidy)
            paragraphs.append(
                Paragraph(kind: .init(kind), markup: try Template(elements: tidy, fieldNames: names))
            )
        }
        return paragraphs
    }

    private func text(
        mostLineEnds: Int,
        _ form: (borrowing MarkdownDocument) -> MarkdownText
    ) throws(TemplateError) -> Template {
        let tags = try MustacheTags(source)
        let tokens = TagTokens(tags)
        let text = form(MarkdownDocument(tokens.markdown))
        let elements = tokens.elements(of: text.bytes, links: text.links, escape: .none, linkEscape: .link)
        try tags.checkSections(in: elements)
        let tidy = SectionSpacing.tidied(elements)
        return try Template(elements: tidy, fieldNames: tags.fieldNames, mostLineEnds: mostLineEnds)
    }
}

extension Paragraph.Kind {
    fileprivate init(_ kind: MarkdownBlock.Kind) {
        self =
            switch kind {
            case .heading(let level): .heading(level: level)
            case .body: .body
            case .item(let depth, let marker): .item(depth: depth, marker: marker)
            case .quote: .quote
            case .rule: .rule
            }
    }
}
