/// A row of a file: its bytes as they stand there, and where its fields lie.
///
/// A field becomes a `String` only when it is asked for, so that columns nobody reads cost nothing.
package struct CSVRow: Sendable {
    /// Where a field's text lies within ``raw``, without its quotes.
    struct Field: Sendable {
        var start: Int32
        var end: Int32
        var hasDoubledQuotes: Bool
    }

    /// The line on which the row begins; the first line of the file is 1.
    package internal(set) var line = 1
    /// The row as it stands in the file, without its last line end.
    package internal(set) var raw: [UInt8] = []
    /// What makes the row unusable, if anything does.
    package internal(set) var problem: CSVFault?
    var fields: [Field] = []

    /// How many fields there are.
    package var count: Int { fields.count }

    /// The bytes of a field: its text unless it has doubled quotes; empty when the row has no such field.
    package func bytes(at index: Int) -> ArraySlice<UInt8> {
        guard fields.indices.contains(index) else { return [] }
        let field = fields[index]
        return raw[Int(field.start)..<Int(field.end)]
    }

    /// The text of a field, doubled quotes made single; empty when the row has no such field.
    package subscript(index: Int) -> String {
        let bytes = bytes(at: index)
        guard !bytes.isEmpty else { return "" }
        guard fields[index].hasDoubledQuotes else { return String(decoding: bytes, as: UTF8.self) }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var afterQuote = false
        for byte in bytes {
            if byte == UInt8(ascii: "\""), afterQuote {
                afterQuote = false
                continue
            }
            afterQuote = byte == UInt8(ascii: "\"")
            text.append(byte)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The texts of all fields.
    package var texts: [String] { fields.indices.map { self[$0] } }
}

extension CSVRow: Masked {
    /// Masked: the line alone.
    package var description: String { "row on line \(line)" }
}
