import Accounts
import Calls
import Deliveries
import HTTPTypes
import Hummingbird
import People
import Reviews

/// Entering who did it, by the code at their row of a sheet, their id or their name: type, press Enter, type the next.
///
/// A code has a check digit and an id is whole, so they are noted at once. A name may be somebody else's, so it is asked about:
/// Enter once more says yes to the first that was found.
struct EntryPages {
    let office: Office
    private var site: WebSite { office.site }

    private static let mostFound = 9

    func add(to routes: GuardedRoutes) {
        routes.add(
            "/calls/:call/entry",
            .enterResults,
            { _, context, organizer in
                guard let call = try await standing(context) else { return try office.missing(organizer) }
                return try page(call, organizer, via: "canvass")
            },
            GuardedRoutes.Action(permission: .enterResults, act: enter)
        )
    }

    private func standing(_ context: VisitorContext) async throws -> CallStanding? {
        guard let slug = context.parameters.get("call") else { return nil }
        return try await site.store.standing(of: slug)
    }

    /// How a result may have come to us.
    private var ways: [String] {
        site.channels.map(\.id.rawValue).filter { $0 != "phone" } + ["phone", "organizer", "other"]
    }

    private func enter(_ context: VisitorContext, _ organizer: Organizer, _ form: SentForm) async throws -> Response {
        guard let call = try await standing(context) else { return try office.missing(organizer) }
        let slug = call.call.slug
        let via = ways.contains(form["via"]) ? form["via"] : "other"
        let texts = office.texts
        if !form["person"].isEmpty {
            let id = PersonID(rawValue: form["person"])
            return try await note(id, how: texts.text("entry_by_name"), call, organizer, via: via)
        }
        let typed = form["who"]
        // First what cannot be mistaken: a code of this very call, then an id.
        if let delivery = office.desk.readRowCode(typed), let visit = try await site.store.visit(delivery),
            visit.standing.call.slug == slug, !visit.isForgotten
        {
            return try await note(visit.person.id, how: texts.text("entry_by_code"), call, organizer, via: via)
        }
        guard let search = PeopleSearch(typed, region: site.organization.region) else {
            let problem = typed.allSatisfy(\.isWhitespace) ? "entry_empty" : "people_unusable"
            return try page(call, organizer, via: via, problem: texts.text(problem))
        }
        if let (person, _) = try await site.store.person(PersonID(rawValue: search.id)) {
            return try await note(person.id, how: texts.text("entry_by_id"), call, organizer, via: via)
        }
        let found = try await site.store.people(search, atMost: Self.mostFound + 1)
        if found.isEmpty {
            return try page(call, organizer, via: via, typed: typed, problem: texts.text("entry_nobody"))
        }
        if found.count > Self.mostFound {
            return try page(call, organizer, via: via, typed: typed, problem: texts.text("entry_many"))
        }
        return try page(call, organizer, via: via, typed: typed, found: found)
    }

    private func note(
        _ person: PersonID,
        how: String,
        _ call: CallStanding,
        _ organizer: Organizer,
        via: String
    ) async throws -> Response {
        let now = site.now()
        let evidence = office.texts.text("entry_evidence", ["who": organizer.name.rawValue, "how": how])
        let completion = Completion(at: now, via: via, evidence: evidence)
        guard let (known, _) = try await site.store.person(person),
            let result = try await site.store.complete(call.call.slug, person, completion, now: now),
            let after = try await site.store.standing(of: call.call.slug)
        else {
            return try page(call, organizer, via: via, problem: office.texts.text("entry_nobody"))
        }
        let values = ["name": office.name(of: known)]
        let name = !result.isNew ? "entry_before" : result.wasAsked ? "entry_noted" : "entry_noted_unasked"
        return try page(after, organizer, via: via, notice: office.texts.text(name, values))
    }

    private func page(
        _ call: CallStanding,
        _ organizer: Organizer,
        via: String,
        typed: String = "",
        notice: String? = nil,
        problem: String? = nil,
        found: [Person] = []
    ) throws -> Response {
        let texts = office.texts
        var view = office.view(texts.text("entry_title", ["call": call.call.title]), organizer, place: "calls")
        view.set("notice", notice)
        view.set("problem", problem)
        view.set("action", office.path(of: call.call.slug, "/entry"))
        view.set("back_link", office.path(of: call.call.slug))
        view.set("count", texts.text("done", count: call.done))
        view.set("typed", typed)
        view.set("via", via)
        view.set("asks", !found.isEmpty)
        view.set(
            "found",
            found.enumerated().map { index, person in
                [
                    "id": person.id.rawValue, "name": office.name(of: person), "is_first": index == 0,
                    "where": PageView.shown(person.maskedAddress(by: .door)),
                ]
            }
        )
        view.set(
            "ways",
            ways.map { way in
                ["value": way, "label": texts.find("via.\(way)") ?? way, "chosen": way == via]
            }
        )
        return try site.page("office_entry", view)
    }
}
