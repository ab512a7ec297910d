/// A parameter of a statement in PostgreSQL's text form; `nil` bytes are NULL.
///
/// The server knows each parameter's type from the statement, so that a text is all it takes.
package struct Value: Sendable {
    let bytes: [UInt8]?

    private init(_ bytes: [UInt8]?) { self.bytes = bytes }

    package static let null = Value(nil)

    package static func text(_ text: String?) -> Value { Value(text.map { Array($0.utf8) }) }

    package static func integer(_ number: Int64?) -> Value { Value(number.map { Array(String($0).utf8) }) }

    package static func integer(_ number: Int) -> Value { Value(Array(String(number).utf8)) }

    /// The shortest form that reads back as the same number.
    package static func real(_ number: Double?) -> Value { Value(number.map { Array("\($0)".utf8) }) }

    package static func bool(_ value: Bool) -> Value { Value([value ? UInt8(ascii: "t") : UInt8(ascii: "f")]) }

    package static func blob(_ bytes: [UInt8]?) -> Value { Value(bytes.map { Hexadecimal.form(of: $0) }) }

    /// An array of numbers, for `unnest` and `ANY`.
    package static func integers(_ numbers: some Sequence<Int64?>) -> Value {
        list(numbers) { number, out in out += String(number).utf8 }
    }

    /// An array of fractions.
    package static func reals(_ numbers: some Sequence<Double?>) -> Value {
        list(numbers) { number, out in out += "\(number)".utf8 }
    }

    /// An array of texts.
    package static func texts(_ texts: some Sequence<String?>) -> Value {
        list(texts) { text, out in
            out.append(UInt8(ascii: "\""))
            for byte in text.utf8 {
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { out.append(UInt8(ascii: "\\")) }
                out.append(byte)
            }
            out.append(UInt8(ascii: "\""))
        }
    }

    /// An array of byte strings.
    package static func blobs(_ blobs: some Sequence<[UInt8]?>) -> Value {
        list(blobs) { blob, out in
            out += [UInt8(ascii: "\""), UInt8(ascii: "\\")]
            out += Hexadecimal.form(of: blob)
            out.append(UInt8(ascii: "\""))
        }
    }

    /// An array of truths.
    package static func bools(_ values: some Sequence<Bool?>) -> Value {
        list(values) { value, out in out.append(value ? UInt8(ascii: "t") : UInt8(ascii: "f")) }
    }

    private static func list<Element>(
        _ elements: some Sequence<Element?>,
        _ append: (Element, inout [UInt8]) -> Void
    ) -> Value {
        var out: [UInt8] = [UInt8(ascii: "{")]
        for element in elements {
            if out.count > 1 { out.append(UInt8(ascii: ",")) }
            if let element { append(element, &out) } else { out += "NULL".utf8 }
        }
        out.append(UInt8(ascii: "}"))
        return Value(out)
    }
}

/// PostgreSQL's text form of bytes: `\x` and two digits for each.
enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    static func form(of bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = [UInt8(ascii: "\\"), UInt8(ascii: "x")]
        out.reserveCapacity(2 + bytes.count * 2)
        for byte in bytes {
            out.append(digits[Int(byte >> 4)])
            out.append(digits[Int(byte & 15)])
        }
        return out
    }
}
