/// How a person who gets a mail can opt out of mail.
struct WayOut: Equatable, Sendable {
    /// Where a mail that says so is read.
    let mailbox: EnvelopeAddress
    /// ``mailto(key:)`` up to the key.
    let mailtoStart: String

    init(mailbox: EnvelopeAddress) {
        self.mailbox = mailbox
        mailtoStart = "mailto:\(Self.percentEncoded(mailbox.bytes))?subject=unsubscribe%20"
    }

    /// A link that opens a mail whose subject names the delivery: `mailto:stop@example.org?subject=unsubscribe%20k17`.
    ///
    /// - Parameter key: The delivery's key.
    /// - Returns: The link, without brackets.
    func mailto(key: String) -> Token {
        Token(mailtoStart + Self.percentEncoded(key.utf8))
    }

    /// Writes the fields of RFC 2369 and RFC 8058.
    ///
    /// - Parameters:
    ///   - key: The delivery's key.
    ///   - oneClick: The person's HTTPS link for opting out by a POST, where the installation has a web side. RFC 8058 wants it
    ///     together with the second field, and wants both signed.
    ///   - header: What is added to.
    func write(key: String, oneClick: Token? = nil, to header: inout HeaderWriter) {
        header.field("List-Unsubscribe", links: [oneClick, mailto(key: key)].compactMap(\.self))
        if oneClick != nil { header.field("List-Unsubscribe-Post", Token("List-Unsubscribe=One-Click")) }
    }

    static func percentEncoded(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.underestimatedCount)
        for byte in bytes {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "@"), UInt8(ascii: "~"):
                text.append(byte)
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text.append(contentsOf: (byte < 16 ? "%0\(digits)" : "%\(digits)").utf8)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
