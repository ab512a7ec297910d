/// The identity of a message: the same for every attempt at one delivery, and for no other.
struct MessageID: Equatable, Sendable, CustomStringConvertible {
    /// With its brackets: `<k17.7@riverside.example>`.
    let description: String

    /// Makes the identity of a delivery's message.
    ///
    /// - Parameters:
    ///   - key: The delivery's key; signs that have no place in a Message-ID are written as their hexadecimal numbers.
    ///   - call: The call's number.
    ///   - domain: The sender's domain, ASCII.
    init(key: String, call: Int64, domain: String) {
        var text: [UInt8] = [UInt8(ascii: "<")]
        text.reserveCapacity(key.utf8.count + domain.utf8.count + 24)
        for byte in key.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: text.append(byte)
            default: text.append(contentsOf: "_\(String(byte, radix: 16))".utf8)
            }
        }
        text.append(contentsOf: ".\(call)@\(domain)>".utf8)
        description = String(decoding: text, as: UTF8.self)
    }
}
