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
            { _, _, organizer in try await page(nil, organizer) },
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
        let others: [(String, GuardedRoutes.Act)] = [("/write/propose", propose), ("/write/test", test)]
        for (path, act) in others {
            routes.add(
                path,
                .write,
                { _, _, _ in office.redirect(office.path("/write")) },
                GuardedRoutes.Action(permission: .write, limit: limit, act: act)
            )
        }
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
            return try await page(nil, organizer, problem: office.texts.text("write_unreadable"), status: .badRequest)
        }
        return try await page(draft, organizer)
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
            return try await page(draft, organizer)
        }
        let texts = office.texts
        if office.desk.needsApproval {
            return try await page(draft, organizer, problem: texts.text("write_second_only"), status: .forbidden)
        }
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
            return try await page(draft, organizer, problem: "\(error)", status: .conflict)
        }
    }

    /// Keeps the file for a second person to agree to, with the plan that this one saw.
    private func propose(_ context: VisitorContext, _ organizer: Organizer, _ form: SentForm) async throws -> Response {
        guard let draft = try await draft(form) else { throw HTTPError(.badRequest) }
        guard let plan = draft.plan, let call = draft.planning?.briefing.call, draft.faults.isEmpty else {
            return try await page(draft, organizer)
        }
        guard form["hash"] == plan.hash else {
            return try await page(draft, organizer, problem: office.texts.text("write_moved"), status: .conflict)
        }
        let (store, now) = (office.site.store, office.site.now())
        if let standing = try await store.standing(of: call.slug), standing.call.source != call.source {
            let at = try await store.status(of: call.slug, now: now)?.title ?? call.title
            let problem = office.texts.text("write_taken", ["name": call.slug, "title": at])
            return try await page(draft, organizer, problem: problem, status: .conflict)
        }
        let proposed = Proposal.Draft(
            slug: call.slug,
            title: call.title,
            fileName: draft.fileName,
            source: draft.source,
            hash: plan.hash
        )
        let number = try await store.propose(proposed, by: organizer.name.rawValue, now: now)
        office.site.logger.notice(
            "A call was handed in.",
            metadata: ["call": "\(call.slug)", "by": "\(organizer.name)"]
        )
        let notice = office.texts.text("proposal_in")
        return try await ProposalPages(office: office).page(number, organizer, notice: notice)
    }

    /// Sends one message to the organizer's own address.
    private func test(_ context: VisitorContext, _ organizer: Organizer, _ form: SentForm) async throws -> Response {
        guard let draft = try await draft(form) else { throw HTTPError(.badRequest) }
        let texts = office.texts
        let answer = { (notice: String?, problem: String?, status: HTTPResponse.Status) async throws -> Response in
            if let number = Int64(form["proposal"]) {
                let pages = ProposalPages(office: office)
                return try await pages.page(number, organizer, notice: notice, problem: problem, status: status)
            }
            return try await page(draft, organizer, notice: notice, problem: problem, status: status)
        }
        guard let planning = draft.planning, draft.faults.isEmpty else {
            return try await answer(nil, texts.text("test_unsent"), .conflict)
        }
        let own = try await office.site.store.ownAddresses(of: organizer.name) ?? OwnAddresses()
        let seal = ReturnSeal(office.site.links.seal)
        guard let message = TestMessage(planning, on: form["channel"], to: own, seal: seal) else {
            return try await answer(nil, texts.text("test_no_address"), .badRequest)
        }
        guard office.site.limits.allow("test \(organizer.name)", atMost: Self.mostTests, within: .seconds(3_600)) else {
            return try await answer(nil, texts.text("test_too_many"), .tooManyRequests)
        }
        let outcome = await message.send()
        let channel = type(of: message.driver).id
        office.site.logger.notice("A test was sent.", metadata: ["channel": "\(channel)", "by": "\(organizer.name)"])
        let name = texts.channelName(channel)
        guard let reason = outcome.reasonOfFailure else {
            return try await answer(texts.text("test_sent", ["address": message.address, "channel": name]), nil, .ok)
        }
        let words = reason.isEmpty ? texts.text("test_slow") : Masking.mask(reason)
        let problem = texts.text("test_failed", ["channel": name, "reason": words])
        return try await answer(nil, problem, .badGateway)
    }

    /// In an hour, for one log-in: enough to get the words right, too few to bother anybody.
    private static let mostTests = 10

    private func page(
        _ draft: Draft?,
        _ organizer: Organizer,
        notice: String? = nil,
        problem: String? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let own = try await office.site.store.ownAddresses(of: organizer.name) ?? OwnAddresses()
        var view = office.view(office.texts.text("write_title"), organizer, place: "write")
        view.set("notice", notice)
        view.set("problem", problem)
        view.set("checked", draft != nil)
        office.setDraft(draft, own: own, in: &view)
        let isReady = draft.map { $0.faults.isEmpty && $0.plan != nil } ?? false
        let needsApproval = office.desk.needsApproval
        view.set("may_send", isReady && organizer.may(.send) && !needsApproval)
        view.set("may_propose", isReady && needsApproval)
        view.set("may_not_send", isReady && !organizer.may(.send) && !needsApproval)
        view.set("hash", draft?.plan?.hash ?? "")
        return try office.site.page("office_write", view, status: status)
    }
}

extension Outcome {
    /// Why nothing went out, or may not have; empty where nobody says, `nil` when it went.
    fileprivate var reasonOfFailure: String? {
        switch self {
        case .sent: nil
        case .retry(let reason, _), .refused(let reason), .optedOut(let reason), .unknown(let reason),
            .snooze(_, let reason):
            reason
        case .waiting(let waiting): waiting.reason
        case .interrupted: ""
        }
    }
}
