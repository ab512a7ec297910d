extension MarkdownNode {
    /// Takes raw HTML out of the tree; the words between two tags stay.
    func removeRawHTML() {
        for node in descendants where node.kind == .htmlBlock || node.kind == .htmlInline { node.remove() }
    }

    /// Empties the address of every link and image whose scheme can run code or carry a document.
    func disarmLinks() {
        for node in descendants where node.kind == .link || node.kind == .image {
            if Self.isDangerous(node.url) { node.setURL("") }
        }
    }

    /// Browsers skip white space and control characters in front of a scheme and inside it, so they are skipped here.
    private static func isDangerous(_ url: String) -> Bool {
        let start = url.utf8.lazy.filter { $0 > 0x20 && $0 != 0x7F }.prefix(11).map { byte in
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
        }
        return ["javascript:", "vbscript:", "file:", "data:"].contains { start.starts(with: $0.utf8) }
    }
}
