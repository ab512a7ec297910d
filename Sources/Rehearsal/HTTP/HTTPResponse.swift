/// An answer of an HTTP receiver.
struct HTTPResponse: Equatable {
    let status: Int
    let fields: [HTTPRequest.Field]
    let body: [UInt8]

    /// Gathers an answer.
    ///
    /// - Parameters:
    ///   - status: 100 to 599.
    ///   - type: What the body is.
    ///   - body: The words.
    ///   - fields: Further header fields.
    init(_ status: Int, type: String, body: String, fields: [HTTPRequest.Field] = []) {
        self.status = status
        self.fields = [HTTPRequest.Field(name: "content-type", value: type)] + fields
        self.body = Array(body.utf8)
    }

    /// A sentence for people.
    static func plain(_ status: Int, _ sentence: String) -> HTTPResponse {
        HTTPResponse(status, type: "text/plain; charset=utf-8", body: sentence + "\n")
    }

    /// The answer as it goes over the wire.
    ///
    /// - Parameters:
    ///   - keepsAlive: Whether the connection stays open.
    ///   - withBody: `false` for an answer to HEAD, which says how long the body would have been.
    /// - Returns: Head and body.
    func bytes(keepsAlive: Bool, withBody: Bool) -> [UInt8] {
        var head = "HTTP/1.1 \(status) \(Self.phrases[status] ?? "Answer")\r\n"
        for field in fields { head += "\(field.name): \(field.value)\r\n" }
        head += "content-length: \(body.count)\r\n"
        if !keepsAlive { head += "connection: close\r\n" }
        return Array(head.utf8) + [13, 10] + (withBody ? body : [])
    }

    private static let phrases = [
        200: "OK", 201: "Created", 202: "Accepted", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden",
        404: "Not Found", 405: "Method Not Allowed", 408: "Request Timeout", 413: "Content Too Large",
        414: "URI Too Long", 429: "Too Many Requests", 431: "Request Header Fields Too Large",
        500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable",
        505: "HTTP Version Not Supported",
    ]
}
