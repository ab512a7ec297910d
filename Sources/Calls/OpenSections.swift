/// The sections that are open where one block ends and the next begins.
///
/// A section that spans several blocks is closed at the end of each and opened again in the next, so that every block is
/// a template of its own.
struct OpenSections {
    private var open: [TemplateElement] = []

    /// A block's elements with every section opened and closed inside of them.
    mutating func closed(_ elements: [TemplateElement]) -> [TemplateElement] {
        var output = open
        for element in elements {
            output.append(element)
            switch element {
            case .mark(.open, _): open.append(element)
            case .mark(.close, _): _ = open.popLast()
            case .mark(.comment, _), .literal, .field: continue
            }
        }
        for case .mark(_, let tag) in open.reversed() { output.append(.mark(.close, tag: tag)) }
        return output
    }

    /// Whether a block was made only of tags that leave nothing themselves.
    static func isHollow(_ elements: [TemplateElement]) -> Bool {
        var hasMark = false
        for element in elements {
            switch element {
            case .mark: hasMark = true
            case .field: return false
            case .literal(let bytes):
                if !bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0A }) { return false }
            }
        }
        return hasMark
    }
}
