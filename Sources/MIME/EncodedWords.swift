/// Words of a header in other character sets (RFC 2047).
enum EncodedWords {
    /// Decodes every encoded word of a header field's value.
    ///
    /// Each word is decoded by itself, as the standard has it: a character that a sender tore apart is not mended here,
    /// so that a rehearsal shows what a strict reader would see.
    ///
    /// - Parameter value: Unfolded.
    /// - Returns: The value as people read it.
    static func decode(_ value: String) -> String {
        var decoded = ""
        var gap = ""
        var isBehindEncodedWord = false
        for piece in pieces(value) {
            if piece.allSatisfy({ $0 == " " || $0 == "\t" }) {
                gap += piece
                continue
            }
            let word = word(piece)
            // Space between two encoded words is there for the line's length only.
            if word == nil || !isBehindEncodedWord { decoded += gap }
            decoded += word ?? piece
            isBehindEncodedWord = word != nil
            gap = ""
        }
        return decoded + gap
    }

    /// Runs of blanks and runs of others, in turn; what follows an encoded word without a blank is a piece as well.
    private static func pieces(_ value: String) -> [String] {
        var pieces: [String] = []
        var isBlank: Bool?
        for scalar in value.unicodeScalars {
            let blank = scalar == " " || scalar == "\t"
            // Parentheses and commas may stand right behind an encoded word.
            let startsAnew = blank != isBlank || (pieces.last.map { $0.hasSuffix("?=") && $0.count > 6 } ?? false)
            if startsAnew { pieces.append("") }
            pieces[pieces.count - 1].unicodeScalars.append(scalar)
            isBlank = blank
        }
        return pieces
    }

    /// One encoded word: `=?charset?Q?text?=`.
    private static func word(_ piece: String) -> String? {
        guard piece.hasPrefix("=?"), piece.hasSuffix("?=") else { return nil }
        let parts = piece.utf8.dropFirst(2).dropLast(2)
            .split(separator: UInt8(ascii: "?"), maxSplits: 2, omittingEmptySubsequences: false).map(Array.init)
        guard parts.count == 3 else { return nil }
        // A language may follow the character set behind an asterisk (RFC 2231 5).
        let charset = String(decoding: parts[0].prefix { $0 != UInt8(ascii: "*") }, as: UTF8.self)
        let bytes: [UInt8]
        switch parts[1] {
        case [UInt8(ascii: "B")], [UInt8(ascii: "b")]: bytes = TransferDecoding.base64(parts[2])
        case [UInt8(ascii: "Q")], [UInt8(ascii: "q")]:
            var octets: [UInt8] = []
            let spaced = parts[2].map { $0 == UInt8(ascii: "_") ? 32 : $0 }
            TransferDecoding.appendOctets(of: spaced[...], to: &octets)
            bytes = octets
        default: return nil
        }
        return Charset(name: charset)?.text(bytes)
    }
}
