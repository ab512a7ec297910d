import Accounts
import Calls
import Deliveries
import HTTPTypes
import Hummingbird
import Logging

/// A call that somebody handed in: what it would do now, and the button by which a second person agrees to just that.
struct ProposalPages {
    let office: Office

    func add(to routes: GuardedRoutes) {
        routes.add(
            "/proposals/:number",
            .write,
            { _, context, organizer in
                guard let number = Self.number(context) else { return try office.missing(organizer) }
                return try await page(number, organizer)
            },
            GuardedRoutes.Action(permission: .write, act: decide)
        )
    }

    private static func number(_ context: VisitorContext) -> Int64? {
        context.parameters.get("number").flatMap { Int64($0) }
    }

    /// The page of a proposal.
    ///
    /// - Parameters:
    ///   - number: Which.
    ///   - organizer: Who looks.
    ///   - notice: What was done just now.
    ///   - problem: Why nothing was done just now.
    ///   - status: The answer's.
    /// - Returns: The answer.
    /// - Throws: What the store throws.
    func page(
        _ number: Int64,
        _ organizer: Organizer,
        notice: String? = nil,
        problem: String? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let (store, texts) = (office.site.store, office.texts)
        guard let proposal = try await store.proposal(number) else { return try office.missing(organizer) }
        let draft = try await Draft(proposal.draft.source, fileName: proposal.draft.fileName, in: office)
        let own = try await store.ownAddresses(of: organizer.name) ?? OwnAddresses()
        var view = office.view(proposal.draft.title, organizer, place: "calls")
        view.set("notice", notice)
        view.set("problem", problem)
        office.setDraft(draft, own: own, in: &view)
        view.set("proposal", String(number))
        view.set("handed_in", office.words(of: proposal.handedIn, "handed_in"))
        view.set("decide", office.path("/proposals/\(number)"))
        view.set("hash", proposal.draft.hash)
        let isOpen = proposal.state == .open, isOwn = proposal.handedIn.by == organizer.name.rawValue
        let isSame = draft.faults.isEmpty && draft.plan?.hash == proposal.draft.hash
        let more = ["hash": proposal.draft.hash]
        view.set("moved", isOpen && !isSame ? office.words(of: proposal.handedIn, "proposal_moved", more) : nil)
        view.set("decision", decision(on: proposal))
        view.set("may_approve", isOpen && isSame && !isOwn && organizer.may(.send))
        let waits = isOwn ? "proposal_own" : organizer.may(.send) ? nil : "proposal_role"
        view.set("own", isOpen ? waits.map { texts.text($0) } : nil)
        view.set("may_decline", isOpen && (isOwn || organizer.may(.send)))
        view.set("decline_label", texts.text(isOwn ? "proposal_withdraw" : "proposal_decline"))
        view.set("may_rewrite", proposal.state != .approved)
        return try office.site.page("office_proposal", view, status: status)
    }

    private func decision(on proposal: Proposal) -> String? {
        guard proposal.state != .open else { return nil }
        let name = "proposal_\(proposal.state.rawValue)"
        return proposal.decided.map { office.words(of: $0, name) } ?? office.texts.text(name)
    }

    private func decide(_ context: VisitorContext, _ organizer: Organizer, _ form: SentForm) async throws -> Response {
        let (store, texts) = (office.site.store, office.texts)
        guard let number = Self.number(context), let proposal = try await store.proposal(number) else {
            return try office.missing(organizer)
        }
        switch form["turn"] {
        case "approve":
            guard organizer.may(.send) else { return try office.refusal("forbidden", organizer, status: .forbidden) }
            return try await approve(proposal, organizer, form)
        case "decline":
            guard organizer.may(.send) || proposal.handedIn.by == organizer.name.rawValue else {
                return try office.refusal("forbidden", organizer, status: .forbidden)
            }
            let isDone = try await store.decline(number, by: organizer.name.rawValue, now: office.site.now())
            let problem = isDone ? nil : texts.text("proposal_gone")
            return try await page(number, organizer, problem: problem, status: isDone ? .ok : .conflict)
        default: throw HTTPError(.badRequest)
        }
    }

    private func approve(_ proposal: Proposal, _ organizer: Organizer, _ form: SentForm) async throws -> Response {
        let (store, texts) = (office.site.store, office.texts)
        let draft = try await Draft(proposal.draft.source, fileName: proposal.draft.fileName, in: office)
        // What is agreed to is the plan that stood on the page.
        guard let planning = draft.planning, draft.faults.isEmpty, form["hash"] == proposal.draft.hash else {
            return try await page(proposal.number, organizer, status: .conflict)
        }
        let slug = planning.briefing.call.slug
        do {
            let name = organizer.name.rawValue
            let submission = try await store.approve(proposal.number, by: name, planning, now: office.site.now())
            guard case .queued(let plan) = submission else {
                return try await page(proposal.number, organizer, status: .conflict)
            }
            office.site.logger.notice(
                "A call was approved.",
                metadata: ["call": "\(slug)", "by": "\(name)", "handed in by": "\(proposal.handedIn.by)"]
            )
            let notice = texts.text("write_queued", count: plan.channels.reduce(0) { $0 + $1.send })
            return try await CallPages(office: office).page(slug, organizer, notice: notice)
        } catch let error as ProposalError {
            let problem = texts.text(error == .ownProposal ? "proposal_own" : "proposal_gone")
            let status = error == .ownProposal ? HTTPResponse.Status.forbidden : .conflict
            return try await page(proposal.number, organizer, problem: problem, status: status)
        } catch SubmitError.moved {
            // The page says so itself.
            return try await page(proposal.number, organizer, status: .conflict)
        } catch let error as SubmitError {
            return try await page(proposal.number, organizer, problem: "\(error)", status: .conflict)
        }
    }
}
