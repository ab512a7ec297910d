import Yams

/// The second place of a key that stands twice in a map.
///
/// The parser stops at such a key. Since all faults of a file are to be told at once, the second one is renamed to a mark
/// that the reader passes over, and the header is parsed again.
struct DuplicateKey {
    let key: String
    /// Counted within the YAML; the first is 1.
    let line: Int
    private let range: Range<Int>

    private static let mark = "duplicate-key-"

    /// Finds the second place.
    ///
    /// - Parameters:
    ///   - key: What stands twice.
    ///   - first: Where it stands the first time.
    ///   - yaml: The header.
    init?(_ key: String, from first: Mark, in yaml: String) {
        let bytes = Array(yaml.utf8)
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        guard !key.isEmpty, lines.indices.contains(first.line - 1) else { return nil }
        let word = Array(key.utf8)
        let start = lines[first.line - 1].startIndex + first.column - 1 + word.count
        for index in bytes.indices where index >= start {
            guard bytes[index...].starts(with: word), Self.isBoundary(bytes[index - 1]) else { continue }
            let rest = bytes[(index + word.count)...].drop { $0 == 0x20 || $0 == 0x22 || $0 == 0x27 }
            guard rest.first == UInt8(ascii: ":") else { continue }
            self.key = key
            range = index..<index + word.count
            line = 1 + bytes[..<index].count { $0 == 0x0A }
            return
        }
        return nil
    }

    /// The header with this key renamed.
    func marked(_ yaml: String, round: Int) -> String {
        var bytes = Array(yaml.utf8)
        bytes.replaceSubrange(range, with: "\(Self.mark)\(round)".utf8)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether a key was renamed here.
    static func isMark(_ key: String) -> Bool { key.hasPrefix(mark) }

    /// A key begins at the line's start, or behind white space, a quote or a sign of a map.
    private static func isBoundary(_ byte: UInt8) -> Bool { " \n{,\"'?".utf8.contains(byte) }
}
