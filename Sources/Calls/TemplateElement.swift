/// A piece of a text with Mustache tags, before it is known whether the fast way will do.
enum TemplateElement: Equatable, Sendable {
    case literal([UInt8])
    case field(name: String, escape: Template.Escape)
    /// A tag that leaves nothing itself; the index is its place among the text's ``MustacheTags``.
    case mark(Mark, tag: Int)

    /// The tags that leave nothing themselves.
    enum Mark: Equatable, Sendable {
        case open(name: String, inverted: Bool)
        case close
        case comment
    }

    /// The elements as parts for the fast way: comments dropped, neighbouring literals joined.
    ///
    /// - Parameter elements: What stands in the text.
    /// - Returns: `nil` when there are sections.
    static func parts(_ elements: [TemplateElement]) -> [Template.Part]? {
        var parts: [Template.Part] = []
        var literal: [UInt8] = []
        for element in elements {
            switch element {
            case .literal(let bytes): literal += bytes
            case .mark(.comment, _): continue
            case .mark: return nil
            case .field(let name, let escape):
                if !literal.isEmpty { parts.append(.literal(literal)) }
                literal = []
                parts.append(.field(name: name, escape: escape))
            }
        }
        if !literal.isEmpty { parts.append(.literal(literal)) }
        return parts
    }
}
