import Foundation

/// The transfer encodings of MIME (RFC 2045 6).
enum TransferDecoding {
    /// Decodes a body.
    ///
    /// - Parameters:
    ///   - body: As it was sent.
    ///   - encoding: In any case; one that is not known leaves the body as it is.
    /// - Returns: What the sender had before.
    static func decode(_ body: [UInt8], encoding: String) -> [UInt8] {
        switch encoding.lowercased() {
        case "quoted-printable": quotedPrintable(body[...])
        case "base64": base64(body)
        default: body
        }
    }

    /// Decodes base64 and passes over everything that is none.
    static func base64(_ body: [UInt8]) -> [UInt8] {
        Data(base64Encoded: Data(body), options: .ignoreUnknownCharacters).map(Array.init) ?? body
    }

    /// Decodes quoted-printable; an equals sign that announces nothing stays.
    static func quotedPrintable(_ body: ArraySlice<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(body.count)
        var lines = LineReader(body)
        while let line = lines.next() {
            // White space at the end of a line was added on the way (rule 3).
            var text = line.text
            while let last = text.last, last == 32 || last == 9 { text.removeLast() }
            let isSoft = text.last == UInt8(ascii: "=")
            if isSoft { text.removeLast() }
            appendOctets(of: text, to: &decoded)
            if !isSoft { decoded.append(contentsOf: body[line.text.endIndex..<line.next].suffix(2)) }
        }
        return decoded
    }

    /// Puts bytes for every `=` with two hexadecimal digits.
    static func appendOctets(of text: ArraySlice<UInt8>, to decoded: inout [UInt8]) {
        var position = text.startIndex
        while position < text.endIndex {
            if text[position] == UInt8(ascii: "="), position + 2 < text.endIndex,
                let high = text[position + 1].hexValue, let low = text[position + 2].hexValue
            {
                decoded.append(high << 4 | low)
                position += 3
            } else {
                decoded.append(text[position])
                position += 1
            }
        }
    }
}
