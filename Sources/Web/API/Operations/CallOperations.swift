import Accounts
import Calls
import Deliveries
import HTTPTypes
import Reviews

/// Calls, and how far they have come.
struct CallOperations {
    let api: API
    private var site: WebSite { api.site }

    var all: [APIOperation] {
        [
            APIOperation(
                method: .get,
                path: "/calls",
                name: "listCalls",
                summary: "Every call's numbers, the newest first.",
                permission: .look,
                answers: [(.ok, "Calls", "All calls.")]
            ) { _ in
                let statuses = try await site.store.statuses(now: site.now())
                return APIAnswer(.object([("calls", .list(statuses.map(\.json)))]))
            },
            APIOperation(
                method: .get,
                path: "/calls/{call}",
                name: "showCall",
                summary: "A call's numbers; for each channel they add up to the audience.",
                permission: .look,
                answers: [(.ok, "Call", "The call.")]
            ) { request in
                APIAnswer(try await api.status(request).json)
            },
            APIOperation(
                method: .get,
                path: "/calls/{call}/timeline",
                name: "showTimeline",
                summary: "What went out and what was done, step by step, in the organization's days.",
                permission: .look,
                answers: [(.ok, "Timeline", "Steps without a gap.")],
                act: timeline
            ),
            APIOperation(
                method: .get,
                path: "/calls/{call}/reasons",
                name: "listReasons",
                summary:
                    "Why deliveries failed, bounced, are held, or were never made: the most frequent reasons first.",
                permission: .look,
                answers: [(.ok, "Reasons", "Counts by channel, state and reason.")],
                act: reasons
            ),
        ]
    }

    private func timeline(_ request: APIRequest) async throws -> APIAnswer {
        let offset = api.office.moments.offset(at: site.now())
        guard let line = try await site.store.timeline(of: request["call"], offset: offset) else {
            throw API.missing(call: request["call"])
        }
        return APIAnswer(
            .object([
                ("start", .text(line.start.description)),
                ("step_seconds", .number(Int(line.step.milliseconds / 1_000))),
                ("sent", .list(line.sent.map { .number($0) })), ("done", .list(line.done.map { .number($0) })),
            ])
        )
    }

    private func reasons(_ request: APIRequest) async throws -> APIAnswer {
        _ = try await api.status(request)
        let reasons = try await site.store.reasons(of: request["call"])
        let rows = reasons.map { reason in
            JSON.object([
                ("channel", .text(reason.channel.rawValue)), ("state", .text(reason.state.rawValue)),
                ("reason", .text(reason.reason)), ("count", .number(reason.count)),
            ])
        }
        return APIAnswer(.object([("reasons", .list(rows))]))
    }
}

extension API {
    static func missing(call: String) -> APIProblem {
        APIProblem(.notFound, "There is no call '\(Shown.name(call))'. 'GET /calls' lists the calls.")
    }

    static func missing(person: String) -> APIProblem {
        APIProblem(.notFound, "There is no person '\(Shown.name(person))'. 'GET /people?q=…' finds people.")
    }

    /// The numbers of the call that is named in the path.
    ///
    /// - Throws: ``APIProblem`` when there is no such call; what the store throws.
    func status(_ request: APIRequest) async throws -> CallStatus {
        guard let status = try await site.store.status(of: request["call"], now: site.now()) else {
            throw Self.missing(call: request["call"])
        }
        return status
    }
}
