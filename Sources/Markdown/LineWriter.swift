/// Writes lines behind a prefix, such as the `> ` of a quote or the indent of a list.
struct LineWriter {
    private var text = MarkdownText()
    /// What stands before every line now.
    private var prefix: [UInt8] = []
    /// What stands before the next line only: a list's marker behind the outer prefix.
    private var firstPrefix: [UInt8]?
    private var atLineStart = true

    mutating func write(_ words: String) {
        for (index, line) in words.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            if index > 0 { newLine() }
            guard !line.isEmpty else { continue }
            beginLine()
            text.append(line)
        }
    }

    mutating func writeLink(_ url: String) {
        beginLine()
        text.appendLink(url.utf8)
    }

    mutating func newLine() {
        if atLineStart { writePrefix(trimmed: true) }
        text.append([0x0A])
        atLineStart = true
    }

    /// Begins a container whose lines stand behind a longer prefix.
    ///
    /// - Parameters:
    ///   - first: Stands before the first line.
    ///   - rest: Stands before the further ones.
    /// - Returns: What ``endContainer(_:)`` puts back.
    mutating func beginContainer(first: String, rest: String) -> [UInt8] {
        let outer = prefix
        firstPrefix = (firstPrefix ?? prefix) + first.utf8
        prefix += rest.utf8
        return outer
    }

    /// Ends a container; one without words still shows its sign.
    mutating func endContainer(_ outer: [UInt8]) {
        if firstPrefix != nil {
            writePrefix(trimmed: true)
            atLineStart = false
        }
        prefix = outer
    }

    func finish() -> MarkdownText {
        var finished = text
        finished.trimEnd()
        return finished
    }

    private mutating func beginLine() {
        if atLineStart { writePrefix(trimmed: false) }
        atLineStart = false
    }

    private mutating func writePrefix(trimmed: Bool) {
        var signs = firstPrefix ?? prefix
        firstPrefix = nil
        while trimmed, signs.last == 0x20 { signs.removeLast() }
        text.append(signs)
    }
}
