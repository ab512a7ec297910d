import Crypto
package import Foundation

/// A database's own key, made with it and never shown: by it deliveries get names that nobody can guess, and forgotten
/// people leave marks that nobody can read.
///
/// It moves with the data, so that links, message ids and fingerprints stay what they were.
package struct StoreKey: Sendable {
    private let key: SymmetricKey

    package init(_ bytes: some ContiguousBytes) { key = SymmetricKey(data: bytes) }

    /// A delivery's key: the same for every attempt at it, guessable by nobody, 26 lower-case letters and digits.
    package func deliveryKey(_ number: Int64) -> String {
        var text: [UInt8] = Array("delivery ".utf8)
        for shift in stride(from: 56, through: 0, by: -8) { text.append(UInt8(truncatingIfNeeded: number >> shift)) }
        let code = HMAC<SHA256>.authenticationCode(for: text, using: key)
        return Base32.encode(code.prefix(16))
    }

    /// What stays of an address when its owner is forgotten: 32 bytes.
    package func fingerprint(_ address: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array("address \(address)".utf8), using: key))
    }
}

/// RFC 4648's alphabet in lower case, without padding.
private enum Base32 {
    static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var out: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                out.append(alphabet[Int(buffer >> UInt32(bits) & 31)])
            }
        }
        if bits > 0 { out.append(alphabet[Int(buffer << UInt32(5 - bits) & 31)]) }
        return String(decoding: out, as: UTF8.self)
    }
}
