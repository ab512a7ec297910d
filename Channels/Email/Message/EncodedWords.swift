/// Writes text outside of ASCII into headers, as RFC 2047 has it.
///
/// Each encoded word is at most 75 signs long and holds whole characters; lines that hold one end before column 76.
enum EncodedWords {
    private static let lineLimit = 76
    /// `=?utf-8?B?` and `?=`.
    private static let frame = 12
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Appends a text as encoded words, with a fold before each word that has no room on its line.
    ///
    /// - Parameters:
    ///   - text: What is to be encoded.
    ///   - buffer: What is added to.
    ///   - column: How many signs stand on the last line already; kept up to date.
    static func append(_ text: HeaderText, to buffer: inout [UInt8], column: inout Int) {
        var chunk: [UInt8] = []
        for character in String(decoding: text.bytes, as: UTF8.self) {
            for piece in pieces(of: character) {
                if !chunk.isEmpty, chunk.count + piece.count > room(at: column) {
                    appendWord(chunk, to: &buffer, column: &column)
                    fold(&buffer, column: &column)
                    chunk.removeAll()
                }
                if chunk.isEmpty, piece.count > room(at: column) { fold(&buffer, column: &column) }
                chunk += piece
            }
        }
        if !chunk.isEmpty { appendWord(chunk, to: &buffer, column: &column) }
    }

    /// A character in one piece, or by its scalars where it is longer than a word can be.
    private static func pieces(of character: Character) -> [[UInt8]] {
        let whole = Array(character.utf8)
        return whole.count <= 45 ? [whole] : character.unicodeScalars.map { Array(String($0).utf8) }
    }

    /// How many bytes an encoded word may hold when it begins at a column.
    private static func room(at column: Int) -> Int {
        max(0, min(75, lineLimit - column) - frame) / 4 * 3
    }

    private static func fold(_ buffer: inout [UInt8], column: inout Int) {
        // The space before a word that moves to the next line becomes the fold's own.
        if buffer.last == UInt8(ascii: " ") { buffer.removeLast() }
        buffer += "\r\n ".utf8
        column = 1
    }

    private static func appendWord(_ bytes: [UInt8], to buffer: inout [UInt8], column: inout Int) {
        let start = buffer.count
        buffer += "=?utf-8?B?".utf8
        var position = 0
        while position < bytes.count {
            let group = bytes[position..<min(position + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for sign in 0..<4 {
                let value = Int(bits >> UInt32(18 - 6 * sign)) & 0x3F
                buffer.append(sign <= group.count ? alphabet[value] : UInt8(ascii: "="))
            }
            position += 3
        }
        buffer += "?=".utf8
        column += buffer.count - start
    }
}
