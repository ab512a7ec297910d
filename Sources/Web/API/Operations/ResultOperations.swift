import Accounts
import Calls
import Deliveries
import HTTPTypes
import People
import Reviews

/// Who did it.
struct ResultOperations {
    let api: API
    private var site: WebSite { api.site }

    private var ways: [String] {
        let channels = site.channels.map(\.id.rawValue)
        return channels + ["organizer", "web", "phone", "other"].filter { !channels.contains($0) }
    }

    var all: [APIOperation] {
        [
            APIOperation(
                method: .post,
                path: "/calls/{call}/completions",
                name: "addCompletion",
                summary: "Records that a person did it, and withdraws what is still queued for that ask.",
                permission: .enterResults,
                fields: [
                    APIField(name: "person", summary: "The person's id.", isRequired: true, example: "p017"),
                    APIField(name: "via", summary: "How it is known; without it, 'other'.", choices: ways),
                    APIField(name: "evidence", summary: "What proves it.", limit: 1_000),
                ],
                answers: [
                    (.created, "Completion", "It is recorded."),
                    (.ok, "Completion", "It was recorded before; the first record stays."),
                ],
                act: complete
            )
        ]
    }

    private func complete(_ request: APIRequest) async throws -> APIAnswer {
        let person = request.fields["person"] ?? ""
        let evidence = request.fields["evidence"].flatMap { $0.isEmpty ? nil : ": \($0)" } ?? ""
        let completion = Completion(
            at: site.now(),
            via: request.fields["via"] ?? "other",
            evidence: request.who + evidence
        )
        let result = try await site.store.complete(
            request["call"],
            PersonID(rawValue: person),
            completion,
            now: site.now()
        )
        guard let result else {
            _ = try await api.status(request)
            throw APIProblem(
                .unprocessableContent,
                "The body was understood, and cannot be used.",
                [.init(pointer: "person", "There is no person '\(Shown.name(person))'.")]
            )
        }
        return APIAnswer(
            .object([
                ("call", .text(request["call"])), ("person", .text(person)), ("changed", .bool(result.isNew)),
                ("withdrawn", .number(result.withdrawn)), ("was_asked", .bool(result.wasAsked)),
            ]),
            result.isNew ? .created : .ok
        )
    }
}
