package import Deliveries

/// The short code at each person's row: the delivery's number in base 32 with a check digit, such as `04K-78`.
///
/// At least five signs; a hyphen parts it in two halves. See ``CheckedDigits`` for what the check digit catches.
package enum RowCode {
    /// The code to print.
    ///
    /// - Parameter delivery: Its number is positive.
    /// - Returns: Capitals, digits and a hyphen.
    package static func encode(_ delivery: DeliveryNumber) -> String {
        let digits = CheckedDigits.digits(of: delivery.rawValue, atLeast: 4)
        let text = CheckedDigits.text(digits + [CheckedDigits.check(digits, seed: seed)])
        let half = (text.utf8.count + 1) / 2
        return "\(text.prefix(half))-\(text.dropFirst(half))"
    }

    /// The delivery that a code stands for.
    ///
    /// - Parameter text: As somebody typed it: case, hyphens and spaces do not matter; `I`, `L` are 1 and `O` is 0.
    /// - Returns: Its number; whether there is such a delivery only the store knows.
    /// - Throws: ``CodeError``.
    package static func decode(_ text: String) throws(CodeError) -> DeliveryNumber {
        var digits: [UInt8] = []
        for sign in text.utf8 where sign != UInt8(ascii: "-") && sign != UInt8(ascii: " ") {
            guard let digit = CheckedDigits.value(of: sign), digits.count < 14 else { throw .malformed }
            digits.append(digit)
        }
        guard digits.count >= 5, let check = digits.popLast(), let number = CheckedDigits.number(digits) else {
            throw .malformed
        }
        guard CheckedDigits.check(digits, seed: seed) == check else { throw .mistyped }
        return DeliveryNumber(rawValue: number)
    }

    private static let seed: UInt8 = 1
}
