import Calls
import Deliveries
import ServiceLifecycle

/// Says the one sentence that follows a STOP, a START or a HELP, where the gateway takes no answer in its response.
///
/// An answer is news once, so nothing is said twice; what was not said before the program ends is not said later.
struct AnswerSpeaker: Service {
    private let drivers: [any AnsweredDriver]
    private let organization: Organization
    private let sentences: AsyncStream<Sentence>
    private let waiting: AsyncStream<Sentence>.Continuation

    private struct Sentence {
        let words: String
        let address: String
        let driver: any AnsweredDriver
    }

    /// More people than this say STOP at once only in an attack.
    private static let mostWaiting = 1_000

    init(_ drivers: [any ChannelDriver], organization: Organization) {
        self.drivers = drivers.compactMap { $0 as? any AnsweredDriver }
        self.organization = organization
        (sentences, waiting) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.mostWaiting))
    }

    /// Takes up what is to be said to somebody; returns at once.
    func hear(_ answer: Answer, _ result: AnswerResult) {
        guard case .reply(let reply) = answer, let words = result.words(from: organization),
            let driver = drivers.first(where: { type(of: $0).id == reply.channel })
        else { return }
        waiting.yield(Sentence(words: words, address: reply.sender, driver: driver))
    }

    func run() async throws {
        await withGracefulShutdownHandler {
            for await sentence in sentences { _ = await sentence.driver.say(sentence.words, to: sentence.address) }
        } onGracefulShutdown: {
            waiting.finish()
        }
    }
}
