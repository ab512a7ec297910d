import Crypto
import Deliveries
import Foundation

extension SQLiteStore {
    /// A delivery's key: the same for every attempt at it, guessable by nobody, 26 lower-case letters and digits.
    func deliveryKey(_ number: Int64) -> String {
        var text: [UInt8] = Array("delivery ".utf8)
        for shift in stride(from: 56, through: 0, by: -8) { text.append(UInt8(truncatingIfNeeded: number >> shift)) }
        let code = HMAC<SHA256>.authenticationCode(for: text, using: key)
        return Base32.encode(code.prefix(16))
    }

    /// What stays of an address when its owner is forgotten.
    func fingerprint(_ address: String) -> Data {
        Data(HMAC<SHA256>.authenticationCode(for: Array("address \(address)".utf8), using: key))
    }
}
