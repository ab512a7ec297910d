import Accounts
import Calls
import Deliveries
import HTTPTypes
import Hummingbird
import People
import Reviews

/// Finding a person, what we know of them, and why they were or were not asked.
///
/// Names are shown to those who may see people; addresses stay masked even for them.
struct PeoplePages {
    let office: Office

    private static let most = 50

    func add(to routes: GuardedRoutes) {
        routes.add("/people", .seePeople, search)
        routes.add("/person", .seePeople, show)
        routes.add("/calls/:call/why", .seePeople, explain)
    }

    private func search(_ request: Request, _ context: VisitorContext, _ organizer: Organizer) async throws -> Response
    {
        let text = try QueryText.values(request)["q"] ?? ""
        var view = office.view(office.texts.text("people_title"), organizer, place: "people")
        view.set("search", text)
        guard let search = PeopleSearch(text, region: office.site.organization.region) else {
            view.set("searched", false)
            let isBlank = text.allSatisfy(\.isWhitespace)
            view.set("problem", isBlank ? nil : office.texts.text("people_unusable"))
            view.set("people", [[String: Any]]())
            return try office.site.page("office_people", view)
        }
        let people = try await office.site.store.people(search, atMost: Self.most + 1)
        view.set("searched", true)
        view.set("people", people.prefix(Self.most).map(row))
        view.set(
            "found",
            people.count > Self.most
                ? office.texts.text("found_more", count: Self.most) : office.texts.text("found", count: people.count)
        )
        return try office.site.page("office_people", view)
    }

    private func row(_ person: Person) -> [String: Any] {
        [
            "name": office.name(of: person), "id": person.id.rawValue, "link": office.personPath(person.id),
            "addresses": addresses(of: person),
        ]
    }

    private func addresses(of person: Person) -> String {
        [AddressKind.mailbox, .textPhone, .door].map { person.maskedAddress(by: $0) }.filter { !$0.isEmpty }
            .joined(separator: ", ")
    }

    private func show(_ request: Request, _ context: VisitorContext, _ organizer: Organizer) async throws -> Response {
        let id = PersonID(rawValue: try QueryText.values(request)["id"] ?? "")
        guard let (person, records) = try await office.site.store.person(id) else {
            return try office.missing(organizer)
        }
        let (texts, moments) = (office.texts, office.moments)
        var view = office.view(office.name(of: person), organizer, place: "people")
        view.set("id", id.rawValue)
        view.set("addresses", addresses(of: person).isEmpty ? nil : addresses(of: person))
        view.set("tags", person.tags.isEmpty ? nil : person.tags.joined(separator: ", "))
        view.set("language", person.language.isEmpty ? nil : person.language)
        view.set(
            "consents",
            records.reversed().map { record in
                [
                    "channel": texts.channelName(record.change.channel),
                    "state": texts.text("consent.\(record.change.state.rawValue)"),
                    "at": moments.written(record.change.at), "source": record.change.source,
                    "wording": PageView.shown(record.change.wording), "entry": String(record.sequence),
                ]
            }
        )
        let calls = try await office.site.store.statuses(now: office.site.now())
        view.set(
            "calls",
            calls.prefix(20).map { call in
                let query = QueryText.joined([("person", id.rawValue)])
                return ["title": call.title, "link": office.path(of: call.call, "/why\(query)")]
            }
        )
        view.set("log_link", office.path("/log\(QueryText.joined([("person", id.rawValue)]))"))
        return try office.site.page("office_person", view)
    }

    private func explain(_ request: Request, _ context: VisitorContext, _ organizer: Organizer) async throws -> Response
    {
        let id = PersonID(rawValue: try QueryText.values(request)["person"] ?? "")
        guard let slug = context.parameters.get("call"),
            let found = try await office.site.store.explain(slug, id),
            let (person, _) = try await office.site.store.person(id),
            let standing = try await office.site.store.standing(of: slug)
        else { return try office.missing(organizer) }
        let (texts, moments) = (office.texts, office.moments)
        let name = office.name(of: person)
        let title = texts.text("why_title", ["name": name, "call": standing.call.title])
        var view = office.view(title, organizer, place: "people")
        view.set("selected", texts.text(found.isSelected ? "why_selected" : "why_not_selected", ["name": name]))
        view.set(
            "completed",
            found.completion.map { done in
                let via = texts.find("via.\(done.via)") ?? done.via
                return texts.text("why_done", ["name": name, "at": moments.written(done.at), "via": via])
            }
        )
        view.set(
            "channels",
            found.channels.map { channel in
                let state = channel.state.map { texts.text("state.\($0.rawValue)") } ?? texts.text("why_no_delivery")
                let reason = channel.reason.map { texts.reason($0) }
                return [
                    "channel": texts.channelName(channel.id),
                    "verdict": [state, reason].compactMap { $0 }.joined(separator: ": "),
                    "consent": consent(channel.consent), "address": PageView.shown(channel.address),
                ]
            }
        )
        view.set("person_link", office.personPath(id))
        view.set("call_link", office.path(of: slug))
        view.set("call_title", standing.call.title)
        return try office.site.page("office_why", view)
    }

    private func consent(_ record: ConsentRecord?) -> String {
        guard let record else { return office.texts.text("why_silence") }
        return office.texts.text(
            "why_entry",
            [
                "entry": String(record.sequence), "state": office.texts.text("consent.\(record.change.state.rawValue)"),
                "at": office.moments.written(record.change.at), "source": record.change.source,
            ]
        )
    }
}

extension Office {
    /// Where a person's page lies; an id may hold any sign.
    func personPath(_ id: PersonID) -> String { path("/person?id=\(QueryText.encoded(id.rawValue))") }

    /// A person's name as those see it who may; the id where there is none.
    func name(of person: Person) -> String { person.fullName.isEmpty ? person.id.rawValue : person.fullName }
}
