import Accounts
import Calls
import Deliveries
import HTTPTypes
import People
import Reviews

/// Adding to the consent ledger: a yes that somebody can prove, and a no that holds at once.
struct ConsentOperations {
    let api: API
    private var site: WebSite { api.site }

    private var fields: [APIField] {
        let configured = site.channels.map(\.id)
        let others = MessageFile.wellKnownChannels.filter { !configured.contains($0) }
        return [
            APIField(
                name: "channel",
                summary: "The channel.",
                choices: (configured + others).map(\.rawValue),
                isRequired: true
            ),
            APIField(
                name: "source",
                summary: "How it is known: a form, a conversation, a reply.",
                limit: 500,
                isRequired: true
            ),
            APIField(name: "evidence", summary: "What proves it: a scan, a message's id, a link.", limit: 1_000),
        ]
    }

    var all: [APIOperation] {
        let wording = APIField(
            name: "wording",
            summary: "The exact words that the person agreed to.",
            limit: 4_000,
            isRequired: true
        )
        return [
            APIOperation(
                method: .post,
                path: "/people/{person}/consent/grant",
                name: "grantConsent",
                summary: "The person opted in, in these very words.",
                permission: .send,
                fields: fields + [wording],
                answers: [
                    (.created, "ConsentChange", "A line was added to the ledger."),
                    (.ok, "ConsentChange", "The person had opted in already; nothing was added."),
                ],
                act: grant
            ),
            APIOperation(
                method: .post,
                path: "/people/{person}/consent/withdraw",
                name: "withdrawConsent",
                summary: "The person opted out; so is everybody who shares the address. "
                    + "Answered when nothing of theirs is in a worker's hands any more, five seconds at most.",
                permission: .enterResults,
                fields: fields,
                answers: [
                    (.created, "ConsentChange", "A line was added to the ledger."),
                    (.ok, "ConsentChange", "The person had opted out already; nothing was added."),
                ],
                act: withdraw
            ),
        ]
    }

    private func grant(_ request: APIRequest) async throws -> APIAnswer {
        let channel = ChannelID(rawValue: request.fields["channel"] ?? "")
        let change = ConsentChange(
            channel: channel,
            state: .granted,
            at: site.now(),
            source: request.fields["source"] ?? "",
            wording: request.fields["wording"] ?? "",
            evidence: request.fields["evidence"] ?? ""
        )
        let added = try await site.store.record(
            change,
            of: PersonID(rawValue: request["person"]),
            by: request.who,
            now: site.now()
        )
        guard let added else { throw API.missing(person: request["person"]) }
        return answer(request, channel, .granted, isNew: added, isSettled: true)
    }

    private func withdraw(_ request: APIRequest) async throws -> APIAnswer {
        let channel = ChannelID(rawValue: request.fields["channel"] ?? "")
        guard let (person, records) = try await site.store.person(PersonID(rawValue: request["person"])) else {
            throw API.missing(person: request["person"])
        }
        let before = records.last { $0.change.channel == channel }?.change.state
        let evidence = request.fields["evidence"].flatMap { $0.isEmpty ? nil : ": \($0)" } ?? ""
        let isSettled = try await site.optOut(
            person,
            of: [channel],
            source: request.fields["source"] ?? "",
            evidence: request.who + evidence
        )
        return answer(request, channel, .withdrawn, isNew: before != .withdrawn, isSettled: isSettled)
    }

    private func answer(
        _ request: APIRequest,
        _ channel: ChannelID,
        _ state: ConsentState,
        isNew: Bool,
        isSettled: Bool
    ) -> APIAnswer {
        APIAnswer(
            .object([
                ("person", .text(request["person"])), ("channel", .text(channel.rawValue)),
                ("state", .text(state.rawValue)), ("changed", .bool(isNew)),
                ("may_still_arrive", .bool(!isSettled)),
            ]),
            isNew ? .created : .ok
        )
    }
}
