/// Writes a document as short plain text for a phone, where every sign costs: one line a paragraph, and no markup.
struct PlainWriter {
    private var text = MarkdownText()
    private var isAtStart: Bool { text.bytes.isEmpty }

    func finish() -> MarkdownText {
        var finished = text
        finished.trimEnd()
        return finished
    }

    mutating func blocks(of parent: MarkdownNode, depth: Int) {
        for node in parent.children { block(node, depth: depth) }
    }

    private mutating func block(_ node: MarkdownNode, depth: Int) {
        guard depth < deepestNesting else { return line { $0.write(node.flatText) } }
        switch node.kind {
        case .thematicBreak: break
        case .codeBlock: line { $0.write(node.code) }
        case .blockQuote: blocks(of: node, depth: depth + 1)
        case .list: list(node, depth: depth + 1)
        case .table: for row in node.children { line { $0.row(row) } }
        default: line { $0.inlines(of: node) }
        }
    }

    private mutating func list(_ node: MarkdownNode, depth: Int) {
        for (index, item) in node.children.enumerated() {
            let marker = node.firstNumber.map { "\($0 + index)\(node.numberSign) " } ?? "- "
            var blocks = item.children[...]
            line { writer in
                writer.write(marker)
                guard blocks.first?.kind == .paragraph, let first = blocks.popFirst() else { return }
                writer.inlines(of: first)
            }
            for block in blocks { self.block(block, depth: depth) }
        }
    }

    private mutating func row(_ row: MarkdownNode) {
        for (column, cell) in row.children.enumerated() {
            if column > 0 { write(", ") }
            inlines(of: cell)
        }
    }

    private mutating func line(_ body: (inout PlainWriter) -> Void) {
        if !isAtStart { text.append([0x0A]) }
        body(&self)
    }
}

extension PlainWriter: InlineWriter {
    var addressSigns: (before: String, after: String) { (" ", "") }

    mutating func write(_ words: String) { text.append(words.utf8) }
    mutating func writeLink(_ url: String) { text.appendLink(url.utf8) }
    mutating func softBreak() { write(" ") }
    mutating func hardBreak() { write("\n") }
    mutating func enter(_ style: InlineStyle) {}
    mutating func leave(_ style: InlineStyle) {}
}
