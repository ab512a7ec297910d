import Accounts
import Calls
import Deliveries
import HTTPTypes
import Reviews

/// What people wrote that no rule could answer.
struct InboxOperations {
    let api: API
    private var site: WebSite { api.site }

    var all: [APIOperation] {
        [
            APIOperation(
                method: .get,
                path: "/inbox",
                name: "listMessages",
                summary: "What waits to be read, the oldest first; senders are masked.",
                permission: .seePeople,
                parameters: [
                    APIParameter(name: "all", summary: "Also what was seen to before.", kind: .flag)
                ],
                answers: [(.ok, "Inbox", "The messages.")]
            ) { request in
                let messages = try await site.store.inbox(includingHandled: request.flag("all"))
                let rows = messages.map { $0.json(sender: Masking.mask($0.sender)) }
                return APIAnswer(.object([("messages", .list(rows))]))
            },
            APIOperation(
                method: .post,
                path: "/inbox/{number}/done",
                name: "handleMessage",
                summary: "Notes that a message was seen to.",
                permission: .send,
                answers: [(.ok, "MessageDone", "It is noted.")]
            ) { request in
                guard let number = Int64(request["number"]), number > 0,
                    try await site.store.handle(
                        InboxNumber(rawValue: number),
                        by: request.bearer.account.rawValue,
                        now: site.now()
                    )
                else {
                    throw APIProblem(
                        .notFound,
                        "No message of that number waits to be read. 'GET /inbox' lists those that do."
                    )
                }
                return APIAnswer(.object([("number", .number(Int(number))), ("changed", .bool(true))]))
            },
        ]
    }
}
