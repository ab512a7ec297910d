/// Takes away the white space that section tags and comments would leave behind.
enum SectionSpacing {
    /// Mustache's own rule: a tag alone on its line takes the line with it.
    static func withoutTagLines(_ elements: [TemplateElement]) -> [TemplateElement] {
        apply(to: elements) { before, after in
            guard isLineStart(before, margin: [0x20, 0x09]), let rest = afterLineEnd(after) else { return }
            before.removeLast(trailing: [0x20, 0x09])
            after = rest
        }
    }

    /// The rule for rendered Markdown, where a tag alone on its line may have become a paragraph or a line of a quote.
    static func tidied(_ elements: [TemplateElement]) -> [TemplateElement] {
        let margin: [UInt8] = [0x20, UInt8(ascii: ">")]
        return apply(to: elements) { before, after in
            if isLineStart(before, margin: margin), after.isEmpty || after.first == 0x0A {
                before.removeLast(trailing: margin)
                let lines = before.isEmpty ? Int.max : before.reversed().prefix { $0 == 0x0A }.count
                after = Array(after.dropFirst(min(lines, after.prefix { $0 == 0x0A }.count)))
            } else if after.isEmpty || after.first == 0x0A {
                before.removeLast(trailing: [0x20])
            } else if after.first == 0x20, before.last == 0x20 || before.last == 0x0A {
                after.removeFirst()
            }
        }
    }

    /// Adds rendered text to a buffer without the gaps that hidden sections left in it, and without any at its ends.
    ///
    /// - Parameters:
    ///   - text: UTF-8 whose lines end with LF.
    ///   - most: How many line ends may follow one another: 2 for one blank line.
    ///   - buffer: What is added to.
    static func appendWithoutGaps(_ text: some Sequence<UInt8>, lineEnds most: Int, to buffer: inout [UInt8]) {
        let start = buffer.count
        var lineEnds = 0
        for byte in text {
            lineEnds = byte == 0x0A ? lineEnds + 1 : 0
            if lineEnds <= (buffer.count == start ? 0 : most) { buffer.append(byte) }
        }
        while buffer.count > start, buffer.last == 0x0A { buffer.removeLast() }
    }

    /// Shows a rule the literals before and after each group of neighbouring tags that leave nothing themselves.
    private static func apply(
        to elements: [TemplateElement],
        _ rule: (_ before: inout [UInt8], _ after: inout [UInt8]) -> Void
    ) -> [TemplateElement] {
        let elements = elements.filter { $0 != .literal([]) }
        var output: [TemplateElement] = []
        var index = 0
        while index < elements.count {
            guard case .mark = elements[index] else {
                output.append(elements[index])
                index += 1
                continue
            }
            var end = index + 1
            while end < elements.count, isMarkOrGap(elements[end], before: elements[(end + 1)...]) { end += 1 }
            // A value beside the tags may be anything, so nothing is taken there.
            let isClosedIn = isField(output.last) || end < elements.count && isField(elements[end])
            var before = popLiteral(&output)
            var after: [UInt8] = []
            var next = end
            if next < elements.count, case .literal(let bytes) = elements[next] {
                after = bytes
                next += 1
            }
            if !isClosedIn { rule(&before, &after) }
            output.append(.literal(before))
            output += elements[index..<end]
            output.append(.literal(after))
            index = next
        }
        return output
    }

    /// Whether an element belongs to a group: a tag, or nothing but spaces between two of them.
    private static func isMarkOrGap(_ element: TemplateElement, before rest: ArraySlice<TemplateElement>) -> Bool {
        switch element {
        case .mark: return true
        case .field: return false
        case .literal(let bytes):
            guard bytes.allSatisfy({ $0 == 0x20 }), case .mark = rest.first else { return false }
            return true
        }
    }

    private static func isField(_ element: TemplateElement?) -> Bool {
        guard case .field = element else { return false }
        return true
    }

    private static func popLiteral(_ elements: inout [TemplateElement]) -> [UInt8] {
        guard case .literal(let bytes) = elements.last else { return [] }
        elements.removeLast()
        return bytes
    }

    private static func isLineStart(_ bytes: [UInt8], margin: [UInt8]) -> Bool {
        let last = bytes.last { !margin.contains($0) }
        return last == nil || last == 0x0A
    }

    /// What follows the end of the line, if nothing else stands before it.
    private static func afterLineEnd(_ bytes: [UInt8]) -> [UInt8]? {
        let rest = bytes.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
        if rest.isEmpty { return [] }
        return rest.first == 0x0A ? Array(rest.dropFirst()) : nil
    }
}

extension [UInt8] {
    fileprivate mutating func removeLast(trailing signs: [UInt8]) {
        while let last, signs.contains(last) { removeLast() }
    }
}
