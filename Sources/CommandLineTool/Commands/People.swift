import App
import ArgumentParser
import Calls
import Deliveries
import People
import Reviews

/// `clarion people …`.
struct People: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look after people: import, list, show, export, forget.",
        subcommands: [ImportPeople.self, ListPeople.self, ShowPerson.self, ExportPeople.self, ForgetPerson.self]
    )
}

/// `clarion people list`.
struct ListPeople: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List everybody.")

    @OptionGroup var place: Place
    @OptionGroup var output: FormatOption
    @Flag(name: .long, help: "Show addresses in full.") var addresses = false

    func run() async throws {
        try await reporting {
            let lister = PeopleLister(format: output.format, showsAddresses: addresses)
            try await place.store().people { person, consents in lister.show(person, consents) }
            lister.end()
        }
    }
}

/// `clarion people show ID`.
struct ShowPerson: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show all that is known of a person, with their consent and what they were asked."
    )

    @OptionGroup var place: Place
    @OptionGroup var output: FormatOption
    @Argument(help: "The person's id.") var id: String

    func run() async throws {
        try await reporting {
            let store = try await place.store()
            let (person, records) = try await store.existing(id)
            switch output.format {
            case .json, .jsonl:
                let members = person.members + [("consents", JSON.list(records.map(\.json)))]
                Console.print(JSON.object(members).line)
            case .table, .csv:
                for (name, value) in person.members {
                    guard let text = value.shown, !text.isEmpty else { continue }
                    Console.print(TerminalWidth.fit(name, 14) + Listing.printable(text))
                }
                Console.print("")
                ConsentText.print(records, of: id)
            }
        }
    }
}

/// `clarion people export`.
struct ExportPeople: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write everybody as CSV that can be imported again, with the consent in force."
    )

    @OptionGroup var place: Place

    func run() async throws {
        try await reporting {
            let store = try await place.store()
            let channels = try await store.consentChannels()
            let export = PeopleExport(attributes: try await store.attributeNames(), channels: channels)
            var bytes: [UInt8] = []
            export.appendHeader(to: &bytes)
            Console.write(bytes, to: 1)
            try await store.people { person, consents in
                var bytes: [UInt8] = []
                export.append(person, consents: consents, to: &bytes)
                Console.write(bytes, to: 1)
            }
        }
    }
}

/// `clarion people forget ID`.
struct ForgetPerson: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Erase a person.",
        discussion: """
            A keyed fingerprint of each address stays, so that a later import cannot bring the person back unasked. \
            The counts of calls stay true.
            """
    )

    @OptionGroup var place: Place
    @Argument(help: "The person's id.") var id: String

    func run() async throws {
        try await reporting {
            guard try await place.store().forget(PersonID(rawValue: id), now: .now) else {
                throw Failure(.noInput, "There is no person '\(id)'. 'clarion people list' lists them.")
            }
            Console.print("\(id) is forgotten.")
        }
    }
}

extension PeopleStore {
    /// A person who is there.
    func existing(_ id: String) async throws -> (Person, [ConsentRecord]) {
        guard let found = try await person(PersonID(rawValue: id)) else {
            throw Failure(.noInput, "There is no person '\(id)'. 'clarion people list' lists them.")
        }
        return found
    }
}

extension Person {
    /// By OSDI's names, in the order of a people file.
    var members: [(String, JSON)] {
        let fields = [
            "id", "given_name", "family_name", "email", "phone", "language", "timezone", "street", "unit", "locality",
            "region", "postal_code", "country",
        ]
        return fields.map { ($0, JSON.text(value(of: $0) ?? "")) } + [
            ("frequency", .text(frequency.rawValue)),
            ("tags", .list(tags.map { .text($0) })),
            ("attributes", .object(attributes.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) })),
        ]
    }
}

extension JSON {
    /// A member as it is shown to people.
    var shown: String? {
        switch self {
        case .text(let text): text
        case .number(let number): String(number)
        case .list(let values): values.compactMap(\.shown).joined(separator: ", ")
        case .object(let members): members.map { "\($0.0): \($0.1.shown ?? "")" }.joined(separator: ", ")
        case .bool, .null: nil
        }
    }
}
