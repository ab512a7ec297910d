import EmailChannel
import Foundation

/// A new key for signing mail, written to a file of its own.
package struct DKIMKeyFile {
    /// Why no key was written.
    package enum Fault: Error {
        case exists, unwritable
    }

    private let record: String

    /// Makes a key and writes it where nothing is yet, for its owner's eyes alone.
    ///
    /// - Throws: ``Fault``.
    package static func create(at path: String, isEd25519: Bool) throws -> DKIMKeyFile {
        let key = try isEd25519 ? DKIMKey.newEd25519() : DKIMKey.newRSA()
        if FileManager.default.fileExists(atPath: path) { throw Fault.exists }
        let isWritten = FileManager.default.createFile(
            atPath: path,
            contents: Data(key.pem.utf8),
            attributes: [.posixPermissions: 0o600]
        )
        guard isWritten else { throw Fault.unwritable }
        return DKIMKeyFile(record: key.record)
    }

    /// Whether a text can be a selector or a domain.
    package static func isName(_ text: String) -> Bool { DKIMKey.isName(text) }

    /// The record as a line of a zone file; strings in it are at most 255 bytes long (RFC 1035 3.3).
    package func zoneLine(selector: String, domain: String) -> String {
        var strings: [String] = []
        var rest = record[...]
        while !rest.isEmpty {
            strings.append("\"\(rest.prefix(250))\"")
            rest = rest.dropFirst(250)
        }
        return "\(selector)._domainkey.\(domain). IN TXT ( \(strings.joined(separator: " ")) )"
    }
}
