/// What a server answered.
package struct HTTPResponse: Sendable, Equatable {
    /// 200 and up; the last one, where a `100 Continue` came before.
    package let status: Int
    /// The body as far as it came.
    package let body: [UInt8]
    /// Whether the body came to its end: it was neither cut off nor longer than ``HTTPClient/longestBody``.
    package let isWhole: Bool
    /// The `Content-Type` as it was written.
    package let contentType: String?
    /// The wait asked for by `Retry-After`, whether it was given in seconds or as a date; never negative.
    package let retryAfter: Duration?

    /// Makes a response out of its parts.
    package init(
        status: Int,
        body: [UInt8] = [],
        isWhole: Bool = true,
        contentType: String? = nil,
        retryAfter: Duration? = nil
    ) {
        self.status = status
        self.body = body
        self.isWhole = isWhole
        self.contentType = contentType
        self.retryAfter = retryAfter
    }
}

/// Why there is no answer.
///
/// The sentences are libcurl's; they name hosts, never queries, fields or bodies.
package enum HTTPFailure: Error, Sendable, Equatable {
    /// Not a byte of the request went out, so it may be sent again.
    case notSent(String)
    /// The request went out, at least in part, and nobody knows what came of it.
    case unanswered(String)
    /// Its batch was withdrawn before the request was begun.
    case withdrawn
}

/// What came of one request.
package typealias HTTPResult = Result<HTTPResponse, HTTPFailure>
