package import Calls

/// Reads the requests by which one service brings answers: checks who sends them, and takes them apart.
///
/// Pure: it opens nothing, reads no clock and keeps no state.
package protocol AnswerReader: Sendable {
    /// Where it listens, below the web side's address: `/answers/sms/twilio`.
    var path: String { get }

    /// The most bytes that its service sends in one request.
    var longestBody: Int { get }

    /// Reads a request that came to ``path``.
    ///
    /// - Parameters:
    ///   - request: As it came.
    ///   - now: The present, for signatures that age.
    /// - Returns: Its answers and how to respond, a refusal, or what must be fetched first.
    func read(_ request: IncomingRequest, now: Timestamp) -> AnswerReading
}

extension AnswerReader {
    /// More than any service needs that tells one thing at a time.
    package var longestBody: Int { 64 * 1_024 }
}

/// What a request turned out to be.
package enum AnswerReading: Sendable {
    /// Answers, for ``AnswerStore/receive(_:now:)``; what it tells is then handed to `respond`.
    case taken([Answer], respond: @Sendable ([AnswerResult]) -> AnswerResponse)
    /// Nobody whom we know, or nothing that could be read.
    case refused(AnswerResponse)
    /// Another page is needed first.
    ///
    /// Fetch it, put it into ``IncomingRequest/fetched`` and read the request again. The reader has made sure that the
    /// address belongs to the service; follow no redirect.
    case needs(String)

    /// Answers whose sender wants to hear nothing but that they came.
    package static func taken(_ answers: [Answer]) -> AnswerReading { .taken(answers) { _ in .ok } }

    /// The sender did not prove who they are.
    package static let forged = AnswerReading.refused(
        AnswerResponse(status: 403, "The signature does not fit. Look at the token and at public_url in the settings.")
    )

    /// The request cannot be read.
    package static func malformed(_ what: String) -> AnswerReading {
        .refused(AnswerResponse(status: 400, what))
    }
}

/// What the sender of answers is told.
package struct AnswerResponse: Sendable, Equatable {
    package let status: Int
    package let contentType: String
    package let body: String

    package init(status: Int, contentType: String = "text/plain; charset=utf-8", _ body: String) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }

    /// Taken, and nothing to say.
    package static let ok = AnswerResponse(status: 200, "")
    /// A page was asked for in a way that this place does not know.
    package static let wrongMethod = AnswerResponse(status: 405, "Only POST is taken here.")
}

/// A channel that is answered: it brings its own readers, and can say a word to an address.
package protocol AnsweredDriver: ChannelDriver {
    /// The readers of what this channel's services send; empty when the settings name none.
    ///
    /// - Parameters:
    ///   - seal: Opens the tokens that went out.
    ///   - organization: Who answers.
    /// - Returns: Readers with paths of their own.
    func answerReaders(_ seal: LinkSeal, organization: Organization) -> [any AnswerReader]

    /// Says one sentence to an address in answer to STOP, START or HELP, where the service takes no answer in its response.
    ///
    /// - Parameters:
    ///   - words: The sentence.
    ///   - address: In the form of `Person.sharedKey(by:)`.
    /// - Returns: What came of it; `nil` where the service answers by itself or in its response.
    func say(_ words: String, to address: String) async -> Outcome?
}
