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
        if let value = Self.value(of: "content-type:", in: line) {
            contentType = Self.trimmed(value)
        } else if let value = Self.value(of: "retry-after:", in: line) {
            retryAfter = Self.wait(Self.trimmed(value), now: now)
        }
        return true
    }

    /// What stands behind a name, which is given in small letters; `nil` where the line begins with another.
    private static func value<Line: Collection<UInt8>>(of name: StaticString, in line: Line) -> Line.SubSequence? {
        let length = name.utf8CodeUnitCount
        guard line.count >= length else { return nil }
        let isSame = name.withUTF8Buffer { name in
            zip(name, line).allSatisfy { wanted, found in
                found == wanted || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(found) && found | 0x20 == wanted
            }
        }
        return isSame ? line.dropFirst(length) : nil
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
        var bytes = Array(value.drop { $0 <= 0x20 })
        while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    init() {}

    private init(length: Int) { self.length = length }
}
