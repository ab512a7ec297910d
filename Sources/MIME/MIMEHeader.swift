/// The header of a message or of a part (RFC 5322 2.2).
enum MIMEHeader {
    /// Reads header fields up to the empty line.
    ///
    /// A line that is no field and continues none ends the header, so that a text without a header is all body.
    static func read(_ message: ArraySlice<UInt8>) -> (fields: [MIMEPart.Field], body: ArraySlice<UInt8>) {
        var fields: [MIMEPart.Field] = []
        var lines = LineReader(message)
        var bodyBegin = message.startIndex
        while let line = lines.next(), fields.count < 1_000 {
            if line.text.isEmpty {
                bodyBegin = line.next
                break
            }
            if line.text.first == 32 || line.text.first == 9, let last = fields.indices.last {
                // Unfolding takes the line break away and leaves the space that follows it. In place, since a hostile mail
                // may fold one field a hundred thousand times.
                fields[last].value += String(decoding: line.text, as: UTF8.self)
            } else if let colon = line.text.firstIndex(of: UInt8(ascii: ":")), colon > line.text.startIndex,
                line.text[..<colon].allSatisfy({ $0 > 32 && $0 < 127 })
            {
                fields.append(
                    MIMEPart.Field(
                        name: String(decoding: line.text[..<colon], as: UTF8.self).lowercased(),
                        value: String(decoding: line.text[(colon + 1)...].trimmingBlanks, as: UTF8.self)
                    )
                )
            } else {
                break
            }
            bodyBegin = line.next
        }
        return (fields, message[bodyBegin...])
    }
}
