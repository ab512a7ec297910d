extension Template {
    /// How a value is made harmless where it stands.
    ///
    /// All of them work by UTF-8 byte: a sign with a combining mark behind it is one Character, and a comparison of
    /// Characters would let it pass.
    public enum Escape: Sendable, Equatable {
        /// Plain text: as it is.
        case none
        /// HTML's text and attributes, and Pango's markup; control characters that XML forbids are left out.
        case html
        /// In the middle of an address: everything but unreserved characters of RFC 3986 is percent-encoded.
        case address
        /// The beginning of an address, in plain text; a scheme that people are not asked to follow leaves `#`.
        case link
        /// The beginning of an address, in HTML or markup.
        case linkInHTML

        /// Adds an escaped value to a buffer.
        ///
        /// - Parameters:
        ///   - value: What a person, a file or a form gave.
        ///   - buffer: What is added to.
        public func append(_ value: String, to buffer: inout [UInt8]) {
            switch self {
            case .none: buffer.append(contentsOf: value.utf8)
            case .html: for byte in value.utf8 { Self.appendHTML(byte, to: &buffer) }
            case .address: for byte in value.utf8 { Self.appendEncoded(byte, unless: isUnreserved(byte), to: &buffer) }
            case .link, .linkInHTML: appendLink(value, to: &buffer)
            }
        }

        private static func appendHTML(_ byte: UInt8, to buffer: inout [UInt8]) {
            switch byte {
            case UInt8(ascii: "&"): buffer.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): buffer.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): buffer.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\""): buffer.append(contentsOf: "&quot;".utf8)
            case UInt8(ascii: "'"): buffer.append(contentsOf: "&#39;".utf8)
            case 0..<0x20 where byte != 0x09 && byte != 0x0A && byte != 0x0D: break
            default: buffer.append(byte)
            }
        }

        private static func appendEncoded(_ byte: UInt8, unless isSafe: Bool, to buffer: inout [UInt8]) {
            if isSafe { return buffer.append(byte) }
            buffer.append(UInt8(ascii: "%"))
            buffer.append(hexDigit(byte >> 4))
            buffer.append(hexDigit(byte & 0x0F))
        }

        private func appendLink(_ value: String, to buffer: inout [UInt8]) {
            if value.isEmpty { return }
            guard hasFollowableScheme(value) else { return buffer.append(UInt8(ascii: "#")) }
            for byte in value.utf8 {
                if byte == UInt8(ascii: "&"), self == .linkInHTML {
                    buffer.append(contentsOf: "&amp;".utf8)
                } else {
                    Self.appendEncoded(byte, unless: isUnreserved(byte) || isAddressSign(byte), to: &buffer)
                }
            }
        }
    }
}

/// Whether an address begins with a scheme that opens a page, a mail, a call or a text, and nothing else.
private func hasFollowableScheme(_ address: String) -> Bool {
    let start = address.utf8.prefix(8).map { byte in
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
    return ["http://", "https://", "mailto:", "tel:", "sms:"].contains { start.starts(with: $0.utf8) }
}

/// RFC 3986, section 2.3.
private func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        true
    default: false
    }
}

/// The signs of RFC 3986, section 2.2, and `%`; but not the apostrophe, which ends an attribute.
private func isAddressSign(_ byte: UInt8) -> Bool { ":/?#[]@!$&()*+,;=%".utf8.contains(byte) }

private func hexDigit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 + nibble : 0x37 + nibble }
