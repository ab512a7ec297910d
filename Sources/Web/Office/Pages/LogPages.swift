import Accounts
import Calls
import Deliveries
import HTTPTypes
import Hummingbird
import NIOCore
import People
import Reviews

/// The log: deliveries, the newest first, by call, channel, state and person; and as a file.
struct LogPages {
    let office: Office

    private static let pageLength = 50
    /// What a spreadsheet still opens; more than that is for `clarion log`.
    private static let mostRows = 200_000

    func add(to routes: GuardedRoutes) {
        routes.add("/log", .look, show)
        routes.add("/log.csv", .look, file)
    }

    private func show(_ request: Request, _ context: VisitorContext, _ organizer: Organizer) async throws -> Response {
        let filter = try LogFilter(try QueryText.values(request))
        let entries = Gathering<LogEntry>()
        // One more than is shown tells whether there is a next page, and where it begins.
        try await office.site.store.log(filter.query(atMost: Self.pageLength + 1)) { entries.add($0) }
        let found = entries.all
        let (texts, moments) = (office.texts, office.moments)
        var view = office.view(texts.text("log_title"), organizer, place: "log")
        view.set(
            "entries",
            found.prefix(Self.pageLength).map { entry in
                [
                    "at": moments.written(entry.at), "call": entry.call, "call_link": office.path(of: entry.call),
                    "person": entry.person.rawValue,
                    "person_link": organizer.may(.seePeople) ? office.personPath(entry.person) : false as Any,
                    "channel": texts.channelName(entry.channel), "state": texts.text("state.\(entry.state.rawValue)"),
                    "attempts": String(entry.attempts), "address": PageView.shown(entry.address),
                    "reason": PageView.shown(entry.reason.map { texts.reason($0) } ?? ""),
                ]
            }
        )
        view.set("csv_link", office.path("/log.csv\(filter.text())"))
        view.set("call_value", filter.call ?? "")
        view.set("person_value", filter.person ?? "")
        view.set(
            "channels",
            choices(office.site.channels.map { ($0.id.rawValue, texts.channelName($0.id)) }, chosen: filter.channel)
        )
        let states = DeliveryState.allCases.map { ($0.rawValue, texts.text("state.\($0.rawValue)")) }
        view.set("states", choices(states, chosen: filter.state))
        let next = found.count > Self.pageLength ? found.last : nil
        view.set(
            "next_link",
            next.map { office.path("/log\(filter.text(until: LogPlace(at: $0.at, number: $0.number)))") }
        )
        view.set("first_link", filter.until == nil ? nil : office.path("/log\(filter.text())"))
        return try office.site.page("office_log", view)
    }

    private func choices(_ all: [(String, String)], chosen: String?) -> [[String: Any]] {
        all.map { value, label in ["value": value, "label": label, "chosen": value == chosen] }
    }

    private func file(_ request: Request, _ context: VisitorContext, _ organizer: Organizer) async throws -> Response {
        let filter = try LogFilter(try QueryText.values(request))
        let entries = Gathering<LogEntry>()
        try await office.site.store.log(filter.query(atMost: Self.mostRows)) { entries.add($0) }
        var csv = CSVText()
        csv.row(["at", "call", "person", "channel", "purpose", "state", "attempts", "address", "reason", "reference"])
        for entry in entries.all {
            csv.row([
                entry.at.description, entry.call, entry.person.rawValue, entry.channel.rawValue, entry.purpose,
                entry.state.rawValue, String(entry.attempts), entry.address, entry.reason ?? "", entry.reference ?? "",
            ])
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"clarion-log.csv\"",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: csv.bytes))
        )
    }
}
