package import Crypto
package import CryptoExtras
import Foundation

/// A private key that signs mail.
///
/// Never prints.
package enum DKIMKey: Sendable, CustomStringConvertible {
    case rsa(_RSA.Signing.PrivateKey)
    case ed25519(Curve25519.Signing.PrivateKey)

    /// Why a key cannot be used, to be read behind the name of its setting.
    package struct Fault: Error, Equatable {
        package let sentence: String
    }

    /// What precedes the 32 bytes of an Ed25519 key in PKCS#8 (RFC 8410 7).
    private static let ed25519Start: [UInt8] = [
        0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
    ]
    private static let pemStart = "-----BEGIN PRIVATE KEY-----"
    private static let pemEnd = "-----END PRIVATE KEY-----"

    /// Reads a key in PEM: RSA of 2048 bits and more (PKCS#1 or PKCS#8), or Ed25519 (PKCS#8).
    package init(pem: String) throws(Fault) {
        let trimmed = pem.trimmingCharacters(in: .whitespacesAndNewlines)
        if trimmed.hasPrefix(Self.pemStart), trimmed.hasSuffix(Self.pemEnd) {
            let middle = trimmed.dropFirst(Self.pemStart.count).dropLast(Self.pemEnd.count)
            let bytes = Data(base64Encoded: String(middle), options: .ignoreUnknownCharacters).map(Array.init) ?? []
            if bytes.count == 48, bytes.starts(with: Self.ed25519Start),
                let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes.suffix(32))
            {
                self = .ed25519(key)
                return
            }
        }
        guard let key = try? _RSA.Signing.PrivateKey(pemRepresentation: pem) else {
            throw Fault(
                sentence: "holds no key that can sign mail: RSA of 2048 bits or more, or Ed25519, in PEM. "
                    + "'clarion dkim create' writes one."
            )
        }
        self = .rsa(key)
    }

    /// A new RSA key of 2048 bits: every receiver can check it, and its record fits into a DNS answer.
    package static func newRSA() throws -> DKIMKey { .rsa(try _RSA.Signing.PrivateKey(keySize: .bits2048)) }

    /// A new Ed25519 key (RFC 8463), for a second signature.
    package static func newEd25519() -> DKIMKey { .ed25519(Curve25519.Signing.PrivateKey()) }

    /// What goes into the key's file.
    package var pem: String {
        switch self {
        case .rsa(let key): return key.pkcs8PEMRepresentation + "\n"
        case .ed25519(let key):
            let text = Data(Self.ed25519Start + Array(key.rawRepresentation)).base64EncodedString()
            return "\(Self.pemStart)\n\(text)\n\(Self.pemEnd)\n"
        }
    }

    /// What a receiver finds in the DNS (RFC 6376 3.6.1).
    package var record: String {
        switch self {
        case .rsa(let key):
            "v=DKIM1; k=rsa; p=\(key.publicKey.derRepresentation.base64EncodedString())"
        case .ed25519(let key):
            "v=DKIM1; k=ed25519; p=\(key.publicKey.rawRepresentation.base64EncodedString())"
        }
    }

    /// The name of the algorithm in a signature.
    var algorithm: String {
        switch self {
        case .rsa: "rsa-sha256"
        case .ed25519: "ed25519-sha256"
        }
    }

    /// Signs a SHA-256; RFC 8463 has Ed25519 sign the digest itself.
    func signature(of digest: SHA256Digest) throws -> [UInt8] {
        switch self {
        case .rsa(let key): Array(try key.signature(for: digest, padding: .insecurePKCS1v1_5).rawRepresentation)
        case .ed25519(let key): Array(try key.signature(for: Data(digest)))
        }
    }

    /// A mask.
    package var description: String { "•••" }

    /// Labels of letters, digits and hyphens between dots, as both domains and selectors are.
    package static func isName(_ text: String) -> Bool {
        let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return text.utf8.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.count)
                    && label.allSatisfy { byte in
                        switch byte {
                        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
                        default: false
                        }
                    }
            }
    }
}
