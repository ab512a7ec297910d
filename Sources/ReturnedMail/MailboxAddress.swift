import Foundation

/// Where returned mail lies on an IMAP server: `imaps://bounces@mail.example.org/INBOX` (RFC 5092, as far as it is needed).
///
/// Prints without the user, who is an address at most providers.
package struct MailboxAddress: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// A name or an IP address; IPv6 without brackets.
    package let host: String
    package let port: Int
    /// `imaps://`: encrypted from the first byte.
    package let isImplicitTLS: Bool
    package let user: String
    /// The folder on the server.
    package let folder: String

    /// Why a text is no such address; a sentence to be read behind its name.
    package struct Fault: Error, Equatable {
        package let sentence: String
    }

    /// Whether a text is meant to be one.
    package static func looksLike(_ text: String) -> Bool {
        let start = text.prefix(8).lowercased()
        return start.hasPrefix("imap://") || start == "imaps://"
    }

    /// Reads an address.
    ///
    /// - Parameter text: `imaps://USER@HOST[:PORT][/FOLDER]`; signs such as `@` in the user may stand as they are or as `%40`.
    /// - Throws: ``Fault`` with what is wrong; it does not repeat the text, in which a password may stand.
    package init(_ text: String) throws(Fault) {
        guard Self.looksLike(text), let scheme = text.firstRange(of: "://") else {
            throw Fault(sentence: "must begin with 'imaps://', or with 'imap://' (STARTTLS).")
        }
        isImplicitTLS = text[..<scheme.lowerBound].lowercased() == "imaps"
        var rest = text[scheme.upperBound...]
        var folder = "INBOX"
        if let slash = rest.firstIndex(of: "/") {
            let path = String(rest[rest.index(after: slash)...])
            if !path.isEmpty { folder = try Self.decoded(path, "folder") }
            rest = rest[..<slash]
        }
        guard let at = rest.lastIndex(of: "@"), at > rest.startIndex else {
            throw Fault(sentence: "names no user. Write 'imaps://USER@HOST/INBOX'.")
        }
        let user = rest[..<at]
        guard !user.contains(":") else {
            throw Fault(
                sentence: "holds a password. Write it under 'returns_password', or in CLARION_RETURNS_PASSWORD."
            )
        }
        self.user = try Self.decoded(String(user), "user")
        self.folder = folder
        (host, port) = try Self.server(rest[rest.index(after: at)...], standard: isImplicitTLS ? 993 : 143)
    }

    private static func server(_ text: Substring, standard: Int) throws(Fault) -> (String, Int) {
        var host = text
        var port: Substring?
        if text.hasPrefix("["), let close = text.firstIndex(of: "]") {
            host = text[text.index(after: text.startIndex)..<close]
            let behind = text[text.index(after: close)...]
            guard behind.isEmpty || behind.hasPrefix(":") else { throw Fault(sentence: "has a port that is none.") }
            port = behind.isEmpty ? nil : behind.dropFirst()
            guard host.contains(":"), host.utf8.allSatisfy({ isHexadecimal($0) || $0 == 0x3A || $0 == 0x2E }) else {
                throw Fault(sentence: "has something between '[' and ']' that is no IPv6 address.")
            }
        } else {
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            host = parts.first ?? ""
            port = parts.count == 2 ? parts[1] : nil
            guard !host.isEmpty, host.utf8.allSatisfy(isNameSign) else {
                throw Fault(sentence: "has a host that is no name. Write 'imaps://USER@HOST/INBOX'.")
            }
        }
        guard let port else { return (String(host), standard) }
        guard let number = Int(port), (1...65_535).contains(number) else {
            throw Fault(sentence: "has a port that is no number from 1 to 65535.")
        }
        return (String(host), number)
    }

    /// Folders outside of ASCII have names of their own on the wire (RFC 3501 5.1.3), which nobody would guess.
    private static func decoded(_ text: String, _ part: String) throws(Fault) -> String {
        guard let plain = text.removingPercentEncoding, !plain.isEmpty,
            plain.utf8.count <= 255, plain.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F })
        else { throw Fault(sentence: "has a \(part) that is not plain ASCII. Write other signs as %40.") }
        return plain
    }

    private static func isNameSign(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
        default: false
        }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }

    /// Whether it is this very machine, where nobody is on the way who could listen.
    package var isLoopback: Bool {
        let name = host.lowercased()
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let isIPv4 = parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
        return name == "localhost" || name == "::1" || isIPv4
    }

    /// For sentences.
    package var description: String {
        let server = host.contains(":") ? "[\(host)]" : host
        return "\(isImplicitTLS ? "imaps" : "imap")://\(server):\(port)/\(folder)"
    }

    package var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
