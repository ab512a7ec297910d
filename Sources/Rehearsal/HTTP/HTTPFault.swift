/// Why a request is refused before anybody looks at what it asks.
struct HTTPFault: Error, Equatable {
    let status: Int
    let sentence: String

    static func broken(_ sentence: String) -> HTTPFault { HTTPFault(status: 400, sentence: sentence) }

    static let bodyTooLarge = HTTPFault(status: 413, sentence: "The body is too large.")
    static let targetTooLong = HTTPFault(status: 414, sentence: "The address is too long.")
    static let fieldsTooLarge = HTTPFault(status: 431, sentence: "The header fields are too large.")
    static let methodUnknown = HTTPFault(status: 501, sentence: "GET, HEAD and POST are served here.")
    static let codingUnknown = HTTPFault(status: 501, sentence: "The only transfer coding here is chunked.")
    static let versionUnknown = HTTPFault(status: 505, sentence: "HTTP/1.0 and HTTP/1.1 are spoken here.")
}
