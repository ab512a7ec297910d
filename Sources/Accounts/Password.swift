import Foundation

/// A password that may be used: long enough to be hard to guess, and not the log-in name.
///
/// NIST SP 800-63B: length counts, rules about signs do not. It never prints.
package struct Password: Sendable, CustomStringConvertible, CustomReflectable {
    /// The password's bytes, in Unicode's composed form, so that the same keys on another machine give the same bytes.
    let bytes: [UInt8]

    /// The fewest characters that may be chosen.
    package static let shortest = 12
    /// The most bytes that are looked at, so that nobody makes us hash a book.
    package static let longest = 1_024

    /// Takes what somebody typed at a log-in; no rule but the longest length applies.
    ///
    /// - Parameter typed: `nil` comes back where it is longer than ``longest``.
    package init?(typed: String) {
        guard typed.utf8.count <= Self.longest else { return nil }
        bytes = Array(typed.precomposedStringWithCanonicalMapping.utf8)
    }

    /// Takes what somebody chose as a new password.
    ///
    /// - Parameters:
    ///   - chosen: As it was typed.
    ///   - name: Whose it is to be.
    /// - Throws: ``PasswordFault``.
    package init(chosen: String, for name: LoginName) throws(PasswordFault) {
        guard chosen.count >= Self.shortest else { throw .tooShort }
        guard let password = Password(typed: chosen) else { throw .tooLong }
        if Set(chosen.lowercased()).count < 5 { throw .tooSimple }
        if chosen.lowercased().contains(name.rawValue), chosen.count < name.rawValue.count + Self.shortest {
            throw .tooSimple
        }
        self = password
    }

    package var description: String { "•••" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why a password cannot be chosen.
package enum PasswordFault: Error, Equatable, Sendable, CustomStringConvertible {
    case tooShort, tooLong, tooSimple

    package var description: String {
        switch self {
        case .tooShort:
            "A password has \(Password.shortest) characters or more. Four words that have nothing to do with each other will do."
        case .tooLong: "A password has at most \(Password.longest) bytes."
        case .tooSimple: "That password is easily guessed. Take four words that have nothing to do with each other."
        }
    }
}
