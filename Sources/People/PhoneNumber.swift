import PhoneNumbers

/// A phone number in E.164 form.
///
/// Prints masked.
public struct PhoneNumber: Hashable, Sendable {
    /// What a number can do.
    public enum Line: Int, Sendable {
        /// It rings, but takes no text messages: a fixed line, an extension, toll-free, premium, a pager.
        case fixed
        /// A mobile, or a number whose plan does not tell (as in North America).
        case mobile
        /// Anything else: voice over IP, a personal number.
        case other
    }

    /// `+` and at most 15 digits, the first of which is not 0.
    public let exact: String
    /// What the numbering plan says of the line.
    public let line: Line

    /// Validates a number.
    ///
    /// A number with an extension is kept without it, as a fixed line: what it reaches is a switchboard.
    ///
    /// - Parameters:
    ///   - text: What somebody typed, in national or international form.
    ///   - region: Where a number without a country code is dialled, ISO 3166.
    /// - Throws: ``AddressFault`` with what is wrong and what to do, without the number.
    public init(_ text: String, region: String) throws(AddressFault) {
        let number = String(TidyText.trimmed(text))
        guard !number.isEmpty else { throw AddressFault("is empty") }
        // NUL would end the text early on the other side of the C boundary, and libphonenumber reads 250 signs at most.
        guard number.utf8.count <= 250, number.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw AddressFault("cannot be read as a phone number")
        }
        guard !region.isEmpty || number.hasPrefix("+") else {
            throw AddressFault("has no country code; write it with '+' in front, or set the organization's region")
        }
        let found: E164.Reading
        do { found = try E164.read(number, region: region.uppercased()) } catch {
            switch error {
            case .unreadable:
                throw AddressFault("cannot be read as a phone number; write it with '+' and the country code")
            case .invalid: throw AddressFault("is no number of its numbering plan; look for a missing or wrong digit")
            }
        }
        exact = found.number
        line = found.hasExtension ? .fixed : Line(found.kind)
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

extension PhoneNumber {
    /// The number as people in a region dial it: `(212) 555-0101` there, `+1 212-555-0101` elsewhere; personal data.
    ///
    /// - Parameter region: ISO 3166.
    /// - Returns: The number itself when nobody knows its plan.
    public func written(in region: String) -> String { E164.written(exact, in: region.uppercased()) }
}

extension PhoneNumber.Line {
    fileprivate init(_ kind: E164.Kind) {
        switch kind {
        case .mobile, .fixedLineOrMobile: self = .mobile
        case .fixedLine, .tollFree, .premiumRate, .sharedCost, .pager, .universalAccess, .voicemail: self = .fixed
        case .voiceOverIP, .personalNumber, .unknown: self = .other
        }
    }
}

extension PhoneNumber: Masked {
    /// Masked: the first two and the last two signs, `+1•••21`.
    public var description: String { "\(exact.prefix(2))•••\(exact.suffix(2))" }
}
