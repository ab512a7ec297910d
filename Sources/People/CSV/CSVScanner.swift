/// The state machine under ``CSVReader``: takes bytes, finds the fields, gives out rows.
///
/// A quote without a partner would swallow the rest of the file as one field. It is noticed when the field has run over
/// a line end and a quote inside it is followed by text, when the row has grown too long, or when the file ends; then
/// the row is given out as unusable and reading goes on behind the line on which the quote stands.
struct CSVScanner {
    private enum State {
        case fieldStart, plain, quoted, quoteInQuoted
    }

    /// Bytes still to be read, from a position on.
    private struct Input {
        let bytes: [UInt8]
        let position: Int
    }

    /// Where a quote that opens a field stands, as an offset into the row and as a line.
    private struct Quote {
        var offset = 0
        var line = 1
    }

    private enum Event {
        case rowEnded, quoteBroken, stopped
    }

    let separator: UInt8
    private var row = CSVRow()
    private var state = State.fieldStart
    /// The line of the byte that is read.
    private var line = 1
    /// Where the field's text begins in the row, and whether its quotes must be made single.
    private var fieldStart = 0
    private var hasDoubledQuotes = false
    /// The last quote that opened a field, and the row's first one behind which a line ended.
    private var quote = Quote()
    private var runaway: Quote?
    /// Whether the last line end was a CR, so that an LF behind it is no line of its own.
    private var isAfterCR = false
    /// All bytes of the row, or-ed: tells whether it is ASCII.
    private var seen: UInt8 = 0
    private var hasNUL = false
    private var hasTooManyColumns = false
    private var isHeader = true
    /// How far into the file reading has come, how far it had come before it stepped back, and all steps back together.
    private var consumed = 0
    private var farthest = 0
    private var rescanned = 0
    /// What is to be read next, the last first.
    private var pending: [Input] = []

    init(separator: UInt8) { self.separator = separator }

    mutating func scan(_ bytes: [UInt8], from start: Int = 0, _ receive: (CSVRow) throws -> Void) throws {
        pending.append(Input(bytes: bytes, position: start))
        try scanPending(receive)
    }

    mutating func finish(_ receive: (CSVRow) throws -> Void) throws {
        while state != .fieldStart || !row.raw.isEmpty {
            switch state {
            case .quoted:
                try giveUp(quote, receive)
                try scanPending(receive)
                continue
            case .quoteInQuoted: endField(at: row.raw.count - 1)
            case .fieldStart:
                fieldStart = row.raw.count
                endField(at: row.raw.count)
            case .plain: endField(at: row.raw.count)
            }
            try endRow(receive)
        }
    }

    private mutating func scanPending(_ receive: (CSVRow) throws -> Void) throws {
        while let input = pending.popLast() { try scan(input, receive) }
    }

    private mutating func scan(_ input: Input, _ receive: (CSVRow) throws -> Void) throws {
        let bytes = input.bytes
        var position = input.position
        while position < bytes.count {
            if isAfterCR, state == .fieldStart, row.raw.isEmpty {
                isAfterCR = false
                if bytes[position] == 0x0A {
                    position += 1
                    continue
                }
            }
            let piece = position
            // One byte more than a row may have, wherever the chunks end.
            let stop = min(bytes.count, piece + CSVReader.longestRow + 1 - row.raw.count)
            let event = advance(&position, in: bytes, to: stop)
            row.raw.append(contentsOf: bytes[piece..<position])
            consumed += position - piece
            switch event {
            case .rowEnded:
                position += 1
                try endRow(receive)
            case .quoteBroken:
                pending.append(Input(bytes: bytes, position: position))
                return try giveUp(quote, receive)
            case .stopped:
                guard row.raw.count > CSVReader.longestRow else { return }
                guard let runaway else { throw CSVFault(line: row.line, problem: .rowTooLong) }
                pending.append(Input(bytes: bytes, position: position))
                return try giveUp(runaway, receive)
            }
        }
    }

    /// Reads to the end of the row or to `stop`, whichever comes first, and leaves the position there.
    private mutating func advance(_ position: inout Int, in bytes: [UInt8], to stop: Int) -> Event {
        let offset = row.raw.count - position
        while position < stop {
            switch state {
            case .fieldStart:
                fieldStart = offset + position
                state = .plain
                if bytes[position] == UInt8(ascii: "\"") { openQuote(at: offset + position, &position) }
            case .plain:
                guard skipPlain(&position, in: bytes, to: stop) else { continue }
                endField(at: offset + position)
                if bytes[position] != separator { return rowEnd(at: bytes[position]) }
                position += 1
            case .quoted: skipQuoted(&position, in: bytes, to: stop)
            case .quoteInQuoted:
                let byte = bytes[position]
                if byte == UInt8(ascii: "\"") {
                    hasDoubledQuotes = true
                    state = .quoted
                    position += 1
                } else if byte == separator {
                    endField(at: offset + position - 1)
                    position += 1
                } else if CSVOpening.isLineEnd(byte) {
                    endField(at: offset + position - 1)
                    return rowEnd(at: byte)
                } else {
                    if line > quote.line { return .quoteBroken }
                    // "Bob" Smith: the quotes did not enclose the field, they are part of it.
                    fieldStart = quote.offset
                    hasDoubledQuotes = false
                    state = .plain
                }
            }
        }
        return .stopped
    }

