import Crypto
import Deliveries
import Foundation

extension SQLiteStore {
    /// A delivery's key: the same for every attempt at it, guessable by nobody, 26 lower-case letters and digits.
    func deliveryKey(_ number: Int64) -> String {
        // The key has been taken in already; what is left is these few bytes.
        var code = keyed
        var text: [UInt8] = []
        text.reserveCapacity(17)
        text.append(contentsOf: "delivery ".utf8)
        for shift in stride(from: 56, through: 0, by: -8) { text.append(UInt8(truncatingIfNeeded: number >> shift)) }
        code.update(data: text)
        return Base32.encode(code.finalize().prefix(16))
    }

    /// What stays of an address when its owner is forgotten.
    func fingerprint(_ address: String) -> Data {
        Data(HMAC<SHA256>.authenticationCode(for: Array("address \(address)".utf8), using: key))
    }
}
