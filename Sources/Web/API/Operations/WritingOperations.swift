import Accounts
import Calls
import Deliveries
import HTTPTypes
import Logging
import Reviews

/// A call from a message file: its faults, its plan, and queueing just that plan.
struct WritingOperations {
    let api: API
    private var site: WebSite { api.site }

    private static let file = [
        APIField(
            name: "source",
            summary: "The message file's text.",
            limit: Draft.limit / 4,
            isRequired: true,
            example: """
                ---
                title: Fill the room
                call: full-room
                action: { kind: attend, ask: Come to the hearing }
                ---
                Dear {{first_name}}, come to the hearing.
                """
        ),
        APIField(name: "file_name", summary: "What the file is called; the call's name where the file names none."),
    ]

    var all: [APIOperation] {
        [
            APIOperation(
                method: .post,
                path: "/check",
                name: "checkCall",
                summary: "Reads a message file and names every fault with its line; writes nothing.",
                permission: .write,
                fields: Self.file,
                answers: [(.ok, "Check", "What was found; without faults the file can be planned.")],
                act: check
            ),
            APIOperation(
                method: .post,
                path: "/plan",
                name: "planCall",
                summary: "The dry run: who would be asked by which channel, who not and why; writes nothing.",
                permission: .write,
                fields: Self.file,
                answers: [(.ok, "Plan", "The plan; faults in it forbid submitting.")],
                act: plan
            ),
            APIOperation(
                method: .post,
                path: "/calls",
                name: "submitCall",
                summary:
                    "Queues a call, if its plan still is the one that was looked at. The same file again changes nothing.",
                permission: .send,
                fields: Self.file + [
                    APIField(name: "plan", summary: "The hash of the plan that you agree to.", isRequired: true)
                ],
                answers: [
                    (.created, "Submission", "The call is queued."),
                    (.ok, "Submission", "The same file was submitted before; nothing changed."),
                ],
                act: submit
            ),
        ]
    }

    private func draft(_ request: APIRequest) async throws -> Draft {
        try await Draft(
            (request.fields["source"] ?? "").replacing("\r\n", with: "\n"),
            fileName: request.fields["file_name"] ?? "",
            in: api.office
        )
    }

    private func check(_ request: APIRequest) async throws -> APIAnswer {
        let draft = try await draft(request)
        let faults = draft.faults.map { fault in
            JSON.object([("line", fault.line.map { .number($0) } ?? .null), ("problem", .text(fault.problem))])
        }
        return APIAnswer(
            .object([
                ("call", .text(draft.planning?.briefing.call.slug)),
                ("title", .text(draft.planning?.briefing.call.title)), ("faults", .list(faults)),
                ("notes", .list(draft.notes.map { .text($0) })),
            ])
        )
    }

    private func plan(_ request: APIRequest) async throws -> APIAnswer {
        let draft = try await draft(request)
        guard let plan = draft.plan else { throw Self.faulty(draft) }
        return APIAnswer(plan.json)
    }

    private func submit(_ request: APIRequest) async throws -> APIAnswer {
        // A program would be a way around the second person.
        guard !api.desk.needsApproval else {
            throw APIProblem(
                .forbidden,
                "A call needs a second person here (web.approval): hand it in on the page '/organize/write'."
            )
        }
        let draft = try await draft(request)
        guard let planning = draft.planning, draft.faults.isEmpty else { throw Self.faulty(draft) }
        let call = planning.briefing.call.slug
        do {
            switch try await site.store.submit(planning, agreed: request.fields["plan"], now: site.now()) {
            case .queued(let plan):
                site.logger.notice(
                    "A call was submitted.",
                    metadata: ["call": "\(call)", "by": "\(request.bearer.account)"]
                )
                let queued = plan.channels.reduce(0) { $0 + $1.send }
                return APIAnswer(Self.json(call, plan.hash, plan.audience, queued: queued, isNew: true), .created)
            case .alreadySubmitted(_, let hash, let audience):
                return APIAnswer(Self.json(call, hash, audience, queued: 0, isNew: false))
            }
        } catch let error as SubmitError {
            if case .faults(let faults) = error {
                throw APIProblem(.unprocessableContent, faults.joined(separator: " "))
            }
            throw APIProblem(.conflict, "\(error)")
        }
    }

    /// The same as `clarion submit --format json`.
    private static func json(_ call: String, _ hash: String, _ audience: Int, queued: Int, isNew: Bool) -> JSON {
        .object([
            ("call", .text(call)), ("hash", .text(hash)), ("audience", .number(audience)),
            ("queued", .number(queued)), ("changed", .bool(isNew)),
        ])
    }

    private static func faulty(_ draft: Draft) -> APIProblem {
        APIProblem(
            .unprocessableContent,
            "The message file has faults.",
            draft.faults.map { .init(pointer: "source", $0.problem, line: $0.line) }
        )
    }
}
