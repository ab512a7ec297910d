/// Makes replies out of bytes, however they were cut on the way.
///
/// Bounded: of a line it keeps the first 512 bytes, which is RFC 5321's limit, and of a reply 64 lines; what is beyond is read
/// and forgotten, so that no server can fill our memory.
struct ReplyParser {
    /// The server does not speak SMTP.
    struct Malformed: Error, Equatable {}

    private static let lineLimit = 512
    private static let linesLimit = 64

    private var line: [UInt8] = []
    private var code: Int?
    private var lines: [[UInt8]] = []

    /// Takes bytes and adds the replies that they complete.
    ///
    /// - Parameters:
    ///   - bytes: What came from the server.
    ///   - replies: What is added to.
    /// - Throws: ``Malformed`` at the first line that is no reply; the connection is of no use then.
    mutating func take(_ bytes: [UInt8], into replies: inout [Reply]) throws(Malformed) {
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                if let reply = try endLine() { replies.append(reply) }
            } else if line.count < Self.lineLimit {
                line.append(byte)
            }
        }
    }

    private mutating func endLine() throws(Malformed) -> Reply? {
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        defer { line.removeAll(keepingCapacity: true) }
        guard let digits = Self.code(of: line), code == nil || code == digits else { throw Malformed() }
        let separator = line.count > 3 ? line[3] : UInt8(ascii: " ")
        if lines.count < Self.linesLimit { lines.append(Array(line.dropFirst(4))) }
        switch separator {
        case UInt8(ascii: "-"):
            code = digits
            return nil
        case UInt8(ascii: " "):
            defer {
                code = nil
                lines.removeAll(keepingCapacity: true)
            }
            return Reply(code: digits, lines: lines)
        default: throw Malformed()
        }
    }

    private static func code(of line: [UInt8]) -> Int? {
        guard line.count >= 3, (0x32...0x35).contains(line[0]), line[1...2].allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return line[..<3].reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}

extension Reply {
    /// Reads the text of a reply's lines; the enhanced status code stands at the beginning of each.
    fileprivate init(code: Int, lines: [[UInt8]]) {
        // The one reply that every message gets, and whose words nobody reads.
        if code == 250 || code == 354 {
            self.init(code: code, status: nil, lines: lines.map { String(decoding: $0, as: UTF8.self) })
            return
        }
        var status: EnhancedStatus?
        let texts = lines.map { bytes in
            var rest = String(decoding: bytes, as: UTF8.self)[...].utf8
            if let found = EnhancedStatus.read(from: &rest, code: code) { status = status ?? found }
            return String(Substring(rest))
        }
        self.init(code: code, status: status, lines: texts)
    }
}
