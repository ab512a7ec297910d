/// Writes CSV (RFC 4180): quotes where a field needs them, LF behind each row.
package struct CSVWriter: Sendable {
    /// What stands between the fields.
    package let separator: UInt8

    /// Makes a writer; its default is the comma.
    package init(separator: UInt8 = UInt8(ascii: ",")) { self.separator = separator }

    /// Adds a row.
    package func append(_ fields: some Sequence<String>, to bytes: inout [UInt8]) {
        var isFirst = true
        for field in fields {
            if !isFirst { bytes.append(separator) }
            isFirst = false
            append(field, to: &bytes)
        }
        bytes.append(0x0A)
    }

    /// Adds a field, in quotes when it could be misread without them.
    package func append(_ field: String, to bytes: inout [UInt8]) {
        guard needsQuotes(field) else {
            bytes.append(contentsOf: field.utf8)
            return
        }
        let quote = UInt8(ascii: "\"")
        bytes.append(quote)
        for byte in field.utf8 {
            if byte == quote { bytes.append(quote) }
            bytes.append(byte)
        }
        bytes.append(quote)
    }

    private func needsQuotes(_ field: String) -> Bool {
        // White space at the ends would be lost to readers that trim.
        field.utf8.first == 0x20 || field.utf8.last == 0x20
            || field.utf8.contains { $0 == separator || $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D }
    }
}
