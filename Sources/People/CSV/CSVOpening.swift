/// The beginning of a file, up to the end of its first line with something on it: it tells encoding and separator.
struct CSVOpening {
    /// Where the rows begin, and what stands between their fields.
    struct Start: Equatable {
        var offset = 0
        var separator = UInt8(ascii: ",")
    }

    private(set) var bytes: [UInt8] = []
    private var hasContent = false

    /// Takes the next bytes.
    ///
    /// - Returns: Whether the first line is complete, or longer than a row may be.
    mutating func add(_ chunk: [UInt8]) -> Bool {
        bytes += chunk
        for byte in chunk {
            if !CSVOpening.isLineEnd(byte) {
                hasContent = true
            } else if hasContent {
                return true
            }
        }
        return bytes.count > CSVReader.longestRow
    }

    /// Finds out what kind of file it is.
    ///
    /// - Throws: ``CSVFault`` when it is no text in UTF-8.
    func read() throws(CSVFault) -> Start {
        try refuseForeign()
        var start = Start()
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start.offset = 3 }
        let line = bytes[start.offset...].drop(while: Self.isLineEnd).prefix { !Self.isLineEnd($0) }
        // Excel's own way to name the separator: a first line "sep=;".
        if line.count == 5, line.starts(with: "sep=".utf8), let named = line.last {
            start.separator = named
            start.offset = line.endIndex
            return start
        }
        start.separator = Self.separator(of: line)
        return start
    }

    /// Refuses by the signature what people feed in place of a CSV file.
    private func refuseForeign() throws(CSVFault) {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) || bytes.prefix(2).contains(0) {
            throw CSVFault(line: 1, problem: .utf16)
        }
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            throw CSVFault(line: 1, problem: .workbook)
        }
    }

    /// The sign that divides the header most often outside of quotes; a comma when none does.
    private static func separator(of line: ArraySlice<UInt8>) -> UInt8 {
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        var counts = [0, 0, 0]
        var isQuoted = false
        for byte in line {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if !isQuoted, let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
        }
        let most = counts.firstIndex(of: counts.max() ?? 0) ?? 0
        return candidates[most]
    }

    static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}
