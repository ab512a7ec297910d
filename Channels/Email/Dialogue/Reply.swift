/// One reply of a mail server: `550 5.1.1 User unknown`.
struct Reply: Equatable, Sendable {
    /// 200 to 599.
    let code: Int
    /// The enhanced status code of RFC 3463, where the server gave one: `5.1.1`.
    let status: EnhancedStatus?
    /// The lines without their codes; at least one.
    let lines: [String]

    /// 2xx.
    var isPositive: Bool { code / 100 == 2 }

    /// The reply in one printable line of bounded length, for people: `550 5.1.1 User unknown`.
    ///
    /// A server's words are the text of a stranger: control characters are taken out, and 300 characters are enough.
    var words: String {
        var text = "\(code)"
        if let status { text += " \(status)" }
        for line in lines where !line.isEmpty { text += " \(line)" }
        let printable = text.unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control ? " " : Character(scalar)
        }
        return String(String(printable).prefix(300))
    }
}

/// An enhanced status code of RFC 3463: class, subject, detail.
struct EnhancedStatus: Equatable, Sendable, CustomStringConvertible {
    let `class`: Int
    let subject: Int
    let detail: Int

    var description: String { "\(`class`).\(subject).\(detail)" }

    /// Reads a code from the beginning of a line, and takes it off together with the space behind it.
    ///
    /// - Parameters:
    ///   - line: What follows the three digits and the separator.
    ///   - code: The three digits, whose first must be the same.
    /// - Returns: `nil`, and the line as it was, when it begins with something else.
    static func read(from line: inout Substring.UTF8View, code: Int) -> EnhancedStatus? {
        let word = line.prefix { $0 != UInt8(ascii: " ") }
        let parts = word.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map { digits in
            digits.count <= 3 && digits.allSatisfy { (0x30...0x39).contains($0) } ? Int(Substring(digits)) : nil
        }
        guard parts.count == 3, let first = parts[0], let second = parts[1], let third = parts[2], first == code / 100
        else { return nil }
        line = line.dropFirst(word.count).drop { $0 == UInt8(ascii: " ") }
        return EnhancedStatus(class: first, subject: second, detail: third)
    }
}
