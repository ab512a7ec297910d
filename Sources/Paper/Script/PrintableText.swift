extension String {
    /// The text as one line that cannot disturb what stands around it on paper.
    ///
    /// Line ends and control signs become spaces; signs that turn the direction of writing are taken out, since a line finds its own;
    /// of piled-up accents four stay; and it ends after 300 signs, of which a row shows some forty.
    package var printable: String {
        if utf8.count <= 300, utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return self }
        var line = UnicodeScalarView()
        var marks = 0
        for scalar in unicodeScalars.prefix(300) {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator:
                line.append(" ")
                marks = 0
            case .nonspacingMark, .enclosingMark:
                marks += 1
                if marks <= 4 { line.append(scalar) }
            case .format where Self.turnsDirection(scalar): break
            default:
                line.append(scalar)
                marks = 0
            }
        }
        return String(line)
    }

    /// Embeddings, overrides and isolates; the plain marks U+200E and U+200F are harmless and stay.
    private static func turnsDirection(_ scalar: Unicode.Scalar) -> Bool {
        (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    }
}
