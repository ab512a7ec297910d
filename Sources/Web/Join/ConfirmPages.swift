import Calls
import Deliveries
import Hummingbird
import People
import Reviews

/// Where the link in a confirmation leads: one page, one button.
///
/// Only the button says yes, for mail scanners open every link.
struct ConfirmPages {
    let site: WebSite

    func add(to routes: Routes) {
        routes.add("/\(LinkPurpose.confirm.folder)/:token", get: show, post: confirm)
    }

    private func show(_ request: Request, _ context: VisitorContext) async throws -> Response {
        guard let (delivery, asked) = try await find(context) else { return try site.gone(request) }
        return try page(request, delivery, asked)
    }

    private func confirm(_ request: Request, _ context: VisitorContext) async throws -> Response {
        try await Form.body(request)
        guard let (delivery, asked) = try await find(context),
            let answer = try await site.store.confirm(delivery, now: site.now())
        else { return try site.gone(request) }
        let texts = site.texts(request, person: asked.person)
        return try message(answer == .granted ? "confirmed" : "confirm_\(answer)", delivery, asked, texts)
    }

    private func find(_ context: VisitorContext) async throws -> (DeliveryNumber, OptInRequest)? {
        guard let token = context.parameters.get("token"),
            let number = site.links.seal.open(token, for: .confirm)
        else { return nil }
        let delivery = DeliveryNumber(rawValue: number)
        return try await site.store.optInRequest(delivery, now: site.now()).map { (delivery, $0) }
    }

    private func page(_ request: Request, _ delivery: DeliveryNumber, _ asked: OptInRequest) throws -> Response {
        let texts = site.texts(request, person: asked.person)
        guard asked.answer == .granted else {
            return try message("confirm_\(asked.answer)", delivery, asked, texts)
        }
        let heading = texts.text("confirm_title", ["organization": site.organization.name])
        var view = site.view(texts, title: heading)
        view.set("heading", heading)
        view.set("wording", asked.wording)
        view.set("address", asked.person.maskedAddress(by: .mailbox))
        view.set("form_action", site.links.confirm(delivery))
        view.set("stop_link", site.links.stop(delivery))
        return try site.page("confirm", view)
    }

    /// A page that says how it stands, with the way to the person's choices.
    ///
    /// Not to those whose question is closed: their address is gone.
    private func message(_ name: String, _ delivery: DeliveryNumber, _ asked: OptInRequest, _ texts: Texts) throws
        -> Response
    {
        let words = ["channel": texts.channelName(asked.channel), "organization": site.organization.name]
        let isLate = name == "confirm_late"
        return try site.message(
            texts,
            heading: texts.text("\(name)_title", words),
            [texts.text("\(name)_text", words)],
            next: isLate ? nil : (site.links.preferences(delivery), texts.text("preferences_label")),
            status: isLate ? .gone : .ok
        )
    }
}
