import Foundation

/// A mailbox, validated and normalised.
///
/// Prints masked.
public struct EmailAddress: Hashable, Sendable {
    /// As it goes on the wire: the local part as given, in NFC; the domain in lower case, international names as A-labels.
    public let exact: String

    /// Validates a mailbox.
    ///
    /// Line ends, angle brackets and spaces are refused here because libcurl would put them into the SMTP dialogue.
    ///
    /// - Parameter text: What somebody typed; white space around it is taken off.
    /// - Throws: ``AddressFault`` with what is wrong and what to do, without the address.
    public init(_ text: String) throws(AddressFault) {
        let trimmed = TidyText.trimmed(text)
        guard !trimmed.isEmpty else { throw AddressFault("is empty") }
        // Beyond this no address can become short enough, and nothing more expensive need look at it.
        guard trimmed.utf8.count <= 1_000 else { throw AddressFault("is longer than 254 characters") }
        let isASCII = trimmed.utf8.allSatisfy { $0 < 0x80 }
        let whole = isASCII ? String(trimmed) : String(trimmed).precomposedStringWithCanonicalMapping
        try MailboxSyntax.checkSigns(whole)
        let sign = UInt8(ascii: "@")
        guard let at = whole.utf8.firstIndex(of: sign) else { throw AddressFault("has no '@'") }
        let rest = whole[whole.utf8.index(after: at)...]
        guard !rest.utf8.contains(sign) else { throw AddressFault("has more than one '@'; give one address") }
        try MailboxSyntax.checkLocalPart(whole[..<at])
        let domain = try MailDomain.normalized(rest)
        exact = rest == domain ? whole : "\(whole[..<at])@\(domain)"
        guard exact.utf8.count <= 254 else { throw AddressFault("is longer than 254 characters") }
    }

    /// A mailbox that was validated before, as a store gives it back.
    ///
    /// - Parameter exact: What ``exact`` was then.
    public init(stored exact: String) { self.exact = exact }

    /// What two spellings of one mailbox have in common: everything in lower case.
    public var key: String {
        let lowered = exact.lowercased()
        return needsSMTPUTF8 ? lowered.precomposedStringWithCanonicalMapping : lowered
    }

    /// Whether only a server that offers SMTPUTF8 (RFC 6531) can take it: the local part is not ASCII.
    public var needsSMTPUTF8: Bool { !exact.utf8.allSatisfy { $0 < 0x80 } }
}

extension EmailAddress: Masked {
    /// Masked: the first character and the domain, `a•••@example.org`.
    public var description: String {
        let parts = exact.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return "•••" }
        return "\(parts[0].prefix(1))•••@\(parts[1])"
    }
}
