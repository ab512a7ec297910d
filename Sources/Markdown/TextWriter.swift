/// Writes a document as plain text for a mail: the signs that people write in mails anyway.
struct TextWriter {
    private var lines = LineWriter()

    mutating func document(_ root: MarkdownNode) { blocks(of: root, tight: false, depth: 0) }

    func finish() -> MarkdownText { lines.finish() }

    private mutating func blocks(of parent: MarkdownNode, tight: Bool, depth: Int) {
        guard depth < deepestNesting else { return write(parent.flatText) }
        for (index, node) in parent.children.enumerated() {
            if index > 0 { separate(tight: tight) }
            block(node, depth: depth + 1)
        }
    }

    private mutating func separate(tight: Bool) {
        lines.newLine()
        if !tight { lines.newLine() }
    }

    private mutating func block(_ node: MarkdownNode, depth: Int) {
        switch node.kind {
        case .heading:
            lines.write(String(repeating: "#", count: node.headingLevel) + " ")
            inlines(of: node)
        case .thematicBreak: lines.write("----------")
        case .codeBlock: indented("    ", "    ") { $0.lines.write(node.code) }
        case .blockQuote: indented("> ", "> ") { $0.blocks(of: node, tight: false, depth: depth) }
        case .list: list(node, depth: depth)
        case .table: table(node)
        default: inlines(of: node)
        }
    }

    private mutating func list(_ node: MarkdownNode, depth: Int) {
        for (index, item) in node.children.enumerated() {
            if index > 0 { separate(tight: node.isTight) }
            var marker = node.firstNumber.map { "\($0 + index)\(node.numberSign) " } ?? "- "
            let width = marker.utf8.count
            if item.kind == .tasklist { marker += item.isChecked ? "[x] " : "[ ] " }
            indented(marker, String(repeating: " ", count: width)) {
                $0.blocks(of: item, tight: node.isTight, depth: depth)
            }
        }
    }

    private mutating func table(_ node: MarkdownNode) {
        for (index, row) in node.children.enumerated() {
            if index > 0 { lines.newLine() }
            for (column, cell) in row.children.enumerated() {
                if column > 0 { lines.write(" | ") }
                inlines(of: cell)
            }
            guard row.kind == .tableHeader else { continue }
            lines.newLine()
            lines.write(Array(repeating: "---", count: row.children.count).joined(separator: " | "))
        }
    }

    private mutating func indented(_ first: String, _ rest: String, _ body: (inout TextWriter) -> Void) {
        let outer = lines.beginContainer(first: first, rest: rest)
        body(&self)
        lines.endContainer(outer)
    }
}

extension TextWriter: InlineWriter {
    var addressSigns: (before: String, after: String) { (" (", ")") }

    mutating func write(_ text: String) { lines.write(text) }
    mutating func writeLink(_ url: String) { lines.writeLink(url) }
    mutating func softBreak() { lines.newLine() }
    mutating func hardBreak() { lines.newLine() }
    mutating func enter(_ style: InlineStyle) { if style == .struck { lines.write("~~") } }
    mutating func leave(_ style: InlineStyle) { if style == .struck { lines.write("~~") } }
}
