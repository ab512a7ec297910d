import Accounts
import Calls
import Deliveries
import HTTPTypes
import People
import Reviews

/// The log, page by page.
struct LogOperations {
    let api: API
    private var site: WebSite { api.site }

    private static let lengths = 1...1_000
    private static let usualLength = 100

    var all: [APIOperation] {
        [
            APIOperation(
                method: .get,
                path: "/log",
                name: "listDeliveries",
                summary: "Deliveries, the newest change first; addresses are masked.",
                permission: .look,
                parameters: [
                    APIParameter(name: "call", summary: "Only this call's."),
                    APIParameter(name: "channel", summary: "Only this channel's."),
                    APIParameter(
                        name: "state",
                        summary: "Only those in this state.",
                        kind: .choice(DeliveryState.allCases.map(\.rawValue))
                    ),
                    APIParameter(name: "person", summary: "Only this person's."),
                    APIParameter(
                        name: "limit",
                        summary: "At most so many.",
                        kind: .number(Self.lengths, standard: Self.usualLength)
                    ),
                    APIParameter(name: "cursor", summary: "Where to go on: 'next' of the page before."),
                ],
                answers: [(.ok, "LogPage", "A page of the log, and where the next one begins.")],
                problems: [.notFound],
                act: list
            )
        ]
    }

    private func list(_ request: APIRequest) async throws -> APIAnswer {
        let limit = try request.number("limit", in: Self.lengths, standard: Self.usualLength)
        // A mistyped name would show an empty log, which reads like good news.
        if let call = request.query["call"], !call.isEmpty,
            try await site.store.status(of: call, now: site.now()) == nil
        {
            throw API.missing(call: call)
        }
        var values = request.query.filter { !$0.value.isEmpty }
        values["until"] = values.removeValue(forKey: "cursor")
        let filter: LogFilter
        do { filter = try LogFilter(values) } catch {
            throw APIProblem(.badRequest, "'cursor' must be 'next' of an earlier page.")
        }
        let entries = Gathering<LogEntry>()
        // One more than is shown tells whether there is a next page, and where it begins.
        try await site.store.log(filter.query(atMost: limit + 1)) { entries.add($0) }
        let found = entries.all
        let next = found.count > limit ? found.last.map { "\($0.at.rawValue)-\($0.number.rawValue)" } : nil
        return APIAnswer(
            .object([("entries", .list(found.prefix(limit).map(\.json))), ("next", .text(next))])
        )
    }
}
