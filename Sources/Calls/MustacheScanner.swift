/// Finds the tags of a text and everything that is wrong with them.
struct MustacheScanner {
    let source: [UInt8]
    private(set) var tags: [MustacheTag] = []
    /// In the order of their lines.
    private(set) var faults: [TemplateError] = []
    private var position = 0
    private var line = 1
    private var open: [(name: String, line: Int)] = []

    private static let brace = UInt8(ascii: "{")
    private static let closingBrace = UInt8(ascii: "}")

    init(_ source: [UInt8]) { self.source = source }

    mutating func scan() {
        while position < source.count {
            if source[position] == Self.brace, byte(at: position + 1) == Self.brace {
                readTag()
            } else {
                advance(to: position + 1)
            }
        }
        for section in open { fault(.neverClosed(section.name), line: section.line) }
        faults = faults.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
            .map(\.element)
    }

    private func byte(at index: Int) -> UInt8? { index < source.count ? source[index] : nil }

    private mutating func advance(to end: Int) {
        for byte in source[position..<end] where byte == 0x0A { line += 1 }
        position = end
    }

    private mutating func fault(_ problem: MustacheProblem, line: Int? = nil) {
        faults.append(TemplateError(line: line ?? self.line, problem: problem.description))
    }

    /// Reads the tag that begins here, or names its fault and goes on behind the braces.
    private mutating func readTag() {
        let start = position
        let isTriple = byte(at: start + 2) == Self.brace
        let isComment = byte(at: start + 2) == UInt8(ascii: "!")
        let inner = start + (isTriple ? 3 : 2)
        guard let innerEnd = end(of: inner, isTriple: isTriple, isComment: isComment) else {
            fault(.unclosedBraces(isTriple))
            return advance(to: inner)
        }
        let end = innerEnd + (isTriple ? 3 : 2)
        if tags.count == MustacheTags.most {
            fault(.tooMany)
            return advance(to: source.count)
        }
        let text = String(decoding: source[inner..<innerEnd], as: UTF8.self)
        if let kind = isComment ? .comment : kind(of: text, isTriple: isTriple) {
            tags.append(MustacheTag(kind: kind, range: start..<end, line: line))
        }
        advance(to: end)
    }

    /// Where the closing braces begin; another opening pair before them means that they belong to that one.
    private func end(of inner: Int, isTriple: Bool, isComment: Bool) -> Int? {
        var index = inner
        while index + 1 < source.count {
            if source[index] == Self.closingBrace, source[index + 1] == Self.closingBrace {
                return !isTriple || byte(at: index + 2) == Self.closingBrace ? index : nil
            }
            if !isComment, source[index] == Self.brace { return nil }
            index += 1
        }
        return nil
    }

    private mutating func kind(of text: String, isTriple: Bool) -> MustacheTag.Kind? {
        let sign = isTriple ? nil : text.first.flatMap { "#^/&><$=%".contains($0) ? $0 : nil }
        if let sign, let refusal = MustacheProblem.refusal(of: sign) {
            fault(refusal)
            return nil
        }
        let written = (sign == nil ? text[...] : text.dropFirst()).trimmingWhiteSpace()
        guard let name = resolved(written) else { return nil }
        switch sign {
        case "#", "^":
            open.append((name, line))
            if open.count == MustacheTags.deepest + 1 { fault(.tooDeep) }
            return .open(name: name, inverted: sign == "^")
        case "/": return close(name)
        default: return .variable(name: name)
        }
    }

    private mutating func close(_ name: String) -> MustacheTag.Kind? {
        guard let last = open.last else {
            fault(.closesNothing(name))
            return nil
        }
        // The inner section was forgotten: name that, and go on with the outer one.
        if last.name != name, let outer = open.lastIndex(where: { $0.name == name }) {
            for section in open[(outer + 1)...] { fault(.neverClosed(section.name), line: section.line) }
            open.removeSubrange(outer...)
            return .close(name: name)
        }
        open.removeLast()
        if last.name != name { fault(.closesAnother(name, open: last.name, openLine: last.line)) }
        return .close(name: name)
    }

    /// The field a name stands for: itself, or the section around `.`; `nil` when it is none, with the fault named.
    private mutating func resolved(_ written: String) -> String? {
        if written == ".", let section = open.last { return section.name }
        if let problem = MustacheProblem.find(inName: written) {
            fault(problem)
            return nil
        }
        return written
    }
}

extension Substring {
    /// The text without white space around it, white space in Unicode's sense.
    fileprivate func trimmingWhiteSpace() -> String {
        var rest = self
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
