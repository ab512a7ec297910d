import Crypto
import Foundation

/// A random text that opens something for whoever holds it: a session's cookie, a token of the API.
///
/// Only its digest is kept, so that who reads the database cannot act as somebody else. It never prints.
package struct Credential: Sendable, CustomStringConvertible, CustomReflectable {
    /// What is handed out: 43 signs of base64url, after a prefix that tells what it is.
    package let text: String

    /// Makes a new one out of 32 random bytes.
    ///
    /// - Parameter prefix: What it is, for people and for programs that look for leaked secrets: `clarion_…`.
    package init(prefix: String = "") {
        let random = Data((0..<32).map { _ in UInt8.random(in: .min ... .max) })
        text =
            prefix
            + random.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Takes what somebody presents; `nil` where it is too long to be ours.
    package init?(presented: String) {
        guard (1...128).contains(presented.utf8.count) else { return nil }
        text = presented
    }

    /// What is kept of it: SHA-256.
    ///
    /// A secret with 256 random bits needs neither salt nor cost.
    package var digest: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

    /// A value for forms that only a page opened with this secret can hold, against forged requests.
    package var formToken: String {
        let code = HMAC<SHA256>.authenticationCode(for: Array("form".utf8), using: SymmetricKey(data: Array(text.utf8)))
        return code.prefix(16).map { byte in
            let digits = String(byte, radix: 16)
            return digits.utf8.count == 1 ? "0" + digits : digits
        }.joined()
    }

    /// Whether a form holds the right value; compares in constant time.
    package func acceptsForm(_ token: String) -> Bool {
        let expected = Array(formToken.utf8), given = Array(token.utf8)
        guard expected.count == given.count else { return false }
        return zip(expected, given).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    package var description: String { "•••" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
