package import Crypto
package import Foundation

/// A database's own key, made with it and never shown: by it deliveries get names that nobody can guess, and forgotten
/// people leave marks that nobody can read.
///
/// It moves with the data, so that links, message ids and fingerprints stay what they were.
package struct StoreKey: Sendable {
    private let key: SymmetricKey
    /// The beginning of every code that ``key`` makes.
    private let keyed: HMAC<SHA256>

    package init(_ bytes: some ContiguousBytes) {
        key = SymmetricKey(data: bytes)
        keyed = HMAC(key: key)
    }

    /// A delivery's key: the same for every attempt at it, guessable by nobody, 26 lower-case letters and digits.
    package func deliveryKey(_ number: Int64) -> String {
        // The key has been taken in already; what is left is these few bytes.
        var code = keyed
        var text: [UInt8] = []
        text.reserveCapacity(17)
        text.append(contentsOf: "delivery ".utf8)
        for shift in stride(from: 56, through: 0, by: -8) { text.append(UInt8(truncatingIfNeeded: number >> shift)) }
        code.update(data: text)
        return Base32.encode(code.finalize().prefix(16))
    }

    /// What personal links are made with where the settings name no secret: apart from all that the key itself makes.
    package var linkSecret: SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Array("links".utf8), outputByteCount: 32)
    }

    /// What stays of an address when its owner is forgotten: 32 bytes.
    package func fingerprint(_ address: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array("address \(address)".utf8), using: key))
    }
}
