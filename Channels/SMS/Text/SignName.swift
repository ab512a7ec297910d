/// Names signs for people who cannot tell ’ from '.
enum SignName {
    /// The sign and its number: `’ (U+2019)`.
    static func of(_ sign: Unicode.Scalar) -> String {
        let number = String(sign.value, radix: 16, uppercase: true)
        let code = "U+" + String(repeating: "0", count: max(0, 4 - number.count)) + number
        return isVisible(sign) ? "\(sign) (\(code))" : "the sign \(code)"
    }

    /// What to write instead; begins with a space.
    static func advice(_ sign: Unicode.Scalar) -> String {
        plain[sign].map { " Write \($0) instead." } ?? ""
    }

    private static func isVisible(_ sign: Unicode.Scalar) -> Bool {
        switch sign.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .unassigned,
            .privateUse, .nonspacingMark, .enclosingMark, .spacingMark:
            false
        default: true
        }
    }

    private static let plain: [Unicode.Scalar: String] = [
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "“": "\"", "”": "\"", "„": "\"", "«": "\"", "»": "\"",
        "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "…": "...", "•": "-", "·": "-", "´": "'", "`": "'",
        "\u{A0}": "an ordinary space", "\u{202F}": "an ordinary space", "\u{2009}": "an ordinary space",
        "\u{200B}": "nothing", "\u{FEFF}": "nothing", "\t": "an ordinary space",
    ]
}
