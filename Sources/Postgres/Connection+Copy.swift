import CPostgres

extension Connection {
    /// Sends rows in bulk.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - columns: Its columns, in the order in which `fill` gives the values.
    ///   - fill: Hands over row after row.
    /// - Returns: How many rows the server took.
    /// - Throws: ``PostgresError``, or what `fill` throws; then the transaction is lost.
    @discardableResult
    package func copy(
        into table: String,
        _ columns: [String],
        _ fill: ((_ row: [Value]) throws -> Void) throws -> Void
    ) throws -> Int {
        try script("COPY \(table) (\(columns.joined(separator: ", "))) FROM STDIN")
        var bytes: [UInt8] = []
        do {
            try fill { row in
                try CopyText.append(row, to: &bytes)
                if bytes.count >= CopyText.portion {
                    try put(bytes)
                    bytes.removeAll(keepingCapacity: true)
                }
            }
            try put(bytes)
        } catch {
            // The server is told, so that the connection is not left in the middle of a copy.
            _ = PQputCopyEnd(handle, "given up")
            _ = try? answer()
            throw error
        }
        guard PQputCopyEnd(handle, nil) == 1 else { throw broken }
        return try answer().affected
    }

    private func put(_ bytes: [UInt8]) throws(PostgresError) {
        let isSent = bytes.withUnsafeBytes { buffer in
            guard let start = buffer.bindMemory(to: CChar.self).baseAddress else { return true }
            return PQputCopyData(handle, start, Int32(buffer.count)) == 1
        }
        guard isSent else { throw broken }
    }
}

/// The text form of `COPY`: tabs between columns, `\N` for NULL, a line for each row.
private enum CopyText {
    static let portion = 1 << 16

    static func append(_ row: [Value], to out: inout [UInt8]) throws(PostgresError) {
        for (index, value) in row.enumerated() {
            if index > 0 { out.append(UInt8(ascii: "\t")) }
            guard let bytes = value.bytes else {
                out += [UInt8(ascii: "\\"), UInt8(ascii: "N")]
                continue
            }
            for byte in bytes {
                switch byte {
                case 0: throw .zeroByte
                case UInt8(ascii: "\\"): out += [byte, byte]
                case UInt8(ascii: "\n"): out += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
                case UInt8(ascii: "\r"): out += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
                case UInt8(ascii: "\t"): out += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
                default: out.append(byte)
                }
            }
        }
        out.append(UInt8(ascii: "\n"))
    }
}
