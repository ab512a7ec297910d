/// A writer of words inside of a block; what it must know differs from form to form, the walk does not.
protocol InlineWriter {
    mutating func write(_ text: String)
    mutating func writeLink(_ url: String)
    mutating func softBreak()
    mutating func hardBreak()
    mutating func enter(_ style: InlineStyle)
    mutating func leave(_ style: InlineStyle)
    /// What stands around the address behind the text of a link.
    var addressSigns: (before: String, after: String) { get }
}

/// A look that a run of words can have.
enum InlineStyle {
    case bold, italic, code, struck
}

/// How deep blocks and runs may lie in one another before their shape is given up and only their words are kept.
///
/// The walk is recursive and documents come from outside; no letter to people comes near this number.
let deepestNesting = 48

extension InlineWriter {
    /// Writes what is inside of a block or a run.
    mutating func inlines(of parent: MarkdownNode, depth: Int = 0) {
        guard depth < deepestNesting else { return write(parent.flatText) }
        for node in parent.children {
            switch node.kind {
            case .text: write(node.literal)
            case .code: styled(.code) { $0.write(node.literal) }
            case .softbreak: softBreak()
            case .linebreak: hardBreak()
            case .emph: styled(.italic) { $0.inlines(of: node, depth: depth + 1) }
            case .strong: styled(.bold) { $0.inlines(of: node, depth: depth + 1) }
            case .strikethrough: styled(.struck) { $0.inlines(of: node, depth: depth + 1) }
            case .link: link(node, depth: depth)
            default: inlines(of: node, depth: depth + 1)  // an image is its alternative text
            }
        }
    }

    private mutating func styled(_ style: InlineStyle, _ body: (inout Self) -> Void) {
        enter(style)
        body(&self)
        leave(style)
    }

    /// Writes a link as its text and its address, or as the address alone where the text says nothing else.
    private mutating func link(_ node: MarkdownNode, depth: Int) {
        let (url, text) = (node.url, node.flatText)
        if url.isEmpty { return inlines(of: node, depth: depth + 1) }
        if text.isEmpty || text == url { return writeLink(url) }
        if ["mailto:", "tel:", "sms:", "http://", "https://"].contains(where: { $0 + text == url }) {
            return write(text)
        }
        inlines(of: node, depth: depth + 1)
        write(addressSigns.before)
        writeLink(url)
        write(addressSigns.after)
    }
}
