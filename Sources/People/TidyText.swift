import Foundation

/// Text as people type and paste it, made fit to be kept: trimmed, single spaces, NFC, nothing invisible.
package enum TidyText {
    /// What becomes of line ends and tabs inside a text.
    package enum LineBreaks {
        /// They are a fault: where a line end could start a header or a new line of a list.
        case refused
        /// They count as white space, so that a cell of several lines becomes one.
        case folded
    }

    /// Tidies a text.
    ///
    /// - Parameters:
    ///   - text: As it was typed.
    ///   - lineBreaks: What becomes of line ends and tabs inside.
    /// - Returns: NFC without white space at the ends, runs of it as one space, and without bidirectional overrides,
    ///   which could make a text read otherwise than it is.
    /// - Throws: ``AddressFault`` when control characters remain.
    package static func tidied(_ text: String, lineBreaks: LineBreaks = .refused) throws(AddressFault) -> String {
        if isTidy(text) { return text }
        var tidy = String.UnicodeScalarView()
        var gap = false
        for scalar in trimmed(text).unicodeScalars where !isInvisible(scalar) {
            if scalar.properties.generalCategory == .control {
                guard lineBreaks == .folded, "\r\n\t".unicodeScalars.contains(scalar) else {
                    throw AddressFault("holds a line end or another control character; write it on one line")
                }
            }
            if scalar.properties.isWhitespace {
                gap = true
                continue
            }
            if gap, !tidy.isEmpty { tidy.append(" ") }
            gap = false
            tidy.append(scalar)
        }
        return String(tidy).precomposedStringWithCanonicalMapping
    }

    /// Takes white space off both ends.
    static func trimmed(_ text: String) -> Substring {
        let isVisible = { (byte: UInt8?) in byte.map { (0x21...0x7E).contains($0) } ?? true }
        if isVisible(text.utf8.first), isVisible(text.utf8.last) { return text[...] }
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return text[first..<scalars.index(after: last)]
    }

    /// Whether a text is printable ASCII with single inner spaces: what nearly every text is, and nothing to do then.
    private static func isTidy(_ text: String) -> Bool {
        var previous = UInt8(ascii: " ")
        for byte in text.utf8 {
            guard byte >= 0x20, byte < 0x7F, byte != 0x20 || previous != 0x20 else { return false }
            previous = byte
        }
        return previous != 0x20 || text.isEmpty
    }

    /// Bidirectional embeddings, overrides and isolates, the zero-width space and the byte order mark.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x202A...0x202E, 0x2066...0x2069, 0x200B, 0xFEFF: true
        default: false
        }
    }
}
