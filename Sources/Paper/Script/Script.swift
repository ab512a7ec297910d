package import Calls
package import Deliveries
package import Drawing

/// What to say at the door, set in lines for one width of paper.
package struct Script {
    /// A block of the words, with where it stands.
    package struct Block {
        package let kind: Paragraph.Kind
        package let layout: TextLayout
        package let lines: [TextLayout.Line]
        /// From the left edge, in points.
        package let indent: Double
        /// Above it, in points.
        package let gap: Double

        /// What stands before an item.
        package var marker: String? {
            if case .item(_, let marker) = kind { marker } else { nil }
        }
    }

    package let blocks: [Block]

    /// Sets the words.
    ///
    /// - Parameters:
    ///   - words: As the organizer wrote them.
    ///   - briefing: Fills the call's fields.
    ///   - width: In points.
    ///   - typesetter: The one that draws them later, or one like it.
    /// - Throws: ``TemplateError``, ``DrawingError``.
    package init(_ words: Words, _ briefing: Briefing, width: Double, _ typesetter: Typesetter) throws {
        let fields = BlankFields(briefing: briefing)
        blocks = try words.paragraphs().map { paragraph in
            let indent = Self.indent(of: paragraph.kind)
            let isRule = paragraph.kind == .rule
            let markup = isRule ? " " : fields.markup(of: paragraph.markup)
            let style = Self.style(of: paragraph.kind, language: briefing.call.language)
            let layout = try typesetter.set(.markup(markup), style, width: width - indent)
            let gap = Self.gap(above: paragraph.kind)
            return Block(kind: paragraph.kind, layout: layout, lines: layout.lines, indent: indent, gap: gap)
        }
    }

    /// Signs that no installed font can show.
    package var missingGlyphs: Int { blocks.reduce(0) { $0 + $1.layout.missingGlyphs } }

    static func style(of kind: Paragraph.Kind, language: String = "") -> TextStyle {
        var style = TextStyle(size: 10.5, overflow: .wrap, lineSpacing: 1.02, language: language)
        switch kind {
        case .heading(let level):
            style.isBold = true
            style.size = level == 1 ? 13 : level == 2 ? 12 : 11
        case .rule: style.size = 5
        case .body, .item, .quote: break
        }
        return style
    }

    private static func indent(of kind: Paragraph.Kind) -> Double {
        switch kind {
        case .item(let depth, _): 14 * Double(min(depth, 6) + 1)
        case .quote: 12
        case .heading, .body, .rule: 0
        }
    }

    private static func gap(above kind: Paragraph.Kind) -> Double {
        switch kind {
        case .heading: 6
        case .item: 1
        case .body, .quote, .rule: 4
        }
    }
}
