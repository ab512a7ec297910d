import People

/// An address that can stand between `<` and `>` of an SMTP command, and nothing else beside it.
///
/// libcurl 7.88 and servers alike take what stands there as it is, so whatever could end the command or begin another one is
/// refused here, whoever has looked at the address before.
struct EnvelopeAddress: Equatable, Sendable {
    let bytes: [UInt8]
    /// Whether the address has signs outside of ASCII, so that the server must offer SMTPUTF8.
    let needsUTF8: Bool

    /// Takes an address, unless it could break out of its place.
    ///
    /// - Parameter address: A mailbox.
    init?(_ address: EmailAddress) {
        let bytes = Array(address.exact.utf8)
        let isHarmless = bytes.allSatisfy { byte in
            byte > 0x20 && byte != 0x7F && byte != UInt8(ascii: "<") && byte != UInt8(ascii: ">")
        }
        // RFC 5321 4.5.3.1.3: a path is at most 256 octets with its brackets.
        guard isHarmless, bytes.count <= 254, bytes.dropFirst().dropLast().contains(UInt8(ascii: "@")) else {
            return nil
        }
        self.bytes = bytes
        needsUTF8 = bytes.contains { $0 > 0x7F }
    }

    /// What stands behind the last `@`.
    var domain: [UInt8] { Array(bytes[(bytes.lastIndex(of: UInt8(ascii: "@")) ?? 0)...].dropFirst()) }
}
