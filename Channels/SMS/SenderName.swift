/// The rule for what may stand as a text's sender.
enum SenderName {
    /// Whether a phone network would show it: E.164, a short code of 3 to 8 digits, or 1 to 11 letters, digits and spaces.
    static func isValid(_ text: String) -> Bool {
        let isDigit: (UInt8) -> Bool = { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        if text.hasPrefix("+") {
            let digits = text.utf8.dropFirst()
            return (7...15).contains(digits.count) && digits.allSatisfy(isDigit) && digits.first != UInt8(ascii: "0")
        }
        if text.utf8.allSatisfy(isDigit) { return (3...8).contains(text.utf8.count) }
        let isLetter: (UInt8) -> Bool = { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        }
        return (1...11).contains(text.utf8.count)
            && text.utf8.allSatisfy { isDigit($0) || isLetter($0) || $0 == UInt8(ascii: " ") }
            && text.utf8.contains(where: isLetter)
    }
}
