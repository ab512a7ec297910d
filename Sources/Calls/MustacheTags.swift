/// The tags of a Mustache text: found, named and balanced.
struct MustacheTags: Sendable {
    /// The text, UTF-8.
    let source: [UInt8]
    /// In order of appearance, without overlap; sections are balanced.
    let tags: [MustacheTag]

    /// More tags than any letter has; the limit keeps a hostile file from costing more than it should.
    static let most = 2_000
    /// How deep sections may lie in one another, since the library that renders them is recursive.
    static let deepest = 16

    /// Finds the tags of a text.
    ///
    /// - Throws: The first of what ``faults(in:)`` would list.
    init(_ source: String) throws(TemplateError) {
        var scanner = MustacheScanner(Array(source.utf8))
        scanner.scan()
        if let first = scanner.faults.first { throw first }
        self.source = scanner.source
        tags = scanner.tags
    }

    /// Everything that is wrong with a text's Mustache.
    ///
    /// - Returns: The faults in the order of their lines.
    static func faults(in source: String) -> [TemplateError] {
        var scanner = MustacheScanner(Array(source.utf8))
        scanner.scan()
        return scanner.faults
    }

    /// The names in the tags, each once, in order of appearance.
    var fieldNames: [String] { Self.names(in: tags.map { $0.element(index: 0, escape: .none) }) }

    /// The names in elements, sections' too, each once, in order of appearance.
    static func names(in elements: [TemplateElement]) -> [String] {
        var seen: Set<String> = []
        return elements.compactMap { element in
            switch element {
            case .field(let name, _), .mark(.open(let name, _), _): seen.insert(name).inserted ? name : nil
            case .mark, .literal: nil
            }
        }
    }

    /// Refuses rendered text in which Markdown has lost or doubled a section's tag.
    ///
    /// That happens to tags inside of raw HTML, which is taken out, and of links that are defined apart from their text.
    ///
    /// - Parameter elements: What Markdown made of this text.
    /// - Throws: ``TemplateError`` with the line of the tag.
    func checkSections(in elements: [TemplateElement]) throws(TemplateError) {
        let left = elements.compactMap { element -> Int? in
            guard case .mark(let mark, let tag) = element, mark != .comment else { return nil }
            return tag
        }
        let written = tags.indices.filter { index in
            switch tags[index].kind {
            case .open, .close: true
            case .variable, .comment: false
            }
        }
        if left == written { return }
        let lost = zip(written, left).first { $0 != $1 }?.0 ?? written.dropFirst(left.count).first
        throw TemplateError(line: lost.map { tags[$0].line } ?? 1, problem: MustacheProblem.lostTag.description)
    }

    /// The text as it stands, with its tags as elements.
    ///
    /// - Parameter escape: How every value is made harmless.
    /// - Returns: The elements in order.
    func elements(escape: Template.Escape) -> [TemplateElement] {
        var elements: [TemplateElement] = []
        var end = 0
        for (index, tag) in tags.enumerated() {
            elements.append(.literal(Array(source[end..<tag.range.lowerBound])))
            elements.append(tag.element(index: index, escape: escape))
            end = tag.range.upperBound
        }
        elements.append(.literal(Array(source[end...])))
        return elements
    }
}
