/// Moves section tags in markup so that what is left is well formed whether a section shows or not.
///
/// Organizers write a section's tags on lines of their own around paragraphs or list items. Markdown then puts the tags
/// inside of what stands there: the one that ends a list lands in the last item. Here they move outwards again, and an
/// element that held nothing but tags goes away.
struct MarkupSections {
    private var pieces: [MarkupPiece]

    /// Moves the section tags of a text.
    ///
    /// - Parameters:
    ///   - elements: Markup with balanced sections.
    ///   - tags: The text's tags, for the lines of errors.
    /// - Returns: The same with its section tags where they do no harm.
    /// - Throws: ``TemplateError`` for a section that begins in one element and ends in another.
    static func balanced(
        _ elements: [TemplateElement],
        tags: [MustacheTag]
    ) throws(TemplateError) -> [TemplateElement] {
        let hasMarks = elements.contains { if case .mark = $0 { true } else { false } }
        guard hasMarks else { return elements }
        var sections = MarkupSections(pieces: MarkupPiece.split(elements))
        sections.removeHollowElements()
        sections.leaveEdges()
        for tag in sections.opened { try sections.balance(tag, line: tags[tag].line, name: tags[tag].kind) }
        return sections.pieces.map(\.element)
    }

    /// The opening tags, outer ones first.
    private var opened: [Int] {
        pieces.compactMap { if case .mark(.open, let tag, _) = $0 { tag } else { nil } }
    }

    /// Takes away elements in which nothing stands but tags that leave nothing.
    private mutating func removeHollowElements() {
        var open: [(start: Int, isFilled: Bool, hasMark: Bool)] = []
        for index in pieces.indices {
            switch pieces[index] {
            case .start: open.append((index, false, false))
            case .end:
                guard let element = open.popLast() else { continue }
                if element.hasMark, !element.isFilled { hollow(element.start...index) }
                guard let outer = open.indices.last else { continue }
                open[outer].isFilled = open[outer].isFilled || element.isFilled
                open[outer].hasMark = open[outer].hasMark || element.hasMark
            case .mark: if let last = open.indices.last { open[last].hasMark = true }
            case .field: if let last = open.indices.last { open[last].isFilled = true }
            case .other:
                if let last = open.indices.last, !pieces[index].isBlank { open[last].isFilled = true }
            }
        }
    }

    private mutating func hollow(_ range: ClosedRange<Int>) {
        for index in range {
            if case .mark = pieces[index] { continue }
            pieces[index] = .other([])
        }
    }

    /// An opening tag at the end of an element goes behind it, a closing one at the beginning before it.
    private mutating func leaveEdges() {
        for index in pieces.indices.reversed() {
            guard case .mark(.open, _, nil) = pieces[index] else { continue }
            var place = index
            while let end = nextEnd(after: place) { place = move(place, behind: end) }
        }
        for index in pieces.indices {
            guard case .mark(.close, _, nil) = pieces[index] else { continue }
            var place = index
            while let start = previousStart(before: place) { place = move(place, before: start) }
        }
    }

    /// Brings the two tags of a section to the same depth, and out of an element that holds nothing else.
    private mutating func balance(_ tag: Int, line: Int, name: MustacheTag.Kind) throws(TemplateError) {
        guard var (open, close) = section(opening: tag) else { return }
        while path(to: open) != path(to: close) {
            let depth = path(to: open).count - path(to: close).count
            if depth == 0, let start = previousStart(before: open), let end = nextEnd(after: close) {
                // Both or none: a tag that left alone would be sent back in the next round.
                close = move(close, behind: end)
                open = move(open, before: start)
            } else if depth < 0, let end = nextEnd(after: close) {
                close = move(close, behind: end)
            } else if depth > 0, let start = previousStart(before: open) {
                open = move(open, before: start)
            } else if depth < 0, let start = nextStart(after: open), start < close {
                open = move(open, behind: start)
            } else if depth > 0, let end = previousEnd(before: close), end > open {
                close = move(close, before: end)
            } else {
                throw TemplateError(line: line, problem: MustacheProblem.crossesElements(name).description)
            }
        }
        while let start = previousStart(before: open), let end = nextEnd(after: close), !isCell(start) {
            close = move(close, behind: end)
            open = move(open, before: start)
        }
    }

    /// Where a section's two tags stand.
    private func section(opening tag: Int) -> (open: Int, close: Int)? {
        var depth = 0
        var open: Int?
        for index in pieces.indices {
            switch pieces[index] {
            case .mark(.open, tag, _): open = index
            case .mark(.open, _, _): if open != nil { depth += 1 }
            case .mark(.close, _, _):
                guard let open else { continue }
                if depth == 0 { return (open, index) }
                depth -= 1
            default: continue
            }
        }
        return nil
    }

    /// The elements around a place, outermost first; and the markup tag that a place inside of one belongs to.
    private func path(to index: Int) -> [String] {
        var names: [String] = []
        for piece in pieces[..<index] {
            if case .start(let name, _) = piece { names.append(name) }
            if case .end = piece, !names.isEmpty { names.removeLast() }
        }
        if case .mark(_, _, .some(let number)) = pieces[index] { names.append("<\(number)") }
        return names
    }

    /// A cell that went away would shift the others of its row.
    private func isCell(_ index: Int) -> Bool {
        guard case .start(let name, _) = pieces[index] else { return false }
        return ["td", "th", "tr", "thead", "tbody"].contains(name)
    }
}

extension MarkupSections {
    private func isSkipped(_ index: Int) -> Bool {
        if case .mark(.comment, _, _) = pieces[index] { return true }
        return pieces[index].isBlank
    }

    private func next(after index: Int) -> Int? { pieces.indices[(index + 1)...].first { !isSkipped($0) } }

    private func previous(before index: Int) -> Int? { pieces.indices[..<index].last { !isSkipped($0) } }

    private func nextEnd(after index: Int) -> Int? { next(after: index).flatMap { isEnd($0) ? $0 : nil } }

    private func nextStart(after index: Int) -> Int? { next(after: index).flatMap { isStart($0) ? $0 : nil } }

    private func previousEnd(before index: Int) -> Int? { previous(before: index).flatMap { isEnd($0) ? $0 : nil } }

    private func previousStart(before index: Int) -> Int? { previous(before: index).flatMap { isStart($0) ? $0 : nil } }

    private func isEnd(_ index: Int) -> Bool { if case .end = pieces[index] { true } else { false } }

    /// A start tag that a field has split is not passed: what follows its first piece is inside of the tag.
    private func isStart(_ index: Int) -> Bool {
        guard case .start(_, let bytes) = pieces[index] else { return false }
        return bytes.last == UInt8(ascii: ">")
    }

    /// Moves a piece to the right, and says where it is now.
    private mutating func move(_ index: Int, behind target: Int) -> Int {
        pieces.insert(pieces.remove(at: index), at: target)
        return target
    }

    /// Moves a piece to the left, and says where it is now.
    private mutating func move(_ index: Int, before target: Int) -> Int {
        pieces.insert(pieces.remove(at: index), at: target)
        return target
    }
}
