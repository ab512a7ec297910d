/// The value of a Content-Type field (RFC 2045 5.1).
package struct MediaType: Sendable, Equatable {
    /// In lower case: `text/html`.
    package let name: String
    /// By their names in lower case: `charset`, `boundary`.
    package let parameters: [String: String]

    /// Reads a field's value.
    ///
    /// - Parameter value: `nil` and what cannot be read mean plain text.
    package init(_ value: String?) {
        let pieces = Self.pieces(value ?? "")
        let name = pieces.first?.lowercased() ?? ""
        self.name = name.contains("/") ? name : "text/plain"
        var parameters: [String: String] = [:]
        for piece in pieces.dropFirst() {
            guard let equals = piece.firstIndex(of: "=") else { continue }
            let name = piece[..<equals].lowercased()
            if parameters[name] == nil { parameters[name] = String(piece[piece.index(after: equals)...]) }
        }
        self.parameters = parameters
    }

    /// What stands between semicolons, with quotation marks and the space outside of them taken away.
    private static func pieces(_ value: String) -> [String] {
        var pieces = [""]
        var isQuoted = false
        var isEscaped = false
        for character in value.unicodeScalars {
            switch character {
            case _ where isEscaped:
                pieces[pieces.count - 1].unicodeScalars.append(character)
                isEscaped = false
            case "\\" where isQuoted: isEscaped = true
            case "\"": isQuoted.toggle()
            case ";" where !isQuoted: pieces.append("")
            case " " where !isQuoted, "\t" where !isQuoted: break
            default: pieces[pieces.count - 1].unicodeScalars.append(character)
            }
        }
        return pieces
    }
}
