/// A template with sections: what lies outside of them goes the fast way, each outermost section through the library.
///
/// The library needs about 20 µs a tag, all the rest of a message less than one; so it is asked for sections only.
struct SectionedTemplate: Sendable {
    private let pieces: [Piece]
    private let mostLineEnds: Int?

    private enum Piece: Sendable {
        case part(Template.Part)
        case section(SectionTemplate)
    }

    /// Compiles elements whose sections are balanced.
    ///
    /// - Parameters:
    ///   - elements: What stands in the text, in order.
    ///   - mostLineEnds: How many line ends may follow one another where sections were hidden; `nil` for any number.
    /// - Throws: ``TemplateError`` when the library cannot read a section.
    init(_ elements: [TemplateElement], mostLineEnds: Int?) throws(TemplateError) {
        var pieces: [Piece] = []
        var section: [TemplateElement] = []
        var depth = 0
        for element in elements {
            if case .mark(.open, _) = element { depth += 1 }
            if depth == 0 {
                pieces += (TemplateElement.parts([element]) ?? []).map { .part($0) }
                continue
            }
            section.append(element)
            guard case .mark(.close, _) = element else { continue }
            depth -= 1
            guard depth == 0 else { continue }
            pieces.append(.section(try SectionTemplate(section)))
            section = []
        }
        self.pieces = pieces
        self.mostLineEnds = mostLineEnds
    }

    func append(_ fields: some FieldSource, to buffer: inout [UInt8]) {
        guard let mostLineEnds else { return appendAsIs(fields, to: &buffer) }
        var rendered: [UInt8] = []
        appendAsIs(fields, to: &rendered)
        SectionSpacing.appendWithoutGaps(rendered, lineEnds: mostLineEnds, to: &buffer)
    }

    private func appendAsIs(_ fields: some FieldSource, to buffer: inout [UInt8]) {
        for piece in pieces {
            switch piece {
            case .part(let part): part.append(fields, to: &buffer)
            case .section(let section): section.append(fields, to: &buffer)
            }
        }
    }
}
