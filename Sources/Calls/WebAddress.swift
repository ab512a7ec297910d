/// The form of an address that people can open in a browser.
enum WebAddress {
    /// Whether a text is an absolute `http` or `https` address with a host, and without signs that have to be encoded.
    static func isWellFormed(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let scheme = bytes.prefix { $0 != UInt8(ascii: ":") }
        let name = String(decoding: scheme, as: UTF8.self).lowercased()
        let rest = bytes.dropFirst(scheme.count)
        guard name == "http" || name == "https", rest.starts(with: "://".utf8), bytes.count <= 2_000 else {
            return false
        }
        let host = rest.dropFirst(3).prefix { !"/?#".utf8.contains($0) }
        let isClean = bytes.allSatisfy { $0 > 0x20 && $0 != 0x7F && !"\"<>\\^`{|}".utf8.contains($0) }
        return isClean && !host.isEmpty && host.first != UInt8(ascii: ":") && !text.contains(where: \.isWhitespace)
    }
}
