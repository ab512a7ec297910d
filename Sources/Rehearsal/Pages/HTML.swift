/// A piece of a page.
///
/// Whatever text is put into it is escaped; only a piece of a page can be put in as it stands.
struct HTML: Sendable, Equatable, ExpressibleByStringInterpolation {
    private(set) var markup: String

    init(stringLiteral markup: String) { self.markup = markup }

    init(stringInterpolation: Interpolation) { markup = stringInterpolation.markup }

    /// Joins pieces, one a line.
    init(_ pieces: some Sequence<HTML>) { markup = pieces.map(\.markup).joined(separator: "\n") }

    static let nothing: HTML = ""

    struct Interpolation: StringInterpolationProtocol {
        fileprivate var markup = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            markup.reserveCapacity(literalCapacity + 32 * interpolationCount)
        }

        mutating func appendLiteral(_ literal: String) { markup += literal }

        mutating func appendInterpolation(_ piece: HTML) { markup += piece.markup }

        mutating func appendInterpolation(_ number: Int) { markup += String(number) }

        mutating func appendInterpolation(_ text: some StringProtocol) {
            for scalar in text.unicodeScalars {
                switch scalar {
                case "&": markup += "&amp;"
                case "<": markup += "&lt;"
                case ">": markup += "&gt;"
                case "\"": markup += "&quot;"
                case "'": markup += "&#39;"
                case "\t", "\n": markup.unicodeScalars.append(scalar)
                // No page may hold these (HTML Standard 13.1.4); a reader should see that something was there.
                case _ where scalar.properties.generalCategory == .control: markup += "\u{FFFD}"
                default: markup.unicodeScalars.append(scalar)
                }
            }
        }
    }
}
