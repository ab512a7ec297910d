import Curl
import Deliveries
import Synchronization

/// The texts of one call of `deliver` on their way: reads the answers, and slows down when the gateway asks for it.
///
/// Works in the callbacks of the ``HTTPClient``, without a hop between threads for each text.
final class SendingRound: Sendable {
    /// What all requests of the round are withdrawn with.
    let batch = HTTPBatch()

    private struct State {
        var unreported = 0
        /// Nothing more will be sent in this round.
        var isComplete = false
        /// Why the rest of the round is not even tried.
        var wait: Waiting?
        var caller: CheckedContinuation<Void, Never>?
    }

    private let client: HTTPClient
    private let gateway: any Gateway
    private let secrets: [String]
    private let report: @Sendable (Report) -> Void
    private let state = Mutex(State())

    /// Waits up to this long are waited out here, with all lanes held; longer ones are the worker's business.
    private static let shortWait = Duration.seconds(5)
    /// How often one text is handed over again after short waits, before the worker is told.
    private static let mostShortWaits = 3

    init(_ client: HTTPClient, _ settings: SMSSettings, _ report: @escaping @Sendable (Report) -> Void) {
        self.client = client
        self.report = report
        gateway = settings.gateway
        secrets = settings.secrets
    }

    /// Sends requests; more may follow until ``end()``.
    func send(_ requests: [TextRequest]) {
        state.withLock { $0.unreported += requests.count }
        client.send(
            requests.map { request in
                HTTPJob(
                    request: request.request,
                    batch: batch,
                    mayBegin: { request.mayBegin(request.delivery) },
                    then: { [self] in take($0, of: request, waits: 0) }
                )
            }
        )
    }

    /// Returns after the last report.
    func end() async {
        await withCheckedContinuation { caller in
            let isOver = state.withLock { state in
                state.isComplete = true
                state.caller = state.unreported == 0 ? nil : caller
                return state.unreported == 0
            }
            if isOver { caller.resume() }
        }
    }

    private func take(_ result: HTTPResult, of request: TextRequest, waits: Int) {
        let outcome = gateway.outcome(of: result).masking(secrets)
        if case .waiting(let waiting) = outcome {
            if let wait = waiting.after, waiting.cause == .throttled, wait <= Self.shortWait,
                waits < Self.mostShortWaits
            {
                client.hold(for: wait)
                return client.send(
                    request.request,
                    in: batch,
                    ahead: true,
                    mayBegin: { request.mayBegin(request.delivery) },
                    then: { [self] in take($0, of: request, waits: waits + 1) }
                )
            }
            stopBeginning(waiting)
        }
        finish(request.delivery, outcome)
    }

    /// Spares the rest of the round the same answer.
    private func stopBeginning(_ waiting: Waiting) {
        state.withLock { if $0.wait == nil { $0.wait = waiting } }
        client.withdraw(batch, within: .seconds(3_600))
    }

    private func finish(_ delivery: DeliveryNumber, _ outcome: Outcome) {
        var outcome = outcome
        if outcome == .interrupted, let wait = state.withLock({ $0.wait }) { outcome = .waiting(wait) }
        report(Report(delivery, outcome))
        let caller = state.withLock { state in
            state.unreported -= 1
            // Before the end nobody waits yet, though all that was sent so far may be reported.
            return state.isComplete && state.unreported == 0 ? state.caller : nil
        }
        caller?.resume()
    }
}

/// A text as the gateway wants it, with whose it is.
struct TextRequest: Sendable {
    let delivery: DeliveryNumber
    let request: HTTPRequest
    /// Whether it may still be begun.
    let mayBegin: @Sendable (DeliveryNumber) -> Bool
}

extension Outcome {
    /// The same outcome with every secret in its reason masked.
    fileprivate func masking(_ secrets: [String]) -> Outcome {
        let mask = { (reason: String) in GatewayWords.masking(secrets, in: reason) }
        return switch self {
        case .retry(let reason, let after): .retry(reason: mask(reason), after: after)
        case .refused(let reason): .refused(reason: mask(reason))
        case .optedOut(let reason): .optedOut(reason: mask(reason))
        case .unknown(let reason): .unknown(reason: mask(reason))
        case .waiting(let wait): .waiting(Waiting(wait.cause, reason: mask(wait.reason), after: wait.after))
        case .sent, .snooze, .interrupted: self
        }
    }
}
