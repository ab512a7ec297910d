/// What may stand in a mailbox: RFC 5321 and 6531 without quoted local parts and address literals.
enum MailboxSyntax {
    /// Refuses what is no bare address, with a sentence for each way in which people paste one.
    static func checkSigns(_ text: String) throws(AddressFault) {
        if text.utf8.allSatisfy(isHarmless) { return }
        if text.prefix(7).lowercased() == "mailto:" {
            throw AddressFault("begins with 'mailto:'; give the address alone")
        }
        if text.utf8.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") }) {
            throw AddressFault("holds a name or angle brackets; give the address alone")
        }
        for scalar in text.unicodeScalars {
            guard let problem = problem(with: scalar) else { continue }
            throw AddressFault(problem)
        }
    }

    /// Refuses a local part that is no dot-atom or longer than 64 octets.
    static func checkLocalPart(_ local: Substring) throws(AddressFault) {
        guard !local.isEmpty else { throw AddressFault("has nothing before the '@'") }
        guard local.utf8.count <= 64 else { throw AddressFault("has more than 64 octets before the '@'") }
        var previous = UInt8(ascii: ".")
        for byte in local.utf8 {
            guard byte != UInt8(ascii: ".") || previous != byte else { throw misplacedDot }
            previous = byte
        }
        guard previous != UInt8(ascii: ".") else { throw misplacedDot }
    }

    private static let misplacedDot = AddressFault(
        "has a dot at the beginning or end, or two in a row, before the '@'"
    )

    /// Whether an ASCII sign needs no second look: what nearly every address consists of.
    private static func isHarmless(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x40...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "+"): true
        default: false
        }
    }

    private static func problem(with scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "\"": "has quotation marks, which few mail servers take; give an address without them"
        case ",", ";": "holds a comma or semicolon; give one address"
        case ":", "\\", "(", ")": "holds a colon, backslash or parenthesis; give the address alone"
        case "[", "]": "has square brackets; give a domain name instead of an IP address"
        case "!"..."~": nil
        default: problem(withUnusual: scalar)
        }
    }

    private static func problem(withUnusual scalar: Unicode.Scalar) -> String? {
        if scalar.properties.isWhitespace && scalar.properties.generalCategory != .control {
            return "holds a space; take it out"
        }
        return switch scalar.properties.generalCategory {
        case .control: "holds a line end or another control character; take it out"
        case .format, .unassigned, .privateUse, .surrogate: "holds an invisible character; type it anew"
        default: nil
        }
    }
}
