import Crypto

/// Tells one picture from another.
package enum ImageDigest {
    /// The digest of a picture's pixels.
    ///
    /// - Parameter pixels: As they were decoded: the same page in another file is the same page.
    /// - Returns: 32 hexadecimal digits.
    package static func of(_ pixels: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let bytes = SHA256.hash(data: pixels).prefix(16).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
