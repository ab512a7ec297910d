/// Numbers as people copy them from paper: Crockford's 32 digits, and a check digit out of the same 32.
///
/// `I L O U` are no digits, since a hand makes them look like `1 1 0 V`. The check is a sum over the field of 32 elements
/// (x⁵ + x² + 1): each digit is weighted with the next power of a generator of the field. Since all weights within 31
/// digits differ and none is zero, it catches **every** single wrong digit, every exchange of two digits wherever they stand,
/// and every twin error (`11` for `22`); of anything else it lets one in 32 through. ISO 7064 does as much with a 37th sign
/// that no alphabet of 32 has.
package enum CheckedDigits {
    /// Digit by value.
    static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    /// The digits of a number, most significant first.
    ///
    /// - Parameters:
    ///   - number: Not negative.
    ///   - count: Zeros are put in front to make at least so many.
    /// - Returns: Values from 0 to 31.
    static func digits(of number: Int64, atLeast count: Int = 1) -> [UInt8] {
        var rest = UInt64(clamping: number)
        var digits: [UInt8] = []
        repeat {
            digits.append(UInt8(rest % 32))
            rest /= 32
        } while rest > 0
        digits += Array(repeating: 0, count: max(0, count - digits.count))
        return digits.reversed()
    }

    /// The number that digits stand for; `nil` when there are none or too many.
    static func number(_ digits: some Sequence<UInt8>) -> Int64? {
        var number: Int64?
        for digit in digits {
            let (shifted, isTooLarge) = (number ?? 0).multipliedReportingOverflow(by: 32)
            if isTooLarge { return nil }
            number = shifted | Int64(digit)
        }
        return number
    }

    /// What a sign stands for, as people write it: lower case too, `I` and `L` for 1, `O` for 0.
    ///
    /// - Parameter sign: A byte of the text.
    /// - Returns: 0 to 31; `nil` when it is no digit.
    static func value(of sign: UInt8) -> UInt8? { values[Int(sign)] }

    /// The text of some digits.
    package static func text(_ digits: some Sequence<UInt8>) -> String {
        String(decoding: digits.map { alphabet[Int($0)] }, as: UTF8.self)
    }

    /// The check digit that belongs behind some digits.
    ///
    /// - Parameters:
    ///   - digits: At most 30.
    ///   - seed: Differs between sorts of codes, so that one sort is not taken for the other.
    /// - Returns: A value from 0 to 31.
    static func check(_ digits: some Sequence<UInt8>, seed: UInt8) -> UInt8 {
        digits.reduce(times(seed)) { sum, digit in times(sum ^ digit) }
    }

    /// Multiplies with the generator x.
    private static func times(_ element: UInt8) -> UInt8 {
        let shifted = element << 1
        return shifted & 0b10_0000 == 0 ? shifted : shifted ^ 0b10_0101
    }

    private static let values: [UInt8?] = {
        var values = [UInt8?](repeating: nil, count: 256)
        for (value, sign) in alphabet.enumerated() {
            values[Int(sign)] = UInt8(value)
            if sign >= UInt8(ascii: "A") { values[Int(sign | 0x20)] = UInt8(value) }
        }
        for (lookalikes, value) in [("IiLl", 1), ("Oo", 0)] as [(String, UInt8)] {
            for sign in lookalikes.utf8 { values[Int(sign)] = value }
        }
        return values
    }()
}

/// Why something typed is no code of ours; never the text itself.
package enum CodeError: Error, Equatable, Sendable, CustomStringConvertible {
    /// It does not look like one.
    case malformed
    /// It looks like one, but its check digit says that something was misread or mistyped.
    case mistyped

    /// What to do about it.
    package var description: String {
        switch self {
        case .malformed: "is no code from a sheet. Copy it as it is printed, such as 04K-78 or S1-3-2A."
        case .mistyped: "has a wrong or swapped sign. Look at the sheet again."
        }
    }
}
