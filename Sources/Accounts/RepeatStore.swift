package import Calls

/// What the database keeps of requests that a program may send twice, because it never heard the first answer.
///
/// A request is known by a digest of the token and the key that its sender chose; neither is kept.
package protocol RepeatStore: Sendable {
    /// Begins a request, or tells what is known of it. What is older than ``RepeatRule/memory`` is forgotten.
    ///
    /// - Parameters:
    ///   - id: 32 bytes that stand for token and key.
    ///   - fingerprint: 32 bytes that stand for what is asked.
    ///   - now: The present.
    /// - Returns: Whether it is to be done now.
    /// - Throws: What the engine throws.
    func beginRequest(_ id: [UInt8], fingerprint: [UInt8], now: Timestamp) async throws -> RepeatedRequest

    /// Keeps what was answered.
    func keepAnswer(status: Int, _ body: String, of id: [UInt8]) async throws

    /// Forgets a request that did nothing, so that it may be sent again; one that was answered stays.
    func abandonRequest(_ id: [UInt8]) async throws
}

/// What is known of a request that begins.
package enum RepeatedRequest: Sendable, Equatable {
    /// Nothing: it is to be done.
    case new
    /// It was done; this was answered.
    case answered(status: Int, body: String)
    /// Somebody is doing it.
    case underWay
    /// The same key stood for something else.
    case otherRequest

    /// Judges what a store found.
    package init(isSame: Bool, begunAt: Timestamp, status: Int?, body: String?, now: Timestamp) {
        if !isSame {
            self = .otherRequest
        } else if let status, let body {
            self = .answered(status: status, body: body)
        } else {
            self = begunAt + RepeatRule.patience > now ? .underWay : .new
        }
    }
}

/// For how long requests are remembered.
package enum RepeatRule {
    /// A key means nothing any more after this.
    package static let memory = Duration.seconds(86_400)
    /// A request that was begun longer ago than this and has no answer was cut off with its process.
    package static let patience = Duration.seconds(120)
}
