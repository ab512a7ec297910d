/// Names and values as `application/x-www-form-urlencoded`, for a body or a query.
///
/// Every byte but letters, digits and `- . _ ~` becomes `%XX`, a space too (`%20`, which every decoder reads in either place).
package struct HTTPForm: Sendable {
    /// The form so far, ASCII.
    package private(set) var bytes: [UInt8] = []

    /// Begins a form.
    package init() { bytes.reserveCapacity(256) }

    /// Whether nothing was added yet.
    package var isEmpty: Bool { bytes.isEmpty }
    /// The form as text.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Adds a name and its value.
    package mutating func append(_ name: String, _ value: String) {
        if !bytes.isEmpty { bytes.append(UInt8(ascii: "&")) }
        Self.escape(name, into: &bytes)
        bytes.append(UInt8(ascii: "="))
        Self.escape(value, into: &bytes)
    }

    /// A text with everything escaped that could mean something in an address.
    package static func escape(_ text: String) -> String {
        var bytes: [UInt8] = []
        escape(text, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func escape(_ text: String, into bytes: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes.append(UInt8(ascii: "%"))
                bytes.append(hexadecimal(byte >> 4))
                bytes.append(hexadecimal(byte & 15))
            }
        }
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 {
        digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10
    }
}
