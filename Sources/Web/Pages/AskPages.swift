import Calls
import Deliveries
import HTTPTypes
import Hummingbird
import NIOCore
import People
import Reviews

/// The page of a call as the person sees it who was asked: what it is, how far we are, and the button to say "I did it".
struct AskPages {
    let site: WebSite

    func add(to routes: Routes) {
        routes.add("/\(LinkPurpose.ask.folder)/:token", get: show, post: complete)
        routes.add("/\(LinkPurpose.ask.folder)/:token/event.ics", get: calendar)
    }

    private func show(_ request: Request, _ context: VisitorContext) async throws -> Response {
        guard let visit = try await site.visit(context, .ask) else { return try site.gone(request) }
        return try page(request, visit)
    }

    private func complete(_ request: Request, _ context: VisitorContext) async throws -> Response {
        try await Form.body(request)
        guard let visit = try await site.visit(context, .ask) else { return try site.gone(request) }
        let now = site.now()
        guard !visit.isForgotten, visit.completion == nil, visit.standing.isOpen(at: now) else {
            return try page(request, visit)
        }
        let completion = Completion(
            at: now,
            via: "web",
            evidence: "the button behind the link in \(visit.channel) delivery \(visit.delivery.rawValue)"
        )
        let result = try await site.store.complete(
            visit.standing.call.slug,
            visit.person.id,
            completion,
            now: now
        )
        guard result != nil, let after = try await site.store.visit(visit.delivery) else {
            return try site.gone(request)
        }
        return try page(request, after, isNew: result?.isNew ?? false)
    }

    private func calendar(_ request: Request, _ context: VisitorContext) async throws -> Response {
        guard let visit = try await site.visit(context, .ask), !visit.isForgotten else { return try site.gone(request) }
        // A file that is kept and passed on must hold no token.
        let link = site.links.publicPage(of: visit.standing.call.slug)
        guard let response = site.calendar(visit.standing.call, link: link) else { throw HTTPError(.notFound) }
        return response
    }

    /// The page.
    ///
    /// - Parameters:
    ///   - request: Who looks.
    ///   - visit: At what.
    ///   - isNew: Whether the completion was noted just now.
    /// - Returns: The answer.
    /// - Throws: ``PageTemplates/Fault``.
    private func page(_ request: Request, _ visit: Visit, isNew: Bool = false) throws -> Response {
        if visit.isForgotten { return try site.gone(request, isForgotten: true) }
        let standing = visit.standing
        let texts = site.texts(request, person: visit.person, call: standing.call)
        let own = site.links.ask(visit.delivery)
        var view = site.view(texts, title: standing.call.action.ask, choicesOf: visit.delivery)
        view.set(standing, calendarLink: "\(own)/event.ics")
        let isOpen = view.setEnd(standing, organization: site.organization.name, now: site.now())
        let isDone = visit.completion != nil
        // Who did it need not read that others cannot any more.
        if isDone { view.set("ended", false) }
        view.set("thanks", isDone)
        view.set("thanks_title", texts.text(isNew ? "thanks_now" : "thanks_before"))
        view.set("thanks_text", texts.text(isNew ? "thanks_now_text" : "thanks_before_text"))
        view.set("paused", isOpen && !isDone && standing.course == .paused)
        view.set("open", isOpen && !isDone)
        view.set("form_action", own)
        view.set("button_label", texts.text("button_\(standing.call.action.kind.rawValue)"))
        view.set("share_link", isOpen ? "\(own)/share" : nil)
        return try site.page("ask", view)
    }
}

extension WebSite {
    /// Who stands in front of a page; `nil` when the token opens nothing.
    func visit(_ context: VisitorContext, _ purpose: LinkPurpose) async throws -> Visit? {
        guard let token = context.parameters.get("token"), let number = links.seal.open(token, for: purpose) else {
            return nil
        }
        return try await store.visit(DeliveryNumber(rawValue: number))
    }

    /// A call's calendar file; `nil` when it is not known when it is.
    func calendar(_ call: Call, link: String) -> Response? {
        let file = CalendarFile(call: call, organization: organization, link: link, now: now())
        return file.bytes.map { bytes in
            Response(
                status: .ok,
                headers: [
                    .contentType: "text/calendar; charset=utf-8",
                    .contentDisposition: "attachment; filename=\"\(call.slug).ics\"",
                ],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
            )
        }
    }
}
