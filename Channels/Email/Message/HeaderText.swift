/// Text that is fit for a header: one line of bounded length, whatever it was made from.
///
/// There is no way to make one that holds a line end, a NUL or another control character, and headers take nothing else; so
/// that no name and no subject can begin a header of its own.
struct HeaderText: Equatable, Sendable {
    /// No header of ours needs more; in UTF-8.
    private static let limit = 400

    /// UTF-8 without control characters.
    let bytes: [UInt8]
    /// Whether every byte is a printable ASCII sign or a space.
    let isASCII: Bool

    /// Makes one line of a text: control characters and line ends of every kind become spaces, and runs of spaces one.
    init(_ text: some StringProtocol) {
        self.init(utf8: Array(text.utf8))
    }

    /// Makes one line of a text in UTF-8.
    init(utf8 text: [UInt8]) {
        var isTidy = text.count <= Self.limit && text.first != 0x20 && text.last != 0x20
        var last: UInt8 = 0
        for byte in text {
            if byte > 0x7E || byte < 0x20 || (byte == 0x20 && last == 0x20) { isTidy = false }
            last = byte
        }
        bytes = isTidy ? text : Self.tidied(text)
        self.isASCII = bytes.allSatisfy { $0 < 0x80 }
    }

    private static func tidied(_ text: [UInt8]) -> [UInt8] {
        var tidy: [UInt8] = []
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            let isBlank: Bool =
                switch scalar.properties.generalCategory {
                case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator: true
                default: false
                }
            let utf8 = isBlank ? Array(" ".utf8) : Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            guard tidy.count + utf8.count <= limit else { break }
            if isBlank, tidy.isEmpty || tidy.last == 0x20 { continue }
            tidy += utf8
        }
        if tidy.last == 0x20 { tidy.removeLast() }
        return tidy
    }

    var isEmpty: Bool { bytes.isEmpty }

    /// A line of a header should not be longer (RFC 5322 2.1.1), without its end.
    static let lineLimit = 78

    /// Whether the text may stand in a header as it is: ASCII, nothing that looks like an encoded word, and a space to fold at
    /// often enough.
    var isFoldable: Bool {
        guard isASCII else { return false }
        var word = 0
        var last: UInt8 = 0
        for byte in bytes {
            word = byte == 0x20 ? 0 : word + 1
            if word > 50 || (last == UInt8(ascii: "=") && byte == UInt8(ascii: "?")) { return false }
            last = byte
        }
        return true
    }
}
