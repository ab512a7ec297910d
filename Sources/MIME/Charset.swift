import Foundation

/// The character sets that mail and gateways name.
package struct Charset {
    private let encoding: String.Encoding

    /// Finds a character set by the name that MIME has for it.
    ///
    /// - Parameter name: In any case, `utf-8`; `nil` comes back for one that is not known here.
    package init?(name: String) {
        guard let encoding = Self.encodings[name.lowercased()] else { return nil }
        self.encoding = encoding
    }

    /// Decodes bytes.
    ///
    /// - Returns: `nil` when they are not in this character set.
    package func text(_ bytes: some Sequence<UInt8>) -> String? { String(bytes: bytes, encoding: encoding) }

    private static let encodings: [String: String.Encoding] = [
        "utf-8": .utf8, "utf8": .utf8, "us-ascii": .utf8, "ascii": .utf8,
        "iso-8859-1": .isoLatin1, "latin1": .isoLatin1, "iso-8859-2": .isoLatin2,
        "windows-1250": .windowsCP1250, "windows-1251": .windowsCP1251, "windows-1252": .windowsCP1252,
        "cp1252": .windowsCP1252, "utf-16": .utf16, "utf-16be": .utf16BigEndian, "utf-16le": .utf16LittleEndian,
        "ucs-2": .utf16BigEndian,
    ]
}
