import Accounts
import Calls
import Deliveries
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import People
import Reviews

/// A call from the browser: the message file, its faults or its plan and previews, and the button that queues just that plan.
///
/// Nothing is kept between the steps: the page carries the file along, and the plan's hash makes sure that what is queued is
/// what was looked at.
struct WritingPages {
    let office: Office

    func add(to routes: GuardedRoutes) {
        let limit = Draft.limit * 3 + Form.limit
        routes.add(
            "/write",
            .write,
            { _, _, organizer in try page(nil, organizer) },
            GuardedRoutes.Action(permission: .write, limit: limit, act: check)
        )
        routes.add(
            "/write/mail",
            .write,
            { _, _, _ in office.redirect(office.path("/write")) },
            GuardedRoutes.Action(permission: .write, limit: limit, act: mail)
        )
        routes.add(
            "/write/send",
            .write,
            { _, _, _ in office.redirect(office.path("/write")) },
            GuardedRoutes.Action(permission: .send, limit: limit, act: send)
        )
    }

    private func draft(_ form: SentForm) async throws -> Draft? {
        if let file = form.file {
            guard file.bytes.count <= Draft.limit, let text = String(validating: file.bytes, as: UTF8.self) else {
                return nil
            }
            return try await Draft(Self.withUnixLineEnds(text), fileName: file.name, in: office)
        }
        guard form["source"].utf8.count <= Draft.limit else { return nil }
        return try await Draft(Self.withUnixLineEnds(form["source"]), fileName: form["name"], in: office)
    }

    /// Forms send CR LF whatever was in them; a file that is sent on from page to page must stay the same.
    private static func withUnixLineEnds(_ text: String) -> String {
        text.replacing("\r\n", with: "\n")
    }

    private func check(_ context: VisitorContext, _ organizer: Organizer, _ form: SentForm) async throws -> Response {
        guard let draft = try await draft(form) else {
            return try page(nil, organizer, problem: office.texts.text("write_unreadable"), status: .badRequest)
        }
        return try page(draft, organizer)
    }

    /// The mail as HTML, on a page of its own that may load nothing and run nothing.
    private func mail(_ context: VisitorContext, _ organizer: Organizer, _ form: SentForm) async throws -> Response {
        guard let draft = try await draft(form), let html = draft.previews.compactMap(\.preview.html).first else {
            throw HTTPError(.badRequest)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/html; charset=utf-8",
                .contentSecurityPolicy:
                    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
                    + "frame-ancestors 'none'; sandbox",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html))
        )
    }

    private func send(_ context: VisitorContext, _ organizer: Organizer, _ form: SentForm) async throws -> Response {
        guard let draft = try await draft(form) else { throw HTTPError(.badRequest) }
        guard let planning = draft.planning, draft.faults.isEmpty, !form["hash"].isEmpty else {
            return try page(draft, organizer)
        }
        let texts = office.texts
        do {
            let submission = try await office.site.store.submit(planning, agreed: form["hash"], now: office.site.now())
            let slug = planning.briefing.call.slug
            let notice: String
            switch submission {
            case .queued(let plan):
                office.site.logger.notice(
                    "A call was submitted.",
                    metadata: ["call": "\(slug)", "by": "\(organizer.name)"]
                )
                notice = texts.text("write_queued", count: plan.channels.reduce(0) { $0 + $1.send })
            case .alreadySubmitted(let at, _, _):
                notice = texts.text("write_before", ["at": office.moments.written(at)])
            }
            return try await CallPages(office: office).page(slug, organizer, notice: notice)
        } catch let error as SubmitError {
            return try page(draft, organizer, problem: "\(error)", status: .conflict)
        }
    }

    private func page(
        _ draft: Draft?,
        _ organizer: Organizer,
        problem: String? = nil,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        var view = office.view(office.texts.text("write_title"), organizer, place: "write")
        view.set("problem", problem)
        view.set("action", office.path("/write"))
        view.set("source", draft?.source ?? "")
        view.set("name", draft?.fileName ?? "")
        view.set("checked", draft != nil)
        view.set(
            "faults",
            (draft?.faults ?? []).map { fault in
                [
                    "line": fault.line.map { office.texts.text("write_line", ["line": String($0)]) as Any } ?? false,
                    "text": fault.problem,
                ]
            }
        )
        view.set("has_faults", draft.map { !$0.faults.isEmpty } ?? false)
        view.set("notes", ((draft?.notes ?? []) + (draft?.plan?.warnings ?? [])).map { ["text": $0] })
        view.set("previews", (draft?.previews ?? []).map(row))
        view.set("plan", section: draft?.plan.map(section))
        let isReady = draft.map { $0.faults.isEmpty && $0.plan != nil } ?? false
        view.set("may_send", isReady && organizer.may(.send))
        view.set("may_not_send", isReady && !organizer.may(.send))
        view.set("hash", draft?.plan?.hash ?? "")
        return try office.site.page("office_write", view, status: status)
    }

    private func row(_ shown: Draft.Shown) -> [String: Any] {
        [
            "channel": office.texts.channelName(shown.channel),
            "subject": shown.preview.subject.map { $0 as Any } ?? false, "text": shown.preview.text,
            "has_html": shown.preview.html != nil, "preview_notes": shown.preview.notes.map { ["text": $0] },
        ]
    }

    private func section(_ plan: Plan) -> [String: Any] {
        let texts = office.texts
        return [
            "audience": texts.text("audience", count: plan.audience),
            "channels": plan.channels.map { channel -> [String: Any] in
                let figures = channel.forecast.figures.map { figure in
                    switch figure.value {
                    case .number(let number): "\(texts.language.written(number)) \(figure.name)"
                    case .text(let text): text
                    }
                }
                let skipped = channel.skip.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
                return [
                    "channel": texts.channelName(channel.id), "send": texts.language.written(channel.send),
                    "figures": PageView.shown(figures.joined(separator: ", ")),
                    "skips": skipped.map { reason, count -> [String: Any] in
                        ["count": texts.language.written(count), "reason": texts.reason(reason.rawValue)]
                    },
                ]
            },
        ]
    }
}
