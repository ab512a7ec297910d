/// Writes text as quoted-printable (RFC 2045 6.7), piece by piece, into a buffer.
///
/// What comes out is ASCII, in lines of at most 76 signs that end with CRLF, and no line begins with a dot; so it passes every
/// server as it is. `=_` cannot occur in it, which makes that a safe beginning for a boundary.
struct QuotedPrintable {
    private static let limit = 75
    private static let digits = Array("0123456789ABCDEF".utf8)
    /// Signs that stand for themselves within a line.
    private static let isPlain: [Bool] = (0..<256).map { byte in
        byte == 0x09 || (0x20...0x7E).contains(byte) && byte != 0x3D
    }

    private var column = 0

    /// Writes a piece of text.
    ///
    /// - Parameters:
    ///   - text: UTF-8; LF, CR LF and CR all end a line. Other control characters than TAB are left out.
    ///   - out: What is added to.
    mutating func append(_ text: [UInt8], to out: inout [UInt8]) {
        let span = text.span
        let plain = Self.isPlain.span
        var position = 0
        while position < span.count {
            let start = position
            // A dot at the beginning of a line would be doubled on the way, or end the message.
            let end = column == 0 && span[start] == 0x2E ? start : min(span.count, start + Self.limit - column)
            while position < end, plain[Int(span[position])] { position += 1 }
            if position > start {
                out.append(contentsOf: text[start..<position])
                column += position - start
                continue
            }
            let byte = span[position]
            position += 1
            if byte == 0x0A || byte == 0x0D {
                if byte == 0x0D, position < span.count, span[position] == 0x0A { position += 1 }
                endLine(&out)
            } else if plain[Int(byte)] && column > 0 {
                softBreak(&out)
                position -= 1
            } else if byte >= 0x20 || byte == 0x09 {
                appendCode(byte, to: &out)
            }
        }
    }

    /// Ends the line in the output without ending it in the text, so that the next piece begins at the first column.
    mutating func softBreak(_ out: inout [UInt8]) {
        guard column > 0 else { return }
        out += "=\r\n".utf8
        column = 0
    }

    /// Ends the line.
    mutating func endLine(_ out: inout [UInt8]) {
        // A blank at the end of a line may be lost on the way.
        if column > 0, let blank = out.last, blank == 0x20 || blank == 0x09 {
            out.removeLast()
            column -= 1
            appendCode(blank, to: &out)
        }
        out += "\r\n".utf8
        column = 0
    }

    private mutating func appendCode(_ byte: UInt8, to out: inout [UInt8]) {
        if column + 3 > Self.limit { softBreak(&out) }
        out.append(UInt8(ascii: "="))
        out.append(Self.digits[Int(byte >> 4)])
        out.append(Self.digits[Int(byte & 15)])
        column += 3
    }
}

extension QuotedPrintable {
    /// The text that was written, with LF at the ends of its lines.
    static func decoded(_ encoded: [UInt8]) -> String {
        var out: [UInt8] = []
        var position = 0
        while position < encoded.count {
            let byte = encoded[position]
            position += 1
            if byte == UInt8(ascii: "\r") { continue }
            guard byte == UInt8(ascii: "=") else {
                out.append(byte)
                continue
            }
            let code = encoded[position...].prefix(2)
            position += code.count
            if let value = UInt8(String(decoding: code, as: UTF8.self), radix: 16) { out.append(value) }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
