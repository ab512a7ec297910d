import Calls
import Deliveries
import HTTPTypes
import Hummingbird
import People
import Reviews

/// A call's page for everybody, by its own address or by a link that somebody passed on: strangers may say that they do it, and
/// that they want to hear from us.
///
/// It tells nothing of who else is in the list, and adds nobody to it: whoever gives an address is asked there once whether it
/// was they, and is in the list when they say so.
struct PublicPages {
    let site: WebSite

    /// How often one visitor may send the form.
    private static let limit = (count: 10, period: Duration.seconds(600))
    /// How often one visitor may give an address; a table at a meeting, where all share one connection, needs that many.
    private static let joinLimit = (count: 20, period: Duration.seconds(3_600))
    private static let longestName = 80

    func add(to routes: Routes) {
        routes.add("/c/:slug", get: show, post: arrive)
        routes.add("/c/:slug/event.ics", get: calendar)
        routes.add("/\(LinkPurpose.share.folder)/:token", get: show, post: arrive)
        routes.add("/\(LinkPurpose.share.folder)/:token/share", get: share)
    }

    /// What a page is about, and through whose link it was opened.
    private struct Place {
        let standing: CallStanding
        let sharer: Sharer?
        let address: String
    }

    private func show(_ request: Request, _ context: VisitorContext) async throws -> Response {
        guard let place = try await place(context) else { return try site.gone(request) }
        return try page(request, place)
    }

    private func arrive(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let fields = try await Form.fields(request)
        guard let place = try await place(context) else { return try site.gone(request) }
        let source = "arrive \(site.visitorSource(request, context))"
        guard site.limits.allow(source, atMost: Self.limit.count, within: Self.limit.period) else {
            throw HTTPError(.tooManyRequests)
        }
        guard place.standing.isOpen(at: site.now()) else { return try page(request, place) }
        let name = Self.name(fields["name"] ?? "")
        let form = JoinForm(fields)
        let typed = Typed(name: name, form: form)
        guard !name.isEmpty else { return try page(request, place, typed, problem: "problem_name") }
        let address: EmailAddress?
        do {
            address = try form.address(on: site.joinChannel)
        } catch {
            return try page(request, place, typed, problem: error.text)
        }
        let joinSource = "join \(site.visitorSource(request, context))"
        if address != nil {
            guard site.limits.allow(joinSource, atMost: Self.joinLimit.count, within: Self.joinLimit.period) else {
                throw HTTPError(.tooManyRequests)
            }
        }
        let texts = site.texts(request, person: nil, call: place.standing.call)
        // People do not see this field; what fills it in is a machine, which learns nothing.
        let isMachine = fields["website"]?.isEmpty == false
        let arrival = Arrival(
            call: place.standing.call.slug,
            name: name,
            language: texts.language.rawValue,
            sharer: place.sharer,
            optIn: address.flatMap { address in site.joinChannel.map { site.optIn(address, on: $0, texts) } }
        )
        let number = isMachine ? nil : try await site.store.take(arrival, now: site.now())
        guard let after = try await site.store.standing(of: arrival.call) else { return try site.gone(request) }
        return try thanks(texts, name: name, after, number, hasJoined: address != nil)
    }

    private func share(_ request: Request, _ context: VisitorContext) async throws -> Response {
        guard let place = try await place(context), let sharer = place.sharer else { return try site.gone(request) }
        let texts = site.texts(request, person: nil, call: place.standing.call)
        return try await site.sharePage(texts, of: place.standing.call, by: sharer, back: place.address)
    }

    private func calendar(_ request: Request, _ context: VisitorContext) async throws -> Response {
        guard let place = try await place(context) else { return try site.gone(request) }
        let link = site.links.publicPage(of: place.standing.call.slug)
        guard let file = site.calendar(place.standing.call, link: link) else { throw HTTPError(.notFound) }
        return file
    }

    /// A name as somebody typed it, on one line and not too long; empty when it is none.
    private static func name(_ text: String) -> String {
        guard let tidy = try? TidyText.tidied(text, lineBreaks: .folded) else { return "" }
        return String(String.UnicodeScalarView(tidy.unicodeScalars.prefix(longestName)))
    }

    /// Where a visitor stands; `nil` for a call that is not there, or not yet public.
    private func place(_ context: VisitorContext) async throws -> Place? {
        var found: Place?
        if let slug = context.parameters.get("slug") {
            found = try await site.store.standing(of: slug).map { standing in
                Place(standing: standing, sharer: nil, address: site.links.publicPage(of: standing.call.slug))
            }
        } else if let token = context.parameters.get("token"), let sharer = sharer(token),
            let standing = try await site.store.standing(sharedBy: sharer)
        {
            found = Place(
                standing: standing,
                sharer: sharer,
                address: "\(site.links.publicURL)/\(LinkPurpose.share.folder)/\(token.lowercased())"
            )
        }
        guard let found, found.standing.call.publishAt.map({ $0 <= site.now() }) ?? true else { return nil }
        return found
    }

    private func sharer(_ token: String) -> Sharer? {
        if let number = site.links.seal.open(token, for: .share) { return .delivery(DeliveryNumber(rawValue: number)) }
        return site.links.seal.open(token, for: .pass).map { .arrival(ArrivalNumber(rawValue: $0)) }
    }

    /// What somebody typed, so that they need not do it again.
    private struct Typed {
        let name: String
        let form: JoinForm
    }

    private func page(_ request: Request, _ place: Place, _ typed: Typed? = nil, problem: String? = nil) throws
        -> Response
    {
        let call = place.standing.call
        let texts = site.texts(request, person: nil, call: call)
        let name = site.organization.name
        var view = site.view(texts, title: call.action.ask)
        view.set(place.standing, calendarLink: "\(site.links.publicPage(of: call.slug))/event.ics")
        view.set("open", view.setEnd(place.standing, organization: name, now: site.now()))
        view.set("problem", problem.map { texts.text($0) })
        view.set("form_action", place.address)
        view.set("public_hint", texts.text("public_hint", ["organization": name]))
        view.set("button_label", texts.text("button_\(call.action.kind.rawValue)"))
        view.set("typed_name", text: typed?.name ?? "")
        view.set("typed_email", text: typed?.form.email ?? "")
        view.set("ticked", typed?.form.isTicked ?? false)
        view.set("join", site.joinChannel != nil)
        view.set("join_hint", texts.text("join_hint", ["organization": name]))
        view.set("join_wording", site.joinChannel.map { texts.choice("yes", $0, name) })
        return try site.page("public", view, status: problem == nil ? .ok : .badRequest)
    }

    private func thanks(
        _ texts: Texts,
        name: String,
        _ standing: CallStanding,
        _ number: ArrivalNumber?,
        hasJoined: Bool
    ) throws -> Response {
        let title = texts.text("arrived_title", ["name": name])
        var view = site.view(texts, title: title)
        view.set(standing, calendarLink: "\(site.links.publicPage(of: standing.call.slug))/event.ics")
        view.set("thanks_title", title)
        view.set("thanks_text", texts.text("arrived_text"))
        view.set("joined", hasJoined)
        view.set("share_link", number.map { "\(site.links.pass($0.rawValue))/share" })
        return try site.page("arrived", view)
    }
}
