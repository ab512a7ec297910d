import Foundation

/// Turns what a gateway says into one line for organizers.
enum GatewayWords {
    /// The longest line, in signs.
    static let longest = 200

    /// A body as one printable line.
    ///
    /// - Parameter body: Whatever came, text or not.
    /// - Returns: Empty when it is no text, or a page meant for browsers.
    static func line(_ body: [UInt8]) -> String {
        guard let text = String(validating: body.prefix(longest * 8), as: UTF8.self) else { return "" }
        let line = line(text)
        if line.hasPrefix("{") { return fromObject(body) }
        return line.hasPrefix("<") || line.hasPrefix("[") ? "" : line
    }

    /// The sentence in a JSON object, under one of the names that gateways and RFC 9457 give it.
    private static func fromObject(_ body: [UInt8]) -> String {
        guard body.count <= 65_536, let json = try? JSONSerialization.jsonObject(with: Data(body)),
            let object = json as? [String: Any]
        else { return "" }
        let said = ["detail", "error-text", "error_description", "message", "title", "error"].lazy
            .compactMap { object[$0] as? String }
        return said.first { !$0.isEmpty }.map { line($0) } ?? ""
    }

    /// A text as one printable line of bounded length.
    ///
    /// - Parameter text: Whatever was said.
    /// - Returns: With single spaces for line ends and control characters.
    static func line(_ text: String) -> String {
        // References and most sentences need no second look.
        if text.utf8.count <= longest, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) { return text }
        var line = String.UnicodeScalarView()
        var signs = 0
        for scalar in text.unicodeScalars {
            guard signs < longest else { break }
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator:
                if let last = line.last, last != " " { line.append(" ") }
            // Directions and other invisible signs could make a line read as something else.
            case .format, .surrogate, .privateUse, .unassigned: continue
            default:
                line.append(scalar)
            }
            signs += 1
        }
        if line.last == " " { line.removeLast() }
        return String(line)
    }

    /// A line without any of our secrets, should a gateway have repeated one.
    static func masking(_ secrets: [String], in line: String) -> String {
        secrets.reduce(line) { $0.replacingOccurrences(of: $1, with: "•••") }
    }
}
