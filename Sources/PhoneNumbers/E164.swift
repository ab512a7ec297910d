import CPhone

/// Reads phone numbers with libphonenumber.
package enum E164 {
    /// Why a text is no usable number.
    package enum Fault: Error, Equatable, Sendable {
        /// It cannot be read as a phone number at all.
        case unreadable
        /// It has the look of a number, but the numbering plan has no such number.
        case invalid
    }

    /// What a numbering plan says of a number, by libphonenumber's own numbers.
    package enum Kind: Int, Sendable {
        case fixedLine, mobile, fixedLineOrMobile, tollFree, premiumRate, sharedCost, voiceOverIP, personalNumber, pager
        case universalAccess, voicemail, unknown
    }

    /// A number as it was understood.
    package struct Reading: Equatable, Sendable {
        /// E.164: `+` and at most 15 digits.
        package let number: String
        /// What the numbering plan says of it.
        package let kind: Kind
        /// Whether the text named an extension, which E.164 has no place for.
        package let hasExtension: Bool
    }

    /// Reads a number; about 40 µs, most of it libphonenumber's regular expressions.
    ///
    /// - Parameters:
    ///   - text: What somebody typed, without NUL.
    ///   - region: Where a number without a country code is dialled, ISO 3166 in upper case.
    /// - Returns: A number that exists in its numbering plan.
    /// - Throws: ``Fault``.
    package static func read(_ text: String, region: String) throws(Fault) -> Reading {
        // "+", 15 digits and NUL are 17; some plans allow 17 digits.
        var buffer = [CChar](repeating: 0, count: 32)
        var kind: Int32 = 0
        var hasExtension: Int32 = 0
        let found = cphone_e164(text, region, &buffer, buffer.count, &kind, &hasExtension)
        switch Int(found) {
        case CPHONE_VALID:
            let digits = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            return Reading(
                number: String(decoding: digits, as: UTF8.self),
                kind: Kind(rawValue: Int(kind)) ?? .unknown,
                hasExtension: hasExtension != 0
            )
        case CPHONE_INVALID: throw .invalid
        default: throw .unreadable
        }
    }

    /// A number as people write it.
    ///
    /// - Parameters:
    ///   - number: E.164.
    ///   - region: Where it will be dialled, ISO 3166 in upper case.
    /// - Returns: The national form at home, else the international one; the number itself when it cannot be read.
    package static func written(_ number: String, in region: String) -> String {
        var buffer = [CChar](repeating: 0, count: 64)
        guard Int(cphone_written(number, region, &buffer, buffer.count)) == CPHONE_VALID else { return number }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
