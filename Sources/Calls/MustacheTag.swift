/// A tag of a Mustache text.
struct MustacheTag: Equatable, Sendable {
    /// What a tag does.
    enum Kind: Equatable, Sendable {
        case variable(name: String)
        case open(name: String, inverted: Bool)
        case close(name: String)
        case comment
    }

    let kind: Kind
    /// Where it stands in the text's UTF-8, braces included.
    let range: Range<Int>
    /// The line on which it begins; the first is 1.
    let line: Int

    /// The tag as a piece of a template.
    ///
    /// - Parameters:
    ///   - index: The tag's place among the text's tags.
    ///   - escape: How its value is made harmless, if it has one.
    /// - Returns: A field, or a mark that leaves nothing.
    func element(index: Int, escape: Template.Escape) -> TemplateElement {
        switch kind {
        case .variable(let name): .field(name: name, escape: escape)
        case .open(let name, let inverted): .mark(.open(name: name, inverted: inverted), tag: index)
        case .close: .mark(.close, tag: index)
        case .comment: .mark(.comment, tag: index)
        }
    }
}
