/// A block of a document, flattened for paper.
package struct MarkdownBlock: Equatable, Sendable {
    /// What sort of block it is.
    package enum Kind: Equatable, Sendable {
        case heading(level: Int)
        case body
        /// An item of a list; the marker is empty for its second and later paragraphs.
        case item(depth: Int, marker: String)
        case quote
        case rule
    }

    package let kind: Kind
    /// Words with `<b>`, `<i>` and `<tt>`, everything else escaped for XML; a rule has none.
    package let markup: MarkdownText
}
