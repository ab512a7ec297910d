import MIME
import Loopback

/// Reads requests from a connection, one after the other (RFC 9112).
///
/// Where two readers of the same bytes might disagree about where a request ends, the request is refused.
struct HTTPRequestReader {
    let connection: Connection
    let limits: HTTPLimits

    /// Reads the next request.
    ///
    /// - Returns: The request, and whether the client wants to send more on this connection.
    /// - Throws: ``HTTPFault`` for a request that must be refused; `ConnectionError` when there is none.
    func next() throws -> (request: HTTPRequest, keepsAlive: Bool) {
        let (method, target, isCurrent) = try requestLine()
        let fields = try fields()
        let hosts = fields.count { $0.name == "host" }
        guard isCurrent ? hosts == 1 : hosts <= 1 else { throw HTTPFault.broken("Host must be there, once.") }
        guard ["GET", "HEAD", "POST"].contains(method) else { throw HTTPFault.methodUnknown }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard target.hasPrefix("/"), let path = PercentDecoding.text(parts[0].utf8, plusIsSpace: false) else {
            throw HTTPFault.broken("The address must be a path.")
        }
        let request = HTTPRequest(
            method: method,
            path: path,
            query: parts.count > 1 ? String(parts[1]) : "",
            fields: fields,
            body: try body(after: fields, isCurrent: isCurrent)
        )
        let wishes = request.field("connection")?.lowercased() ?? ""
        return (request, isCurrent ? !wishes.contains("close") : wishes.contains("keep-alive"))
    }

    private func requestLine() throws -> (method: String, target: String, isCurrent: Bool) {
        var line: [UInt8] = []
        // One empty line before a request is forgiven (RFC 9112 2.2).
        for _ in 0..<2 where line.isEmpty { try read(&line, limit: limits.requestLine, orElse: .targetTooLong) }
        let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count == 3, words.allSatisfy({ !$0.isEmpty }), line.allSatisfy({ $0 > 31 && $0 < 127 }) else {
            throw HTTPFault.broken("The first line must be: method, address, HTTP/1.1.")
        }
        let version = String(decoding: words[2], as: UTF8.self)
        guard version.hasPrefix("HTTP/") else { throw HTTPFault.broken("The first line must end in HTTP/1.1.") }
        guard version == "HTTP/1.1" || version == "HTTP/1.0" else { throw HTTPFault.versionUnknown }
        return (
            String(decoding: words[0], as: UTF8.self), String(decoding: words[1], as: UTF8.self), version == "HTTP/1.1"
        )
    }

    private func fields() throws -> [HTTPRequest.Field] {
        var fields: [HTTPRequest.Field] = []
        var line: [UInt8] = []
        while true {
            line.removeAll(keepingCapacity: true)
            try read(&line, limit: limits.field, orElse: .fieldsTooLarge)
            if line.isEmpty { return fields }
            guard fields.count < limits.fields else { throw HTTPFault.fieldsTooLarge }
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0,
                line[..<colon].allSatisfy(\.isTokenByte)
            else { throw HTTPFault.broken("A header field must be: name, colon, value.") }
            fields.append(
                HTTPRequest.Field(
                    name: String(decoding: line[..<colon], as: UTF8.self).lowercased(),
                    value: String(decoding: line[(colon + 1)...].trimmingBlanks, as: UTF8.self)
                )
            )
        }
    }

    private func body(after fields: [HTTPRequest.Field], isCurrent: Bool) throws -> [UInt8] {
        let lengths = fields.filter { $0.name == "content-length" }.map(\.value)
        let codings = fields.filter { $0.name == "transfer-encoding" }.map { $0.value.lowercased() }
        guard !codings.isEmpty || !lengths.isEmpty else { return [] }
        guard codings.isEmpty || (lengths.isEmpty && isCurrent) else {
            throw HTTPFault.broken("Content-Length and Transfer-Encoding exclude each other.")
        }
        let waits = fields.contains { $0.name == "expect" && $0.value.lowercased() == "100-continue" }
        if !codings.isEmpty {
            guard codings == ["chunked"] else { throw HTTPFault.codingUnknown }
            if waits { connection.write("HTTP/1.1 100 Continue\r\n\r\n") }
            return try chunks()
        }
        guard lengths.count == 1, !lengths[0].isEmpty, lengths[0].utf8.allSatisfy(\.isDigit) else {
            throw HTTPFault.broken("Content-Length must be one number.")
        }
        // A number of more digits than an Int has is too large in any case.
        guard let length = Int(lengths[0]), length <= limits.body else { throw HTTPFault.bodyTooLarge }
        if waits { connection.write("HTTP/1.1 100 Continue\r\n\r\n") }
        var body: [UInt8] = []
        try connection.read(length, into: &body)
        return body
    }

    private func chunks() throws -> [UInt8] {
        var body: [UInt8] = []
        var line: [UInt8] = []
        while true {
            line.removeAll(keepingCapacity: true)
            try read(&line, limit: limits.field, orElse: .broken("A chunk's first line is too long."))
            let digits = line.prefix { $0 != UInt8(ascii: ";") }.trimmingBlanks
            guard (1...8).contains(digits.count), digits.allSatisfy(\.isHexDigit),
                let size = Int(String(decoding: digits, as: UTF8.self), radix: 16)
            else { throw HTTPFault.broken("A chunk must begin with its size.") }
            guard body.count + size <= limits.body else { throw HTTPFault.bodyTooLarge }
            if size == 0 {
                _ = try fields()
                return body
            }
            try connection.read(size, into: &body)
            line.removeAll(keepingCapacity: true)
            try read(&line, limit: 0, orElse: .broken("A chunk must end where its size says."))
        }
    }

    private func read(_ line: inout [UInt8], limit: Int, orElse overlong: HTTPFault) throws {
        let faults = try connection.readLine(into: &line, limit: limit)
        if faults.contains(.overlong) { throw overlong }
        guard faults.isEmpty else { throw HTTPFault.broken("A line must end in CRLF and hold no control characters.") }
    }
}
