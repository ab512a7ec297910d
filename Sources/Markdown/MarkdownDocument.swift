import CMarkGFM

/// A piece of GitHub-flavoured Markdown, parsed; the owner of its tree.
///
/// Raw HTML and links with a dangerous scheme are taken out of the tree when it is made, so that no rendering can let
/// them through. The tree is freed with its owner, which is why the owner cannot be copied.
package struct MarkdownDocument: ~Copyable {
    private let root: MarkdownNode

    /// Parses a text.
    ///
    /// - Parameter source: Markdown of any content; NUL is read as U+FFFD.
    package init(_ source: String) {
        root = Self.parse(source)
        root.removeRawHTML()
        root.disarmLinks()
    }

    deinit { root.free() }

    /// The document as HTML without a page around it: cmark's own rendering, in safe mode.
    ///
    /// - Returns: UTF-8; inside of tags and attributes `& < > "` are entities.
    package func html() -> [UInt8] { root.html() }

    /// The document as plain text that reads well in a mail.
    ///
    /// - Returns: Lines that end with LF; the last one has none.
    package func text() -> MarkdownText {
        var writer = TextWriter()
        writer.document(root)
        return writer.finish()
    }

    /// The document as short plain text without signs, a paragraph a line.
    ///
    /// - Returns: Lines that end with LF; the last one has none.
    package func plain() -> MarkdownText {
        var writer = PlainWriter()
        writer.blocks(of: root, depth: 0)
        return writer.finish()
    }

    /// The document as a flat list of blocks for paper.
    ///
    /// - Returns: The blocks in reading order.
    package func blocks() -> [MarkdownBlock] {
        var writer = BlockWriter()
        writer.blocks(of: root, place: .body, depth: 0)
        return writer.blocks
    }

    /// The registry of extensions is a global of the C library without a lock: it is filled once and then only read.
    private static let registration: Void = cmark_gfm_core_extensions_ensure_registered()

    /// Runs cmark over the text, with the extensions that GitHub calls its own.
    private static func parse(_ source: String) -> MarkdownNode {
        _ = registration
        let parser = cmark_parser_new(CMARK_OPT_DEFAULT)
        defer { cmark_parser_free(parser) }
        for name in ["table", "strikethrough", "autolink", "tasklist"] {
            if let found = cmark_find_syntax_extension(name) { cmark_parser_attach_syntax_extension(parser, found) }
        }
        var source = source
        source.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
        }
        return MarkdownNode(cmark_parser_finish(parser))
    }
}
