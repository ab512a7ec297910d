import MIME

/// An address between `<` and `>` as MAIL and RCPT carry it (RFC 5321 4.1.2, RFC 6531).
struct SMTPPath: Equatable {
    /// The address without brackets and without a source route; empty for `<>`.
    let address: String
    /// Whether it holds anything but ASCII.
    let needsUTF8: Bool

    /// Reads a path at the beginning of some bytes.
    ///
    /// - Parameter bytes: What follows the colon.
    /// - Returns: The path and what stands behind it; `nil` when this is no path.
    static func read(_ bytes: ArraySlice<UInt8>) -> (path: SMTPPath, rest: ArraySlice<UInt8>)? {
        guard bytes.first == UInt8(ascii: "<"), let end = closingBracket(bytes) else { return nil }
        var inside = bytes[bytes.startIndex + 1..<end]
        if inside.first == UInt8(ascii: "@") {
            // A source route of old: taken and ignored, as RFC 5321 appendix C asks.
            guard let colon = inside.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            inside = inside[(colon + 1)...]
        }
        guard inside.isEmpty || isMailbox(inside), let address = String(validating: inside, as: UTF8.self) else {
            return nil
        }
        return (SMTPPath(address: address, needsUTF8: inside.contains { $0 > 127 }), bytes[(end + 1)...])
    }

    /// The first `>` outside of a quoted local part.
    private static func closingBracket(_ bytes: ArraySlice<UInt8>) -> Int? {
        var isQuoted = false
        var isEscaped = false
        for (index, byte) in zip(bytes.indices, bytes).dropFirst() {
            guard byte >= 32, byte != 127 else { return nil }
            if isEscaped {
                isEscaped = false
            } else if isQuoted, byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if !isQuoted {
                if byte == UInt8(ascii: ">") { return index }
                if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "<") { return nil }
            }
        }
        return nil
    }

    private static func isMailbox(_ bytes: ArraySlice<UInt8>) -> Bool {
        // Every server has a postmaster (RFC 5321 4.5.1).
        if bytes.map({ $0 | 0x20 }) == Array("postmaster".utf8) { return true }
        guard bytes.count <= 254, let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { return false }
        let local = bytes[bytes.startIndex..<at]
        let domain = bytes[(at + 1)...]
        return (1...64).contains(local.count) && isDomain(domain)
    }

    private static func isDomain(_ bytes: ArraySlice<UInt8>) -> Bool {
        if bytes.first == UInt8(ascii: "["), bytes.last == UInt8(ascii: "]") { return bytes.count > 2 }
        return bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.count)
                && label.allSatisfy { $0 > 127 || $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }
        }
    }
}
