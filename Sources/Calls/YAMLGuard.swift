/// Looks over a header before the YAML parser does, and refuses what could make that one run away.
///
/// A few lines of references to references stand for billions of values, and parsers of nested values are recursive. No
/// header of a message needs either. The look is coarse and errs on the side of refusal: it sees signs where a value may
/// begin, outside of quotes, comments and blocks of text.
struct YAMLGuard {
    private let bytes: [UInt8]
    private var index = 0
    private var line = 1
    private var depth = 0
    /// The indent of the line in which a block of text (`|`, `>`) was begun.
    private var blockIndent: Int?

    private static let deepest = 8
    private static let widestIndent = 40

    /// The first thing in a header that must not reach the parser.
    ///
    /// - Returns: The problem and its line within the YAML, the first being 1; `nil` when the parser may have it.
    static func refusal(of yaml: String) -> (problem: MessageFileError.Problem, line: Int)? {
        if let line = lineOfSeparator(in: yaml) { return (.headerSyntax(.lineSeparator), line) }
        var reader = YAMLGuard(bytes: Array(yaml.utf8))
        while reader.index < reader.bytes.count {
            if let problem = reader.readLine() { return (problem, reader.line) }
        }
        return nil
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// libyaml breaks lines at three more characters, of which the look over the header knows nothing.
    private static func lineOfSeparator(in yaml: String) -> Int? {
        let scalars = yaml.unicodeScalars
        let found = scalars.firstIndex { $0 == "\u{85}" || $0 == "\u{2028}" || $0 == "\u{2029}" }
        return found.map { 1 + scalars[..<$0].count { $0 == "\n" } }
    }

    private func byte(at place: Int) -> UInt8? { bytes.indices.contains(place) ? bytes[place] : nil }

    private func isEnd(at place: Int) -> Bool { byte(at: place) == nil || byte(at: place) == 0x0A }

    private func isGap(at place: Int) -> Bool { isEnd(at: place) || bytes[place] == 0x20 || bytes[place] == 0x09 }

    private mutating func skipLine() {
        while !isEnd(at: index) { index += 1 }
        index += 1
        line += 1
    }

    /// Reads a line, or more where a quoted text runs on.
    private mutating func readLine() -> MessageFileError.Problem? {
        let start = index
        while byte(at: index) == 0x20 { index += 1 }
        let indent = index - start
        if isEnd(at: index) {
            skipLine()
            return nil
        }
        if let block = blockIndent {
            if indent > block {
                skipLine()
                return nil
            }
            blockIndent = nil
        }
        if indent > Self.widestIndent { return .headerTooDeep }
        if indent == 0, beginsDocument { return .headerSyntax(.specialSign) }
        return readValues(indent: indent)
    }

    /// Whether a line begins with a sign that stands between YAML documents.
    private var beginsDocument: Bool {
        let rest = bytes[index...]
        return ["---", "...", "%"].contains { rest.starts(with: $0.utf8) }
    }

    /// Whether a quotation mark here quotes: `a:"b` is one plain text, unlike `"a":"b"`.
    private var mayQuote: Bool {
        guard let last = byte(at: index - 1), last == UInt8(ascii: ":") else { return true }
        return byte(at: index - 2).map { "\"'".utf8.contains($0) } ?? false
    }

    private mutating func readValues(indent: Int) -> MessageFileError.Problem? {
        var beginsValue = true
        var signs = 0
        /// A block of text ends by the indent of its key, which is the line's only where the key begins the line.
        var mayBeginBlock: Bool { depth == 0 && signs == 0 }
        while !isEnd(at: index) {
            let sign = bytes[index]
            switch sign {
            case 0x20, 0x09: index += 1
            case UInt8(ascii: "#") where isGap(at: index - 1):
                skipLine()
                return nil
            case UInt8(ascii: "&") where beginsValue, UInt8(ascii: "*") where beginsValue:
                return .headerReference(excerpt())
            case UInt8(ascii: "\"") where beginsValue && mayQuote, UInt8(ascii: "'") where beginsValue && mayQuote:
                skipQuoted(sign)
                beginsValue = false
            case UInt8(ascii: "|") where beginsValue && mayBeginBlock,
                UInt8(ascii: ">") where beginsValue && mayBeginBlock:
                blockIndent = indent
                skipLine()
                return nil
            case UInt8(ascii: "!") where beginsValue:
                signs += 1
                while !isGap(at: index) { index += 1 }
            case UInt8(ascii: "-") where beginsValue && isGap(at: index + 1),
                UInt8(ascii: "?") where beginsValue && isGap(at: index + 1):
                signs += 1
                if signs > Self.deepest { return .headerTooDeep }
                index += 1
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                if beginsValue || depth > 0 { depth += 1 }
                if depth > Self.deepest { return .headerTooDeep }
                beginsValue = true
                index += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth = max(0, depth - 1)
                beginsValue = false
                index += 1
            case UInt8(ascii: ",") where depth > 0, UInt8(ascii: ":") where depth > 0 || isGap(at: index + 1):
                beginsValue = true
                index += 1
            default:
                beginsValue = false
                index += 1
            }
        }
        skipLine()
        return nil
    }

    /// Skips a quoted text; a doubled `'` and an escaped `"` do not end it.
    private mutating func skipQuoted(_ quote: UInt8) {
        index += 1
        while let next = byte(at: index) {
            if next == 0x0A { line += 1 }
            if next == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                index += 1
            } else if next == quote {
                guard quote == UInt8(ascii: "'"), byte(at: index + 1) == quote else { break }
                index += 1
            }
            index += 1
        }
        index += 1
    }

    /// The value that begins here, for the author to find it.
    private func excerpt() -> String {
        let rest = bytes[index...].prefix { $0 != 0x0A }
        return String(String(decoding: rest, as: UTF8.self).prefix(40))
    }
}
