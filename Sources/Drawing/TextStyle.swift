/// How a text looks and how it fills its width.
package struct TextStyle: Sendable, Hashable {
    /// Where lines begin or end.
    package enum Flush: Sendable, Hashable {
        /// At the left for left-to-right lines, at the right for right-to-left lines.
        case start
        /// At the left, whatever the script: for columns.
        case left
        case center
        /// At the right, whatever the script.
        case right
    }

    /// What becomes of a text that is wider than its width.
    package enum Overflow: Sendable, Hashable {
        /// It goes on in the next line, without end.
        case wrap
        /// It goes on for that many lines, then ends with `…`; 1 keeps it on one line.
        case ellipsis(lines: Int)
        /// It stays on one line and gives way in its middle, where its end matters as much as its beginning.
        case ellipsisInTheMiddle
    }

    /// A font family; fonts for scripts that it lacks are found by themselves.
    package var family: String
    /// In points.
    package var size: Double
    package var isBold: Bool
    package var flush: Flush
    package var overflow: Overflow
    /// The distance from line to line, as a multiple of the font's own.
    package var lineSpacing: Double
    /// A BCP 47 tag; decides between the Chinese, Japanese and Korean shapes of a sign.
    package var language: String

    package init(
        family: String = "Noto Sans",
        size: Double,
        isBold: Bool = false,
        flush: Flush = .start,
        overflow: Overflow = .ellipsis(lines: 1),
        lineSpacing: Double = 1,
        language: String = ""
    ) {
        self.family = family
        self.size = size
        self.isBold = isBold
        self.flush = flush
        self.overflow = overflow
        self.lineSpacing = lineSpacing
        self.language = language
    }
}

/// What is to be set.
package enum TextContent: Sendable, Equatable {
    /// Every sign stands for itself; `<b>` is three letters.
    case plain(String)
    /// Pango's markup; what cannot be read as such is set as plain text.
    case markup(String)
}
