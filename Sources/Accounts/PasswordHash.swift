import Crypto
import CryptoExtras
import Foundation

/// A password as it is kept: `$scrypt$ln=15,r=8,p=3$SALT$HASH`, base64 without padding (the PHC string format).
///
/// OWASP's second setting of scrypt: 32 MB and about a quarter of a second, so that a stolen table is dear to try. Prints
/// nothing of itself.
package struct PasswordHash: Sendable, Equatable, CustomStringConvertible {
    /// The text that is kept.
    package let text: String

    private struct Cost: Equatable {
        /// The logarithm of the rounds, to the base of 2.
        let logRounds: Int
        let blockSize: Int
        let parallelism: Int

        static let present = Cost(logRounds: 15, blockSize: 8, parallelism: 3)
        /// What we would still verify of a text out of the database.
        var isSane: Bool {
            (10...18).contains(logRounds) && (1...16).contains(blockSize) && (1...8).contains(parallelism)
        }
    }

    private static let saltLength = 16
    private static let hashLength = 32

    /// Takes a text that was kept.
    package init(text: String) { self.text = text }

    /// Hashes a password with a new salt.
    ///
    /// Blocks for as long as a guess is to cost: call it off the shared threads.
    package init(_ password: Password) throws {
        let salt = (0..<Self.saltLength).map { _ in UInt8.random(in: .min ... .max) }
        let hash = try Self.derive(password, salt: salt, .present)
        let cost = Cost.present
        text =
            "$scrypt$ln=\(cost.logRounds),r=\(cost.blockSize),p=\(cost.parallelism)$\(Self.base64(salt))$\(Self.base64(hash))"
    }

    /// Whether it is this password; compares in constant time.
    ///
    /// Blocks like ``init(_:)``.
    package func matches(_ password: Password) -> Bool {
        guard let parts = parts, let hash = try? Self.derive(password, salt: parts.salt, parts.cost) else {
            return false
        }
        return zip(hash, parts.hash).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Whether it was made at another cost than today's, and should be made again at the next log-in.
    package var isOutdated: Bool { parts?.cost != .present }

    /// Spends as much as a real comparison does, where no such log-in exists, so that time tells nothing.
    package static func pretend(_ password: Password) {
        _ = try? derive(password, salt: [UInt8](repeating: 0, count: saltLength), .present)
    }

    package var description: String { "•••" }

    private var parts: (cost: Cost, salt: [UInt8], hash: [UInt8])? {
        let fields = text.split(separator: "$", omittingEmptySubsequences: false)
        guard fields.count == 5, fields[0].isEmpty, fields[1] == "scrypt" else { return nil }
        let numbers = fields[2].split(separator: ",").map { $0.split(separator: "=", maxSplits: 1) }
        guard numbers.map(\.first) == ["ln", "r", "p"], numbers.allSatisfy({ $0.count == 2 }) else { return nil }
        let values = numbers.compactMap { Int($0[1]) }
        guard values.count == 3 else { return nil }
        let cost = Cost(logRounds: values[0], blockSize: values[1], parallelism: values[2])
        guard cost.isSane, let salt = Self.bytes(fields[3]), let hash = Self.bytes(fields[4]) else { return nil }
        guard salt.count >= 8, hash.count == Self.hashLength else { return nil }
        return (cost, salt, hash)
    }

    private static func derive(_ password: Password, salt: [UInt8], _ cost: Cost) throws -> [UInt8] {
        let key = try KDF.Scrypt.deriveKey(
            from: password.bytes,
            salt: salt,
            outputByteCount: hashLength,
            rounds: 1 << cost.logRounds,
            blockSize: cost.blockSize,
            parallelism: cost.parallelism
        )
        // The bytes are copied out at once; there is no other way to them.
        return unsafe key.withUnsafeBytes { unsafe Array($0) }
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        String(Data(bytes).base64EncodedString().prefix { $0 != "=" })
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: text + padding).map { Array($0) }
    }
}
