import Accounts
import Calls
import Deliveries
import HTTPTypes
import People
import Reviews

/// Finding people, what is known of one, and why they were or were not asked.
///
/// Names are shown to those who may see people; addresses stay masked even for them.
struct PeopleOperations {
    let api: API
    private var site: WebSite { api.site }

    private static let lengths = 1...200
    private static let usualLength = 50

    var all: [APIOperation] {
        [
            APIOperation(
                method: .get,
                path: "/people",
                name: "findPeople",
                summary: "People by id, mailbox, phone number, or parts of a name or street.",
                permission: .seePeople,
                parameters: [
                    APIParameter(name: "q", summary: "What to look for.", isRequired: true),
                    APIParameter(
                        name: "limit",
                        summary: "At most so many.",
                        kind: .number(Self.lengths, standard: Self.usualLength)
                    ),
                ],
                answers: [(.ok, "People", "Who was found, by name, and whether there are more.")],
                act: search
            ),
            APIOperation(
                method: .get,
                path: "/people/{person}",
                name: "showPerson",
                summary: "A person, with every line of their consent ledger.",
                permission: .seePeople,
                answers: [(.ok, "PersonWithConsent", "The person.")],
                act: show
            ),
            APIOperation(
                method: .get,
                path: "/calls/{call}/people/{person}",
                name: "explainDecision",
                summary: "Why a person was or was not asked, by which rule and entry.",
                permission: .seePeople,
                answers: [(.ok, "Explanation", "Channel by channel.")],
                act: explain
            ),
        ]
    }

    private func search(_ request: APIRequest) async throws -> APIAnswer {
        guard let search = PeopleSearch(request.query["q"] ?? "", region: site.organization.region) else {
            throw APIProblem(.badRequest, "'q' has only blanks, or is longer than anybody's name.")
        }
        let limit = try request.number("limit", in: Self.lengths, standard: Self.usualLength)
        let people = try await site.store.people(search, atMost: limit + 1)
        return APIAnswer(
            .object([
                ("people", .list(people.prefix(limit).map { .object($0.shown) })),
                ("more", .bool(people.count > limit)),
            ])
        )
    }

    private func show(_ request: APIRequest) async throws -> APIAnswer {
        guard let (person, records) = try await site.store.person(PersonID(rawValue: request["person"])) else {
            throw API.missing(person: request["person"])
        }
        return APIAnswer(
            .object(
                person.shown + [
                    ("language", .text(person.language)), ("timezone", .text(person.timezone)),
                    ("consents", .list(records.map(\.json))),
                ]
            )
        )
    }

    private func explain(_ request: APIRequest) async throws -> APIAnswer {
        let person = PersonID(rawValue: request["person"])
        guard let found = try await site.store.explain(request["call"], person) else {
            _ = try await api.status(request)
            throw API.missing(person: request["person"])
        }
        return APIAnswer(found.json)
    }
}

extension Person {
    /// By OSDI's names, addresses masked.
    fileprivate var shown: [(String, JSON)] {
        [
            ("id", .text(id.rawValue)), ("name", .text(fullName)), ("email", .text(email?.description)),
            ("phone", .text(phone?.description)), ("door", .text(door?.description)),
            ("tags", .list(tags.map { .text($0) })),
        ]
    }
}
