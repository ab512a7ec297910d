import Accounts
import Calls
import Deliveries
import HTTPTypes
import Logging
import Reviews

/// Pausing, resuming, cancelling a call, and trying again what failed.
struct SteeringOperations {
    let api: API
    private var site: WebSite { api.site }

    private static let retried: [DeliveryState] = [.failed, .held, .bounced, .cancelled]

    var all: [APIOperation] {
        [
            turn(.pause, "pauseCall", "Sends nothing more of a call until it is resumed."),
            turn(.resume, "resumeCall", "Goes on with a paused call."),
            turn(.cancel, "cancelCall", "Withdraws all that is still queued of a call, for good."),
            APIOperation(
                method: .post,
                path: "/calls/{call}/retry",
                name: "retryCall",
                summary: "Puts deliveries that ended without success back into the queue.",
                permission: .send,
                fields: [
                    APIField(
                        name: "state",
                        summary: "Which ones; without it, those that failed. Held ones may have gone out already.",
                        choices: Self.retried.map(\.rawValue)
                    )
                ],
                answers: [(.ok, "Retry", "How many were queued again.")],
                act: retry
            ),
        ]
    }

    private func turn(_ turn: CourseChange, _ name: String, _ summary: String) -> APIOperation {
        APIOperation(
            method: .post,
            path: "/calls/{call}/\(turn.rawValue)",
            name: name,
            summary: summary,
            permission: .send,
            answers: [(.ok, "Call", "The call as it is now.")]
        ) { request in
            guard try await steering({ try await site.store.steer(request["call"], turn, now: site.now()) }) else {
                throw APIProblem(.conflict, "\(SubmitError.cancelled(request["call"]))")
            }
            site.logger.notice(
                "A call was steered.",
                metadata: [
                    "call": "\(request["call"])", "turn": "\(turn.rawValue)", "by": "\(request.bearer.account)",
                ]
            )
            return APIAnswer(try await api.status(request).json)
        }
    }

    private func retry(_ request: APIRequest) async throws -> APIAnswer {
        let state = request.fields["state"].flatMap(DeliveryState.init) ?? .failed
        let count = try await steering { try await site.store.requeue(request["call"], from: state, now: site.now()) }
        return APIAnswer(.object([("call", .text(request["call"])), ("queued", .number(count))]))
    }

    private func steering<Result>(_ act: () async throws -> Result) async throws -> Result {
        do {
            return try await act()
        } catch let error as SubmitError {
            if case .noSuchCall(let call) = error { throw API.missing(call: call) }
            throw APIProblem(.conflict, "\(error)")
        }
    }
}
