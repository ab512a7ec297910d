import CCurl

/// Gathers what is worth knowing of a response's header, line by line.
struct HTTPResponseHead: Equatable {
    /// The longest header that is read, in bytes.
    static let longest = 64 * 1_024

    private(set) var contentType: String?
    private(set) var retryAfter: Duration?
    private var length = 0

    /// Takes the next line.
    ///
    /// - Parameters:
    ///   - line: With its line end.
    ///   - now: Seconds since 1970, against which a date is measured.
    /// - Returns: Whether to go on reading: false once the header is too long.
    mutating func take(_ line: some Collection<UInt8>, now: Int) -> Bool {
        length += line.count
        guard length <= Self.longest else { return false }
        // A status line begins a new header: what came before belonged to a `100 Continue`.
        if line.starts(with: "HTTP/".utf8) {
            self = HTTPResponseHead(length: length)
            return true
        }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return true }
        // The names are a dozen bytes long at most; longer ones are not worth turning into text.
        guard line.distance(from: line.startIndex, to: colon) <= 12 else { return true }
        switch String(decoding: line[..<colon], as: UTF8.self).lowercased() {
        case "content-type": contentType = Self.trimmed(line[line.index(after: colon)...])
        case "retry-after": retryAfter = Self.wait(Self.trimmed(line[line.index(after: colon)...]), now: now)
        default: break
        }
        return true
    }

    /// The wait that a `Retry-After` asks for (RFC 9110, section 10.2.3).
    ///
    /// - Parameters:
    ///   - text: Whole seconds or a date.
    ///   - now: Seconds since 1970.
    /// - Returns: `nil` when it is neither; at most a day, so that a slip of the other side does not silence us for years.
    static func wait(_ text: String, now: Int) -> Duration? {
        let seconds: Int
        if !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            seconds = Int(text) ?? .max
        } else {
            let moment = curl_getdate(text, nil)
            guard moment >= 0 else { return nil }
            seconds = moment - now
        }
        return .seconds(min(max(seconds, 0), 86_400))
    }

    private static func trimmed(_ value: some Collection<UInt8>) -> String {
        let isSpace: (UInt8) -> Bool = { $0 <= 0x20 }
        let bytes = Array(value.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
        return String(decoding: bytes, as: UTF8.self)
    }

    init() {}

    private init(length: Int) { self.length = length }
}