    private mutating func openQuote(at offset: Int, _ position: inout Int) {
        state = .quoted
        quote = Quote(offset: offset, line: line)
        fieldStart = offset + 1
        isAfterCR = false
        position += 1
    }

    private mutating func rowEnd(at byte: UInt8) -> Event {
        isAfterCR = byte == 0x0D
        return .rowEnded
    }

    /// Goes to the next separator or line end; false when there is none before `stop`.
    private mutating func skipPlain(_ position: inout Int, in bytes: [UInt8], to stop: Int) -> Bool {
        var seen: UInt8 = 0
        defer { self.seen |= seen }
        while position < stop {
            let byte = bytes[position]
            if byte == separator { return true }
            if byte <= 0x0D {
                if CSVOpening.isLineEnd(byte) { return true }
                if byte == 0 { hasNUL = true }
            }
            seen |= byte
            position += 1
        }
        return false
    }

    /// Goes behind the next quote, or to `stop`, and counts the lines on the way.
    private mutating func skipQuoted(_ position: inout Int, in bytes: [UInt8], to stop: Int) {
        while position < stop {
            let byte = bytes[position]
            position += 1
            seen |= byte
            if byte == UInt8(ascii: "\"") {
                state = .quoteInQuoted
                isAfterCR = false
                return
            }
            if byte == 0 { hasNUL = true }
            if byte == 0x0D || (byte == 0x0A && !isAfterCR) {
                line += 1
                if runaway == nil { runaway = quote }
            }
            isAfterCR = byte == 0x0D
        }
    }

    private mutating func endField(at end: Int) {
        state = .fieldStart
        guard row.fields.count < CSVReader.mostColumns else {
            hasTooManyColumns = true
            return
        }
        row.fields.append(
            CSVRow.Field(start: Int32(fieldStart), end: Int32(end), hasDoubledQuotes: hasDoubledQuotes)
        )
        hasDoubledQuotes = false
    }

    private mutating func endRow(_ receive: (CSVRow) throws -> Void) throws {
        if !isBlank {
            if row.problem == nil { row.problem = problem.map { CSVFault(line: row.line, problem: $0) } }
            if isHeader, let fault = row.problem { throw fault }
            isHeader = false
            try receive(row)
        }
        line += 1
        state = .fieldStart
        seen = 0
        hasNUL = false
        hasTooManyColumns = false
        runaway = nil
        // Whoever keeps a row keeps its buffers, so that the next row's must not be as large as the largest ever was.
        row.raw = Self.emptied(row.raw)
        row.fields = Self.emptied(row.fields)
        row.problem = nil
        row.line = line
    }

    /// An empty array with room for as much as this one holds.
    private static func emptied<Element>(_ array: [Element]) -> [Element] {
        var empty: [Element] = []
        empty.reserveCapacity(array.count)
        return empty
    }

    /// Whether there is nothing but separators and spaces, as spreadsheets leave behind their data.
    private var isBlank: Bool {
        row.raw.allSatisfy { $0 == separator || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    }

    private var problem: CSVFault.Problem? {
        if hasNUL { return .nul }
        if hasTooManyColumns { return .tooManyColumns }
        return seen >= 0x80 && String(validating: row.raw, as: UTF8.self) == nil ? .notUTF8 : nil
    }

    /// Gives the row out as unusable, up to the end of the line on which an open quote stands, and reads the rest anew.
    private mutating func giveUp(_ quote: Quote, _ receive: (CSVRow) throws -> Void) throws {
        let lineEnd = row.raw[quote.offset...].firstIndex(where: CSVOpening.isLineEnd) ?? row.raw.endIndex
        var next = lineEnd
        if next < row.raw.endIndex {
            isAfterCR = row.raw[next] == 0x0D
            next += 1
        }
        let rest = Array(row.raw[next...])
        farthest = max(farthest, consumed)
        consumed -= rest.count
        rescanned += rest.count
        // Without an end to it, a hostile file of a few megabytes could keep the reader busy for hours.
        guard rescanned <= 4 * (CSVReader.longestRow + farthest) else {
            throw CSVFault(line: quote.line, problem: .tooManyUnclosedQuotes)
        }
        row.raw.removeSubrange(lineEnd...)
        row.fields.removeAll { $0.start > quote.offset }
        fieldStart = quote.offset + 1
        hasDoubledQuotes = false
        endField(at: lineEnd)
        row.problem = CSVFault(line: quote.line, problem: .unclosedQuote)
        line = quote.line
        pending.append(Input(bytes: rest, position: 0))
        try endRow(receive)
    }
}
