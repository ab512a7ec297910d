/// The mail server's place as the settings name it: `smtp://mail.example.org:587`.
struct ServerAddress: Equatable, Sendable {
    /// A name or an IP address; IPv6 without brackets.
    let host: String
    /// `nil` when the settings name none.
    let port: Int?
    /// `smtps://`: encrypted from the first byte.
    let isImplicitTLS: Bool

    /// Why a text is no address of a server; a sentence to be read behind the setting's name.
    struct Fault: Error, Equatable {
        let sentence: String
    }

    /// Reads an address.
    ///
    /// - Parameter text: What stands in the settings.
    /// - Throws: ``Fault`` with what is wrong and what to do; it does not repeat the text, in which a password may stand.
    init(_ text: String) throws(Fault) {
        guard let scheme = text.firstRange(of: "://") else {
            throw Fault(sentence: "has no scheme. Write 'smtp://HOST:PORT' (STARTTLS) or 'smtps://HOST:PORT'.")
        }
        switch text[..<scheme.lowerBound].lowercased() {
        case "smtp": isImplicitTLS = false
        case "smtps": isImplicitTLS = true
        default: throw Fault(sentence: "must begin with 'smtp://' (STARTTLS) or 'smtps://'.")
        }
        var rest = text[scheme.upperBound...]
        if rest.hasSuffix("/") { rest.removeLast() }
        guard !rest.contains("@") else {
            throw Fault(sentence: "holds a user. Write 'username' and 'password' as settings of their own.")
        }
        guard !rest.contains("/"), !rest.contains("?"), !rest.contains("#") else {
            throw Fault(sentence: "must end behind the port: 'smtp://HOST:PORT'.")
        }
        let portText: Substring?
        if rest.hasPrefix("["), let close = rest.firstIndex(of: "]") {
            host = String(rest[rest.index(after: rest.startIndex)..<close])
            let behind = rest[rest.index(after: close)...]
            guard behind.isEmpty || behind.hasPrefix(":") else {
                throw Fault(sentence: "has something between ']' and the port. Write 'smtp://[::1]:PORT'.")
            }
            portText = behind.isEmpty ? nil : behind.dropFirst()
            guard host.contains(":"), host.utf8.allSatisfy(Self.isAddressSign) else {
                throw Fault(sentence: "has something between '[' and ']' that is no IPv6 address.")
            }
        } else {
            let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count <= 2 else {
                throw Fault(
                    sentence: "has more than one ':'. An IPv6 address stands between brackets: 'smtp://[::1]:PORT'."
                )
            }
            host = parts.first.map(String.init) ?? ""
            portText = parts.count == 2 ? parts[1] : nil
            guard !host.isEmpty, host.utf8.allSatisfy(Self.isNameSign) else {
                throw Fault(sentence: "has no host, or one with signs that no host name has. Write 'smtp://HOST:PORT'.")
            }
        }
        guard let portText else {
            port = nil
            return
        }
        guard let number = Int(portText), (1...65_535).contains(number) else {
            throw Fault(sentence: "has a port that is no number from 1 to 65535.")
        }
        port = number
    }

    /// Whether it is this very machine.
    var isLoopback: Bool {
        let name = host.lowercased()
        return name == "localhost" || name.hasSuffix(".localhost") || name == "::1" || isIPv4Loopback
    }

    private var isIPv4Loopback: Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    private static func isNameSign(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
        default: false
        }
    }

    private static func isAddressSign(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66, UInt8(ascii: ":"), UInt8(ascii: "."): true
        default: false
        }
    }
}
