/// Writes CSV (RFC 4180) that spreadsheets cannot take for formulas.
struct CSVText {
    private(set) var bytes: [UInt8] = []

    /// Adds a row; every cell is quoted.
    mutating func row(_ cells: [String]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(UInt8(ascii: "\""))
            // A spreadsheet would compute what begins like a formula; an apostrophe makes it text.
            if let first = cell.unicodeScalars.first, Self.beginsFormula(first) { bytes.append(UInt8(ascii: "'")) }
            for byte in cell.utf8 {
                if byte == UInt8(ascii: "\"") { bytes.append(byte) }
                bytes.append(byte)
            }
            bytes.append(UInt8(ascii: "\""))
        }
        bytes += [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
    }

    /// The signs with which formulas begin, their full-width forms, and blanks that are dropped before one.
    private static func beginsFormula(_ scalar: Unicode.Scalar) -> Bool {
        "=+-@|%\t\r\n ＝＋－＠".unicodeScalars.contains(scalar)
    }
}
