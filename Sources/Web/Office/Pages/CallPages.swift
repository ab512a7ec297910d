import Accounts
import Calls
import Deliveries
import HTTPTypes
import Hummingbird
import Reviews

/// All calls, and one of them: how far it has come, what it waits for, what failed.
struct CallPages {
    let office: Office

    func add(to routes: GuardedRoutes) {
        routes.add("", .look, list)
        routes.add("/calls/:call", .look, show)
    }

    private func list(_ request: Request, _ context: VisitorContext, _ organizer: Organizer) async throws -> Response {
        let statuses = try await office.site.store.statuses(now: office.site.now())
        var view = office.view(office.texts.text("calls_title"), organizer, place: "calls")
        view.set(
            "calls",
            statuses.map { status in
                let progress = Progress(status, office.texts)
                let waiting = status.count(.queued) + status.count(.sending)
                return [
                    "link": office.path(of: status.call), "title": status.title, "name": status.call,
                    "state": office.texts.text("course.\(status.course.rawValue)"),
                    "course": status.course.rawValue, "progress": progress.words, "id": "goal-\(status.call)",
                    "goal_bar": progress.bar.map { $0 as Any } ?? false,
                    "to_go": waiting == 0 ? false : office.texts.text("to_go", count: waiting) as Any,
                ]
            }
        )
        view.set("write_link", organizer.may(.write) ? office.path("/write") : nil)
        let proposals = organizer.may(.write) ? try await office.site.store.openProposals() : []
        view.set("has_proposals", !proposals.isEmpty)
        view.set(
            "proposals",
            proposals.map { proposal in
                [
                    "link": office.path("/proposals/\(proposal.number)"), "title": proposal.draft.title,
                    "handed_in": office.words(of: proposal.handedIn, "handed_in"),
                ]
            }
        )
        return try office.site.page("office_calls", view)
    }

    private func show(_ request: Request, _ context: VisitorContext, _ organizer: Organizer) async throws -> Response {
        guard let slug = context.parameters.get("call") else { return try office.missing(organizer) }
        return try await page(slug, organizer)
    }

    /// The page of a call.
    ///
    /// - Parameters:
    ///   - slug: The call.
    ///   - organizer: Who looks.
    ///   - notice: What was done just now.
    ///   - problem: Why nothing was done just now.
    /// - Returns: The answer.
    /// - Throws: What the store throws.
    func page(
        _ slug: String,
        _ organizer: Organizer,
        notice: String? = nil,
        problem: String? = nil
    ) async throws -> Response {
        let (store, now, texts) = (office.site.store, office.site.now(), office.texts)
        guard let status = try await store.status(of: slug, now: now), let standing = try await store.standing(of: slug)
        else { return try office.missing(organizer) }
        var view = office.view(status.title, organizer, place: "calls")
        view.set("notice", notice)
        view.set("problem", problem)
        view.set("ask", standing.call.action.ask)
        view.set("call_lang", standing.call.language)
        view.set("approved", try await approval(of: slug))
        view.set("live_link", office.path(of: slug, "/live"))
        setFigures(of: status, in: &view)
        view.set("public_link", office.site.links.publicPage(of: slug))
        view.set("log_link", office.path("/log?call=\(QueryText.encoded(slug))"))
        view.set("entry_link", organizer.may(.enterResults) ? office.path(of: slug, "/entry") : nil)
        let offset = office.moments.offset(at: now)
        if let line = try await store.timeline(of: slug, offset: offset) {
            let charts = TimelineCharts(line, office.moments, texts)
            view.set("charts", charts.charts)
            view.set("steps", charts.steps)
        }
        // Who was left out was known beforehand; what went wrong comes first.
        let reasons = try await store.reasons(of: slug)
        let sorted = reasons.filter { $0.state != .skipped } + reasons.filter { $0.state == .skipped }
        view.set("reasons", sorted.map { row($0, of: slug) })
        view.setSteering(of: status, by: organizer, at: office.path(of: slug))
        var response = try office.site.page("office_call", view)
        response.headers[.contentSecurityPolicy] = Hardening.livePolicy
        return response
    }

    /// The figures of a call as its page shows them, for pages that are open already.
    ///
    /// - Returns: Markup; `nil` when there is no such call.
    func figures(of slug: String) async throws -> String? {
        guard let status = try await office.site.store.status(of: slug, now: office.site.now()) else { return nil }
        var view = office.view(status.title, nil)
        setFigures(of: status, in: &view)
        return try PageTemplates.render("office_live", view)
    }

    private func setFigures(of status: CallStatus, in view: inout PageView) {
        let texts = office.texts
        let progress = Progress(status, texts)
        view.set("call", status.call)
        view.set("state", texts.text("course.\(status.course.rawValue)"))
        view.set("course", status.course.rawValue)
        view.set("audience", texts.text("audience", count: status.audience))
        view.set("waiting", status.waitingFor.map { office.moments.localized($0) })
        view.set("progress", progress.words)
        view.set("goal_bar", section: progress.bar)
        view.set("ways", progress.ways)
        view.set("funnel", Funnel(status, texts).rows)
    }

    /// Who handed a call in and who agreed; `nil` where nobody had to.
    private func approval(of slug: String) async throws -> String? {
        guard let proposal = try await office.site.store.approval(ofCall: slug), let decided = proposal.decided else {
            return nil
        }
        return office.texts.text(
            "call_approved",
            [
                "by": proposal.handedIn.by, "at": office.moments.written(proposal.handedIn.at),
                "second": decided.by, "then": office.moments.written(decided.at),
            ]
        )
    }

    private func row(_ reason: ReasonCount, of call: String) -> [String: Any] {
        let query = QueryText.joined([
            ("call", call), ("channel", reason.channel.rawValue), ("state", reason.state.rawValue),
        ])
        return [
            "channel": office.texts.channelName(reason.channel),
            "state": office.texts.text("state.\(reason.state.rawValue)"),
            "reason": office.texts.reason(reason.reason),
            "count": office.texts.language.written(reason.count), "link": office.path("/log\(query)"),
        ]
    }
}
