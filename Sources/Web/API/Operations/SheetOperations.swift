import Accounts
import Calls
import Deliveries
import HTTPTypes
import Reviews

/// Printed sheets, and who has them.
struct SheetOperations {
    let api: API
    private var site: WebSite { api.site }

    var all: [APIOperation] {
        [
            APIOperation(
                method: .get,
                path: "/sheets",
                name: "listSheets",
                summary: "Printed sheets, in the order in which they were printed, and who has them.",
                permission: .seePeople,
                parameters: [
                    APIParameter(name: "call", summary: "Only this call's."),
                    APIParameter(name: "out", summary: "Only those that somebody has, or that are lost.", kind: .flag),
                ],
                answers: [(.ok, "Sheets", "The sheets.")],
                problems: [.notFound],
                act: list
            )
        ]
    }

    private func list(_ request: APIRequest) async throws -> APIAnswer {
        let call = request.query["call"].flatMap { $0.isEmpty ? nil : $0 }
        let now = site.now()
        if let call, try await site.store.status(of: call, now: now) == nil { throw API.missing(call: call) }
        let sheets = try await site.store.sheets(of: call, isOut: request.flag("out"))
        let rows = sheets.map { sheet in sheet.json(isLate: sheet.custody?.due.map { $0 <= now } ?? false) }
        return APIAnswer(.object([("sheets", .list(rows))]))
    }
}
