/// A text with holes: Mustache, compiled once per call and filled for each person.
public struct Template: Sendable {
    /// Where the text will stand, which decides how values from people are escaped.
    public enum Landing: Sendable {
        /// Plain text: values stand as they are.
        case text
        /// HTML, and Pango's markup: `& < > " '` in values become entities.
        case html
    }

    /// The names between the braces, each once, in order of appearance.
    public let fieldNames: [String]
    private let pieces: [Piece]
    private let landing: Landing

    private enum Piece: Sendable {
        case literal([UInt8])
        case field(String)
    }

    /// Compiles a Mustache text.
    ///
    /// - Parameters:
    ///   - source: The text with its `{{…}}`.
    ///   - landing: Where it will stand.
    /// - Throws: ``TemplateError`` with the line and what is wrong there.
    public init(_ source: String, landing: Landing = .text) throws(TemplateError) {
        var pieces: [Piece] = []
        var names: [String] = []
        var rest = source[...]
        while let open = rest.firstRange(of: "{{") {
            guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
                throw TemplateError(line: 1, problem: "'{{' is never closed")
            }
            let name = rest[open.upperBound..<close.lowerBound].filter { $0 != " " }
            pieces.append(.literal(Array(rest[..<open.lowerBound].utf8)))
            pieces.append(.field(name))
            if !names.contains(name) { names.append(name) }
            rest = rest[close.upperBound...]
        }
        pieces.append(.literal(Array(rest.utf8)))
        self.pieces = pieces
        self.landing = landing
        fieldNames = names
    }

    /// Fills the template for one person and adds its UTF-8 to a buffer.
    ///
    /// - Parameters:
    ///   - fields: Where the values are found; an absent one leaves nothing.
    ///   - buffer: What is added to.
    public func append(_ fields: some FieldSource, to buffer: inout [UInt8]) {
        for piece in pieces {
            switch piece {
            case .literal(let bytes): buffer.append(contentsOf: bytes)
            case .field(let name): buffer.append(contentsOf: (fields.value(of: name) ?? "").utf8)
            }
        }
    }

    /// Fills the template for one person.
    ///
    /// - Parameter fields: Where the values are found; an absent one leaves nothing.
    /// - Returns: The finished text.
    public func render(_ fields: some FieldSource) -> String {
        var bytes: [UInt8] = []
        append(fields, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
