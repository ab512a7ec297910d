/// A message file cut into its header and its body; lines end with LF, and each knows its number in the file.
struct MessageFileText {
    /// The file as it was read, without a byte order mark.
    let source: String
    /// The YAML between the `---` lines.
    let header: String
    /// The lines under the header.
    let body: [Substring]
    /// The number of the first line under the header.
    let bodyLine: Int

    /// The number of the header's first line.
    static let headerLine = 2
    /// A million characters; words, not pictures.
    static let largestFile = 1_000_000
    static let largestHeader = 64_000

    /// Reads and cuts a file.
    ///
    /// - Throws: ``MessageFileError`` where the rest cannot be read at all.
    init(_ bytes: [UInt8]) throws(MessageFileError) {
        guard bytes.count <= Self.largestFile else {
            throw Self.fault(.tooLarge(limit: Self.largestFile), line: 1)
        }
        let plain = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes[3...]) : bytes
        guard let source = String(validating: plain, as: UTF8.self) else {
            throw Self.fault(.notUTF8, line: Self.firstBrokenLine(plain))
        }
        self.source = source
        let text = try Self.withUnixLineEnds(plain)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.first, Self.isFence(first) else { throw Self.fault(.noHeader, line: 1) }
        guard let end = lines.dropFirst().firstIndex(where: Self.isFence) else {
            throw Self.fault(.headerNotClosed, line: 1)
        }
        header = lines[1..<end].joined(separator: "\n")
        body = Array(lines[(end + 1)...])
        bodyLine = end + 2
        if header.utf8.count > Self.largestHeader {
            throw Self.fault(.headerTooLarge(limit: Self.largestHeader), line: Self.headerLine)
        }
    }

    private static func isFence(_ line: Substring) -> Bool {
        var rest = line
        while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
        return rest == "---"
    }

    /// CRLF and a lone CR become LF; other control characters are faults, all of them at once.
    private static func withUnixLineEnds(_ bytes: [UInt8]) throws(MessageFileError) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var faults = FaultList()
        var line = 1
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case 0x0D:
                if index + 1 < bytes.count, bytes[index + 1] == 0x0A { continue }
                output.append(0x0A)
                line += 1
            case 0x0A:
                output.append(byte)
                line += 1
            case 0..<0x20 where byte != 0x09, 0x7F: faults.add(.controlCharacter(byte), line: line)
            default: output.append(byte)
            }
        }
        guard faults.isEmpty else { throw MessageFileError(faults: faults.inOrder) }
        return String(decoding: output, as: UTF8.self)
    }

    /// The line on which the first bytes stand that are not UTF-8.
    private static func firstBrokenLine(_ bytes: [UInt8]) -> Int {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        let broken = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
        return (broken ?? 0) + 1
    }

    private static func fault(_ problem: MessageFileError.Problem, line: Int) -> MessageFileError {
        MessageFileError(faults: [MessageFileError.Fault(line: line, problem: problem)])
    }
}
