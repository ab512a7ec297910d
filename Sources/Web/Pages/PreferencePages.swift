import Calls
import Deliveries
import HTTPTypes
import Hummingbird
import NIOCore
import People
import Reviews

/// A person's own choices and data: channels, how often, language, stop everything, take it along, have it erased.
struct PreferencePages {
    let site: WebSite

    func add(to routes: Routes) {
        let page = "/\(LinkPurpose.preferences.folder)/:token"
        routes.add(page, get: show, post: save)
        routes.add("\(page)/stop", get: show, post: stopAll)
        routes.add("\(page)/data.json", get: data)
        routes.add("\(page)/erase", get: askBeforeErasing, post: erase)
    }

    private func show(_ request: Request, _ context: VisitorContext) async throws -> Response {
        try await with(request, context) { try await page(request, $0) }
    }

    private func save(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let fields = try await Form.fields(request)
        return try await with(request, context) { visit in
            let choices = try await choices(of: visit.person)
            var stopped: [ChannelID] = []
            for choice in choices {
                switch fields["channel.\(choice.profile.id)"].flatMap(ConsentState.init) {
                case .granted where choice.state != .granted: try await grant(choice.profile.id, visit, request)
                case .withdrawn where choice.state != .withdrawn && choice.state != nil:
                    stopped.append(choice.profile.id)
                default: break
                }
            }
            if let language = fields["language"].flatMap({ PageLanguage(rawValue: $0) }) {
                try await speak(language, with: visit.person)
            }
            if let frequency = fields["frequency"].flatMap(Frequency.init), frequency != visit.person.frequency {
                _ = try await site.store.choose(frequency, for: visit.person.id, now: site.now())
            }
            if !stopped.isEmpty {
                _ = try await site.optOut(
                    visit.person,
                    of: stopped,
                    source: "the person's own choices",
                    evidence: evidence(visit)
                )
            }
            guard let after = try await site.store.visit(visit.delivery) else { return try site.gone(request) }
            return try await page(request, after, saved: "saved_text")
        }
    }

    private func stopAll(_ request: Request, _ context: VisitorContext) async throws -> Response {
        try await Form.body(request)
        return try await with(request, context) { visit in
            let records = try await site.store.person(visit.person.id)?.1 ?? []
            let channels = Set(records.map(\.change.channel)).union(site.channels.map(\.id)).sorted()
            _ = try await site.optOut(
                visit.person,
                of: channels,
                source: "the person's own choices: nothing any more",
                evidence: evidence(visit)
            )
            return try await page(request, visit, saved: "all_done")
        }
    }

    private func data(_ request: Request, _ context: VisitorContext) async throws -> Response {
        try await with(request, context) { visit in
            Response(
                status: .ok,
                headers: [
                    .contentType: "application/json; charset=utf-8",
                    .contentDisposition: "attachment; filename=\"my-data.json\"",
                ],
                body: ResponseBody(
                    byteBuffer: ByteBuffer(bytes: try await Holdings.json(of: visit.person.id, in: site.store))
                )
            )
        }
    }

    private func askBeforeErasing(_ request: Request, _ context: VisitorContext) async throws -> Response {
        try await with(request, context) { visit in
            let texts = site.texts(request, person: visit.person, call: visit.standing.call)
            var view = site.view(texts, title: texts.text("erase_title"))
            view.set("form_action", "\(site.links.preferences(visit.delivery))/erase")
            view.set("preferences_link", site.links.preferences(visit.delivery))
            return try site.page("erase", view)
        }
    }

    private func erase(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let fields = try await Form.fields(request)
        return try await with(request, context) { visit in
            let texts = site.texts(request, person: visit.person, call: visit.standing.call)
            guard fields["sure"] == "yes" else {
                return try site.message(
                    texts,
                    heading: texts.text("erase_title"),
                    [texts.text("erase_unsure")],
                    next: ("\(site.links.preferences(visit.delivery))/erase", texts.text("back_label")),
                    status: .badRequest
                )
            }
            _ = try await site.store.forget(visit.person.id, now: site.now())
            return try site.message(texts, heading: texts.text("erased_title"), [texts.text("erased_text")])
        }
    }

    /// Finds who stands there; who was forgotten, or holds no token of ours, gets a page that says so.
    private func with(
        _ request: Request,
        _ context: VisitorContext,
        _ answer: (Visit) async throws -> Response
    ) async throws -> Response {
        guard let visit = try await site.visit(context, .preferences) else { return try site.gone(request) }
        return visit.isForgotten ? try site.gone(request, isForgotten: true) : try await answer(visit)
    }

    private func evidence(_ visit: Visit) -> String {
        "the page behind the link in \(visit.channel) delivery \(visit.delivery.rawValue)"
    }

    /// Notes a yes with the very words that stood beside it.
    private func grant(_ channel: ChannelID, _ visit: Visit, _ request: Request) async throws {
        let texts = site.texts(request, person: visit.person, call: visit.standing.call)
        let change = ConsentChange(
            channel: channel,
            state: .granted,
            at: site.now(),
            source: "the person's own choices",
            wording: texts.choice("yes", channel, site.organization.name),
            evidence: evidence(visit)
        )
        _ = try await site.store.record(change, of: visit.person.id, by: "web", now: site.now())
    }

    private func speak(_ language: PageLanguage, with person: Person) async throws {
        // "es-MX" is Spanish already; it must not lose its country.
        guard PageLanguage(tag: person.language) != language else { return }
        var record = PersonRecord(id: person.id)
        record.language = language.rawValue
        _ = try await site.store.take([record], by: "web", now: site.now())
    }
}
