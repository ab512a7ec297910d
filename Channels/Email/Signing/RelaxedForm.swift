/// DKIM's relaxed canonical forms (RFC 6376 3.4.2 and 3.4.4): what mail servers do to spaces on the way makes no difference.
enum RelaxedForm {
    /// A field of a header in relaxed form.
    struct Field {
        /// In lower case.
        let name: String
        /// `name:value` and CRLF.
        let bytes: [UInt8]
    }

    private static let carriageReturn = UInt8(ascii: "\r")
    private static let lineFeed = UInt8(ascii: "\n")

    /// The fields of a header, in their order.
    static func headerFields(_ header: ArraySlice<UInt8>) -> [Field] {
        var fields: [Field] = []
        var begin = header.startIndex
        var place = begin
        while place < header.endIndex {
            guard let feed = header[place...].firstIndex(of: lineFeed) else { break }
            let next = feed + 1
            // A line that begins with a blank belongs to the field before it.
            let goesOn = next < header.endIndex && isBlank(header[next])
            if !goesOn {
                if next - begin > 2 { fields.append(field(header[begin..<next])) }
                begin = next
            }
            place = next
        }
        return fields
    }

    /// One field, with or without its line end.
    static func field(_ raw: ArraySlice<UInt8>) -> Field {
        let colon = raw.firstIndex(of: UInt8(ascii: ":")) ?? raw.endIndex
        let name = String(decoding: raw[..<colon].filter { !isBlank($0) }, as: UTF8.self).lowercased()
        var bytes = Array("\(name):".utf8)
        let start = bytes.count
        var isAfterBlank = false
        for byte in raw[colon...].dropFirst() where byte != carriageReturn && byte != lineFeed {
            if isBlank(byte) {
                isAfterBlank = true
                continue
            }
            if isAfterBlank, bytes.count > start { bytes.append(0x20) }
            isAfterBlank = false
            bytes.append(byte)
        }
        return Field(name: name, bytes: bytes + [carriageReturn, lineFeed])
    }

    /// A body: one space for several, none at the end of a line, no empty lines at its end.
    static func body(_ raw: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(raw.count)
        var contentEnd = 0
        var isAfterBlank = false
        for byte in raw {
            switch byte {
            case 0x20, 0x09: isAfterBlank = true
            case carriageReturn: continue
            case lineFeed:
                out.append(carriageReturn)
                out.append(lineFeed)
                isAfterBlank = false
            default:
                if isAfterBlank { out.append(0x20) }
                isAfterBlank = false
                out.append(byte)
                contentEnd = out.count
            }
        }
        // The line end of the last line that says anything stays.
        out.removeSubrange(min(contentEnd + (contentEnd == 0 ? 0 : 2), out.count)...)
        return out
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
