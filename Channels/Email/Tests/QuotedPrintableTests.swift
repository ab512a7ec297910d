import Testing

@testable import EmailChannel

struct QuotedPrintableTests {
    private func encode(_ pieces: [String]) -> String {
        var out: [UInt8] = []
        var writer = QuotedPrintable()
        for piece in pieces { writer.append(Array(piece.utf8), to: &out) }
        writer.endLine(&out)
        return String(decoding: out, as: UTF8.self)
    }

    /// RFC 2045's rules the other way round.
    private func decode(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        var plain: [UInt8] = []
        var position = 0
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "=") else {
                plain.append(bytes[position])
                position += 1
                continue
            }
            let code = String(decoding: bytes[position + 1..<position + 3], as: UTF8.self)
            if code != "\r\n" { plain.append(UInt8(code, radix: 16) ?? 0) }
            position += 3
        }
        return plain
    }

    @Test(
        arguments: [
            ("a", "a\r\n"), ("a = b", "a =3D b\r\n"), ("a \nb", "a=20\r\nb\r\n"), ("a\t", "a=09\r\n"),
            ("a\r\nb\rc\nd", "a\r\nb\r\nc\r\nd\r\n"), (".\n..", "=2E\r\n=2E.\r\n"), ("ñ", "=C3=B1\r\n"),
            ("a\u{0}\u{8}b", "ab\r\n"), ("", "\r\n"), ("From x", "From x\r\n"),
        ]
    )
    func textBecomesQuotedPrintable(text: String, expected: String) {
        #expect(encode([text]) == expected)
    }

    @Test(
        arguments: [
            String(repeating: "x", count: 400), String(repeating: "ñ", count: 200), String(repeating: ".", count: 200),
            String(repeating: " ", count: 200) + "end", String(repeating: "a b=👩‍👩‍👧 .", count: 60),
            (0..<100).map { String(repeating: "w", count: $0) + " " }.joined(separator: "\n"),
            (60..<90).map { String(repeating: "=", count: $0) }.joined(separator: "\n."),
        ]
    )
    func linesAreShortAndTheTextComesBack(text: String) {
        for size in [1, 7, 74, 75, 76, 77, 100_000] {
            let characters = Array(text.unicodeScalars)
            let pieces = stride(from: 0, to: characters.count, by: size).map { start in
                String(String.UnicodeScalarView(characters[start..<min(start + size, characters.count)]))
            }
            let encoded = encode(pieces)
            let bytes = Array(encoded.utf8)
            #expect(bytes.allSatisfy { $0 == 9 || $0 == 10 || $0 == 13 || (32...126).contains($0) })
            for line in bytes.split(separator: 10, omittingEmptySubsequences: false) {
                #expect(line.count <= 77)
                #expect(line.first != UInt8(ascii: "."))
                #expect(line.isEmpty || line.last == 13)
                #expect(line.dropLast().last != 32)
            }
            #expect(!encoded.contains("=_"))
            #expect(decode(encoded) == Array((text + "\n").replacing("\n", with: "\r\n").utf8))
        }
    }
}
