/// A piece of markup with Mustache tags in it.
enum MarkupPiece: Equatable {
    case start(name: String, [UInt8])
    case end(name: String, [UInt8])
    /// Text, an element without an end such as `<br />`, or the rest of a start tag that was split by a field.
    case other([UInt8])
    case field(TemplateElement)
    /// A Mustache tag that leaves nothing itself, and the markup tag inside of which it stands.
    case mark(TemplateElement.Mark, tag: Int, insideOf: Int?)

    var element: TemplateElement {
        switch self {
        case .start(_, let bytes), .end(_, let bytes), .other(let bytes): .literal(bytes)
        case .field(let element): element
        case .mark(let mark, let tag, _): .mark(mark, tag: tag)
        }
    }

    /// Nothing but white space.
    var isBlank: Bool {
        guard case .other(let bytes) = self else { return false }
        return bytes.allSatisfy { $0 == 0x20 || $0 == 0x0A }
    }

    /// Splits elements at the tags of their markup.
    static func split(_ elements: [TemplateElement]) -> [MarkupPiece] {
        var splitter = MarkupSplitter()
        for element in elements {
            switch element {
            case .literal(let bytes): splitter.add(bytes)
            case .field: splitter.add(.field(element))
            case .mark(let mark, let tag): splitter.add(.mark(mark, tag: tag, insideOf: splitter.tagNumber))
            }
        }
        return splitter.finish()
    }
}

/// Reads markup from left to right; its tags may be interrupted by fields.
private struct MarkupSplitter {
    private var pieces: [MarkupPiece] = []
    private var run: [UInt8] = []
    private var isInTag = false
    private var tags = 0
    /// Whether the name of the tag that is being read stands in a piece already.
    private var isNamed = false

    /// The number of the markup tag that is being read.
    var tagNumber: Int? { isInTag ? tags : nil }

    mutating func add(_ bytes: [UInt8]) {
        for byte in bytes {
            if byte == UInt8(ascii: "<"), !isInTag {
                flush()
                (isInTag, isNamed) = (true, false)
                tags += 1
            }
            run.append(byte)
            if byte == UInt8(ascii: ">"), isInTag {
                flush()
                isInTag = false
            }
        }
    }

    mutating func add(_ piece: MarkupPiece) {
        flush()
        pieces.append(piece)
    }

    mutating func finish() -> [MarkupPiece] {
        flush()
        return pieces
    }

    private mutating func flush() {
        guard !run.isEmpty else { return }
        pieces.append(isInTag && !isNamed ? named(run) : .other(run))
        isNamed = isInTag
        run = []
    }

    private func named(_ tag: [UInt8]) -> MarkupPiece {
        let isEnd = tag.dropFirst().first == UInt8(ascii: "/")
        let letters = tag.dropFirst(isEnd ? 2 : 1).prefix { $0 != 0x20 && $0 != UInt8(ascii: ">") }
        let name = String(decoding: letters, as: UTF8.self)
        if isEnd { return .end(name: name, tag) }
        return ["br", "hr", "img", "input"].contains(name) ? .other(tag) : .start(name: name, tag)
    }
}
