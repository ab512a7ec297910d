import Accounts
import HTTPTypes
import Hummingbird
import NIOCore
import Reviews
import ServiceLifecycle

/// The figures of a call as they change, as server-sent events, for a page that is open.
struct LivePages {
    let office: Office

    func add(to routes: GuardedRoutes) { routes.add("/calls/:call/live", .look, follow) }

    private func follow(
        _ request: Request,
        _ context: VisitorContext,
        _ organizer: Organizer
    ) async throws -> Response {
        guard let slug = context.parameters.get("call"), try await office.site.store.standing(of: slug) != nil else {
            return try office.missing(organizer)
        }
        let session = organizer.credential.digest
        let store = office.site.store, now = office.site.now
        let source = LiveCalls.Source(
            figures: { [office] in try await CallPages(office: office).figures(of: $0) },
            openSessions: { try await store.openSessions(among: $0, now: now()) }
        )
        guard request.method == .get, let figures = office.desk.live.follow(slug, session: session, from: source) else {
            // A browser takes anything but 200 as a final no, and leaves the page as it is.
            throw HTTPError(.serviceUnavailable)
        }
        var response = Response(
            status: .ok,
            headers: [.contentType: "text/event-stream; charset=utf-8"],
            body: ResponseBody { writer in
                // After a cut, browsers wait so many milliseconds.
                try await writer.write(ByteBuffer(string: "retry: 5000\n\n"))
                for await markup in figures.cancelOnGracefulShutdown() {
                    try await writer.write(ByteBuffer(string: Self.event(markup)))
                }
                try await writer.finish(nil)
            }
        )
        // nginx would keep it until there is a page's worth.
        if let name = HTTPField.Name("X-Accel-Buffering") { response.headers[name] = "no" }
        return response
    }

    /// An event as the standard has it: each line of its text behind `data:`.
    static func event(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: true).map { "data: \($0)\n" }.joined() + "\n"
    }
}
