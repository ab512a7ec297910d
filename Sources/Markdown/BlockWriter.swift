/// Flattens a document into blocks for paper, with Pango's markup for the looks of words.
struct BlockWriter {
    private(set) var blocks: [MarkdownBlock] = []
    private var text = MarkdownText()

    /// Writes the blocks inside of a container.
    ///
    /// - Parameters:
    ///   - parent: The container.
    ///   - place: What a paragraph is there; an item's marker goes to its first block.
    ///   - depth: How many containers lie around it.
    mutating func blocks(of parent: MarkdownNode, place: MarkdownBlock.Kind, depth: Int) {
        var place = place
        for node in parent.children {
            block(node, place: place, depth: depth)
            if case .item(let depth, _) = place { place = .item(depth: depth, marker: "") }
        }
    }

    private mutating func block(_ node: MarkdownNode, place: MarkdownBlock.Kind, depth: Int) {
        guard depth < deepestNesting else { return add(place) { $0.write(node.flatText) } }
        switch node.kind {
        case .heading: add(.heading(level: node.headingLevel)) { $0.inlines(of: node) }
        case .thematicBreak: add(.rule) { _ in }
        case .codeBlock:
            add(place) { writer in
                writer.enter(.code)
                writer.write(node.code)
                writer.leave(.code)
            }
        case .blockQuote: blocks(of: node, place: .quote, depth: depth + 1)
        case .list: list(node, place: place, depth: depth + 1)
        case .table: for row in node.children { add(place) { $0.row(row) } }
        default: add(place) { $0.inlines(of: node) }
        }
    }

    private mutating func list(_ node: MarkdownNode, place: MarkdownBlock.Kind, depth: Int) {
        var level = 0
        if case .item(let outer, _) = place { level = outer + 1 }
        for (index, item) in node.children.enumerated() {
            let marker =
                if item.kind == .tasklist { item.isChecked ? "☑" : "☐" } else {
                    node.firstNumber.map { "\($0 + index)\(node.numberSign)" } ?? "•"
                }
            let place = MarkdownBlock.Kind.item(depth: level, marker: marker)
            // A sheet shows an item's marker even when nothing stands behind it.
            if item.children.isEmpty { add(place) { _ in } }
            blocks(of: item, place: place, depth: depth)
        }
    }

    private mutating func row(_ row: MarkdownNode) {
        if row.kind == .tableHeader { enter(.bold) }
        for (column, cell) in row.children.enumerated() {
            if column > 0 { write(" | ") }
            inlines(of: cell)
        }
        if row.kind == .tableHeader { leave(.bold) }
    }

    private mutating func add(_ kind: MarkdownBlock.Kind, _ body: (inout BlockWriter) -> Void) {
        text = MarkdownText()
        body(&self)
        blocks.append(MarkdownBlock(kind: kind, markup: text))
    }
}

extension BlockWriter: InlineWriter {
    var addressSigns: (before: String, after: String) { (" (", ")") }

    mutating func write(_ words: String) { text.append(Self.escaped(words)) }
    mutating func writeLink(_ url: String) { text.appendLink(Self.escaped(url)) }
    mutating func softBreak() { write(" ") }
    mutating func hardBreak() { write("\n") }
    mutating func enter(_ style: InlineStyle) { tag(style, "<") }
    mutating func leave(_ style: InlineStyle) { tag(style, "</") }

    private mutating func tag(_ style: InlineStyle, _ sign: String) {
        switch style {
        case .bold: text.append("\(sign)b>".utf8)
        case .italic: text.append("\(sign)i>".utf8)
        case .code: text.append("\(sign)tt>".utf8)
        case .struck: break
        }
    }

    /// By byte, so that no combining mark can carry a sign past it.
    private static func escaped(_ words: String) -> [UInt8] {
        words.utf8.reduce(into: []) { bytes, byte in
            switch byte {
            case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
            case 0..<0x20 where byte != 0x0A && byte != 0x09: break  // XML has no place for them
            default: bytes.append(byte)
            }
        }
    }
}
