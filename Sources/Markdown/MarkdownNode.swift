import CMarkGFM

/// A node of cmark's tree.
///
/// It borrows from the ``MarkdownDocument`` that owns the tree and must not outlive it. A missing node is a node
/// without children, which is how the C library itself treats NULL.
struct MarkdownNode {
    /// What a node is; the names are cmark's own.
    enum Kind: String {
        case document, list, item, tasklist, paragraph, heading, table, text, softbreak, linebreak, code, emph, strong
        case strikethrough, link, image
        case blockQuote = "block_quote"
        case codeBlock = "code_block"
        case htmlBlock = "html_block"
        case htmlInline = "html_inline"
        case thematicBreak = "thematic_break"
        case tableHeader = "table_header"
        case tableRow = "table_row"
        case tableCell = "table_cell"
    }

    private let pointer: OpaquePointer?

    init(_ pointer: OpaquePointer?) { self.pointer = pointer }

    /// `nil` for a kind that nothing here asks for.
    var kind: Kind? { Kind(rawValue: Self.string(cmark_node_get_type_string(pointer))) }
    /// The text of a text, code or code block node.
    var literal: String { Self.string(cmark_node_get_literal(pointer)) }
    /// The text of a code block, without the end of its last line.
    var code: String { literal.hasSuffix("\n") ? String(literal.dropLast()) : literal }
    /// The address of a link or image.
    var url: String { Self.string(cmark_node_get_url(pointer)) }
    /// 1 to 6.
    var headingLevel: Int { Int(cmark_node_get_heading_level(pointer)) }
    /// Whether a list stands without blank lines between its items.
    var isTight: Bool { cmark_node_get_list_tight(pointer) != 0 }
    /// The number of an ordered list's first item; `nil` for bullets.
    var firstNumber: Int? {
        cmark_node_get_list_type(pointer) == CMARK_ORDERED_LIST ? Int(cmark_node_get_list_start(pointer)) : nil
    }
    /// What stands behind the numbers of an ordered list.
    var numberSign: String { cmark_node_get_list_delim(pointer) == CMARK_PAREN_DELIM ? ")" : "." }
    /// Whether an item of a task list bears its tick.
    var isChecked: Bool { cmark_gfm_extensions_get_tasklist_item_checked(pointer) }

    var children: [MarkdownNode] {
        var found: [MarkdownNode] = []
        var next = cmark_node_first_child(pointer)
        while let child = next {
            found.append(MarkdownNode(child))
            next = cmark_node_next(child)
        }
        return found
    }

    /// Every node below this one and itself, parents first.
    ///
    /// The C library's iterator keeps no stack, so it walks a tree of any depth.
    var descendants: [MarkdownNode] {
        var found: [MarkdownNode] = []
        let iterator = cmark_iter_new(pointer)
        defer { cmark_iter_free(iterator) }
        while true {
            let event = cmark_iter_next(iterator)
            if event == CMARK_EVENT_DONE { return found }
            if event == CMARK_EVENT_ENTER { found.append(MarkdownNode(cmark_iter_get_node(iterator))) }
        }
    }

    /// The words below this node, without anything that shapes them.
    var flatText: String {
        descendants.reduce(into: "") { text, node in
            switch node.kind {
            case .text, .code, .codeBlock: text += node.literal
            case .softbreak, .linebreak: text += " "
            default: break
            }
        }
    }

    func html() -> [UInt8] {
        guard let rendered = cmark_render_html(pointer, CMARK_OPT_DEFAULT, nil) else { return [] }
        defer { cmark_get_default_mem_allocator().pointee.free(rendered) }
        return Array(String(cString: rendered).utf8)
    }

    func free() { cmark_node_free(pointer) }

    /// Takes the node out of the tree, and its parent too where that leaves an empty paragraph.
    func remove() {
        let parent = MarkdownNode(cmark_node_parent(pointer))
        cmark_node_unlink(pointer)
        free()
        if parent.kind == .paragraph, parent.children.isEmpty { parent.remove() }
    }

    func setURL(_ url: String) { cmark_node_set_url(pointer, url) }

    private static func string(_ bytes: UnsafePointer<CChar>?) -> String {
        guard let bytes else { return "" }
        return String(cString: bytes)
    }
}
