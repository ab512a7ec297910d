import People

/// Writes CSV (RFC 4180) that spreadsheets cannot take for formulas.
struct CSVText {
    private(set) var bytes: [UInt8] = []

    /// Adds a row; every cell is quoted.
    mutating func row(_ cells: [String]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(UInt8(ascii: "\""))
            for byte in SpreadsheetGuard.inert(cell).utf8 {
                if byte == UInt8(ascii: "\"") { bytes.append(byte) }
                bytes.append(byte)
            }
            bytes.append(UInt8(ascii: "\""))
        }
        bytes += [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
    }
}
