/// Writes the fields of a message's header, one after another.
///
/// Its methods take types that cannot hold a line end, so a header cannot be broken out of.
struct HeaderWriter {
    private(set) var bytes: [UInt8]

    init(_ bytes: [UInt8] = []) { self.bytes = bytes }

    /// Words for people, such as a subject (RFC 5322 `unstructured`).
    mutating func field(_ name: StaticString, _ text: HeaderText) {
        var column = begin(name)
        if text.isFoldable {
            fold(text.bytes, column: &column)
        } else {
            EncodedWords.append(text, to: &bytes, column: &column)
        }
        end()
    }

    /// A mailbox: `Ada Sample <ada@example.org>`.
    mutating func field(_ name: StaticString, _ mailbox: HeaderMailbox) {
        var column = begin(name)
        phrase(mailbox.name, column: &column)
        if !mailbox.name.isEmpty { space(before: mailbox.address.bytes.count + 2, column: &column) }
        bytes.append(UInt8(ascii: "<"))
        bytes += mailbox.address.bytes
        bytes.append(UInt8(ascii: ">"))
        end()
    }

    /// A name with an identity behind it: `Riverside Tenants Union <riverside-tenants-union.riverside.example>`.
    mutating func field(_ name: StaticString, _ text: HeaderText, identity: Token) {
        var column = begin(name)
        phrase(text, column: &column)
        if !text.isEmpty { space(before: identity.text.utf8.count + 2, column: &column) }
        bytes += "<\(identity.text)>".utf8
        end()
    }

    /// One or several links between `<` and `>`, each on a line of its own, which must not be folded anywhere else.
    mutating func field(_ name: StaticString, links: [Token]) {
        _ = begin(name)
        for (index, link) in links.enumerated() {
            if index > 0 { bytes += ",\r\n ".utf8 }
            bytes += "<\(link.text)>".utf8
        }
        end()
    }

    /// A message's identity, which bears its own brackets and holds nothing that could end its place.
    mutating func field(_ name: StaticString, _ identity: MessageID) {
        _ = begin(name)
        bytes += identity.description.utf8
        end()
    }

    /// A text of ours without anybody's words in it.
    mutating func field(_ name: StaticString, _ token: Token) {
        _ = begin(name)
        bytes += token.text.utf8
        end()
    }

    /// Adds header fields that were written before.
    mutating func append(_ fields: [UInt8]) { bytes += fields }

    private mutating func begin(_ name: StaticString) -> Int {
        bytes += name.description.utf8
        bytes += ": ".utf8
        return name.utf8CodeUnitCount + 2
    }

    private mutating func end() { bytes += "\r\n".utf8 }

    /// A space, or a fold where what follows would make the line long.
    private mutating func space(before count: Int, column: inout Int) {
        let folds = column + 1 + count > HeaderText.lineLimit
        bytes += folds ? "\r\n ".utf8 : " ".utf8
        column = folds ? 1 : column + 1
    }

    /// Words as they are, with folds in place of spaces where the line would get long.
    private mutating func fold(_ text: [UInt8], column: inout Int) {
        for (index, word) in text.split(separator: UInt8(ascii: " ")).enumerated() {
            if index > 0 { space(before: word.count, column: &column) }
            bytes += word
            column += word.count
        }
    }

    /// A display name (RFC 5322 `phrase`): as it is, quoted, or as encoded words.
    private mutating func phrase(_ text: HeaderText, column: inout Int) {
        guard text.isFoldable else { return EncodedWords.append(text, to: &bytes, column: &column) }
        if text.bytes.allSatisfy(Self.isPhraseSign) { return fold(text.bytes, column: &column) }
        var quoted: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.bytes {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { quoted.append(UInt8(ascii: "\\")) }
            quoted.append(byte)
        }
        quoted.append(UInt8(ascii: "\""))
        fold(quoted, column: &column)
    }

    /// Letters, digits, spaces and the few signs that never need quoting.
    private static func isPhraseSign(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "'"), UInt8(ascii: "&"): true
        default: false
        }
    }
}

/// A mailbox as a header shows it.
struct HeaderMailbox: Equatable, Sendable {
    /// Empty when there is none.
    let name: HeaderText
    let address: EnvelopeAddress
}

/// Printable ASCII without `<`, `>`, line ends or anything else that ends a place in a header.
struct Token: Equatable, Sendable {
    let text: String

    /// Takes a text, and leaves out what has no place in a token.
    init(_ text: String) {
        // Nearly every token is sound as it is.
        self.text =
            text.utf8.allSatisfy(Self.fits) ? text : String(decoding: text.utf8.filter(Self.fits), as: UTF8.self)
    }

    private static func fits(_ byte: UInt8) -> Bool {
        (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "<") && byte != UInt8(ascii: ">")
    }
}
