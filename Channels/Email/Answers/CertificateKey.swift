import CryptoExtras
import Foundation

/// Takes the public key out of an X.509 certificate (RFC 5280 4.1).
///
/// It checks no chain: the certificate is fetched over TLS from its owner's own host.
enum CertificateKey {
    private static let pemStart = "-----BEGIN CERTIFICATE-----"
    private static let pemEnd = "-----END CERTIFICATE-----"
    private static let sequence: UInt8 = 0x30

    /// The RSA key of the first certificate in a PEM file; `nil` when there is none.
    static func rsa(pem: [UInt8]) -> _RSA.Signing.PublicKey? {
        guard pem.count < 65_536, let text = String(validating: pem, as: UTF8.self),
            let start = text.firstRange(of: pemStart), let end = text[start.upperBound...].firstRange(of: pemEnd),
            let der = Data(
                base64Encoded: String(text[start.upperBound..<end.lowerBound]),
                options: .ignoreUnknownCharacters
            )
        else { return nil }
        var whole = DERReader(Array(der)[...])
        guard let certificate = whole.next(), certificate.tag == sequence else { return nil }
        var outer = DERReader(certificate.content)
        guard let body = outer.next(), body.tag == sequence else { return nil }
        var fields = DERReader(body.content)
        // The version is there or not; then serial number, algorithm, issuer, validity, subject.
        guard let first = fields.next() else { return nil }
        let skipped = first.tag == 0xA0 ? 5 : 4
        for _ in 0..<skipped { guard fields.next() != nil else { return nil } }
        guard let key = fields.next(), key.tag == sequence else { return nil }
        return try? _RSA.Signing.PublicKey(derRepresentation: Data(key.whole))
    }
}

/// Reads values of DER one after another (X.690 8.1), and no byte behind its end.
struct DERReader {
    /// A value with its tag.
    struct Value {
        let tag: UInt8
        /// Tag, length and content.
        let whole: ArraySlice<UInt8>
        let content: ArraySlice<UInt8>
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The next value; `nil` behind the last and where it is cut off.
    mutating func next() -> Value? {
        var head = rest
        guard let tag = head.popFirst(), let first = head.popFirst() else { return nil }
        var length = Int(first)
        if first >= 0x80 {
            let count = Int(first & 0x7F)
            guard (1...4).contains(count), head.count >= count else { return nil }
            length = head.prefix(count).reduce(0) { $0 << 8 | Int($1) }
            head = head.dropFirst(count)
        }
        guard head.count >= length else { return nil }
        let content = head.prefix(length)
        let whole = rest[rest.startIndex..<content.endIndex]
        rest = rest[content.endIndex...]
        return Value(tag: tag, whole: whole, content: content)
    }
}
