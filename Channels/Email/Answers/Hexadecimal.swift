/// Bytes written as pairs of digits.
enum Hexadecimal {
    /// Reads pairs of digits in either case; `nil` for anything else.
    static func bytes(_ text: String) -> [UInt8]? {
        let signs = Array(text.utf8)
        guard signs.count.isMultiple(of: 2), signs.count <= 1_024 else { return nil }
        var bytes: [UInt8] = []
        for place in stride(from: 0, to: signs.count, by: 2) {
            guard let high = digit(signs[place]), let low = digit(signs[place + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func digit(_ sign: UInt8) -> UInt8? {
        switch sign {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): sign - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): sign - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): sign - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
