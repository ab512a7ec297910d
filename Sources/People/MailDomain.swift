import Foundation

/// The domain of a mailbox: at least two labels of letters, digits and hyphens (RFC 5890's LDH labels).
enum MailDomain {
    /// Checks a domain and writes it as it goes on the wire.
    ///
    /// - Parameter text: What stands behind the `@`.
    /// - Returns: Lower case; international labels as A-labels, `xn--…`.
    /// - Throws: ``AddressFault`` without the domain.
    static func normalized(_ text: Substring) throws(AddressFault) -> String {
        guard !text.isEmpty else { throw AddressFault("has nothing behind the '@'") }
        let domain = text.utf8.allSatisfy { $0 < 0x80 } ? text.lowercased() : try ascii(String(text))
        guard domain.utf8.count <= 253 else { throw AddressFault("has a domain of more than 253 characters") }
        let labels = domain.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard !labels.contains(where: { $0.isEmpty }) else {
            throw AddressFault("has a dot at the beginning or end of the domain, or two in a row")
        }
        guard labels.count >= 2, let last = labels.last else {
            throw AddressFault("has a domain without a dot; give it in full, as in 'example.org'")
        }
        guard labels.allSatisfy(isLDH) else {
            throw AddressFault("has a domain with something else than letters, digits and inner hyphens")
        }
        guard !last.allSatisfy(isDigit) else {
            throw AddressFault("has an IP address or a number as its domain; give a domain name")
        }
        return domain
    }

    /// The A-labels of an international domain, by the IDNA tables (UTS 46) that Foundation brings for URLs.
    private static func ascii(_ domain: String) throws(AddressFault) -> String {
        var components = URLComponents()
        components.host = domain.lowercased().precomposedStringWithCanonicalMapping
        // Foundation percent-encodes what IDNA does not allow; the check for LDH labels refuses that.
        guard let host = components.encodedHost, !host.utf8.contains(UInt8(ascii: "%")) else {
            throw AddressFault("has a domain with characters that no domain name may have")
        }
        return host.lowercased()
    }

    private static func isLDH(_ label: Substring.UTF8View) -> Bool {
        let hyphen = UInt8(ascii: "-")
        return label.count <= 63 && label.first != hyphen && label.last != hyphen
            && label.allSatisfy { isDigit($0) || (0x61...0x7A).contains($0) || $0 == hyphen }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
