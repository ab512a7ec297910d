import App
import ArgumentParser
import Calls
import Deliveries
import People
import Reviews

/// `clarion suppressions …`.
struct Suppressions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Addresses that are struck out, and why.",
        subcommands: [ListSuppressions.self, LiftSuppression.self],
        defaultSubcommand: ListSuppressions.self
    )
}

/// `clarion suppressions list`.
struct ListSuppressions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Every address that is struck out, with those who bear it."
    )

    @OptionGroup var place: Place
    @OptionGroup var output: FormatOption

    private static let columns: [Listing.Column] = [
        .init(name: "at", width: 24), .init(name: "address", width: 10), .init(name: "reason", width: 13),
        .init(name: "channel", width: 8), .init(name: "people", width: 0),
    ]

    func run() async throws {
        try await reporting {
            var listing = Listing(output.format, columns: Self.columns)
            for found in try await place.store().suppressions() {
                let people = found.people.map(\.rawValue)
                listing.row(
                    [
                        found.at.description, found.kind.rawValue, found.reason.rawValue, found.channel.rawValue,
                        people.joined(separator: " "),
                    ],
                    json: .object([
                        ("at", .text(found.at.description)), ("address", .text(found.kind.rawValue)),
                        ("reason", .text(found.reason.rawValue)), ("channel", .text(found.channel.rawValue)),
                        ("people", .list(people.map { .text($0) })),
                    ])
                )
            }
            listing.end(nothing: "No address is struck out.")
        }
    }
}

/// `clarion suppressions lift PERSON`.
struct LiftSuppression: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lift",
        abstract: "Use an address again from which messages came back, or which a sheet or card struck out.",
        discussion: """
            What stands on the sheet stays as it is. A STOP is the person's own word: only they, or 'clarion consent grant' \
            with what they said, end it.
            """
    )

    /// As people call it; what the list prints is understood as well.
    enum Address: String, ExpressibleByArgument, CaseIterable {
        case mailbox, phone, door, every

        var kinds: [StruckKind] {
            switch self {
            case .mailbox: [.mailbox]
            // One number for calls and texts.
            case .phone: [.textPhone, .voicePhone]
            case .door: [.door]
            case .every: [.every]
            }
        }

        var words: String { self == .every ? "whole record" : rawValue }

        init?(argument: String) {
            let found = Self.allCases.first { ([$0.rawValue] + $0.kinds.map(\.rawValue)).contains(argument) }
            guard let found else { return nil }
            self = found
        }
    }

    @OptionGroup var place: Place
    @Argument(help: "The id of a person who bears it.") var person: String
    @Option(
        name: .long,
        help: "Which, if several are struck out: \(Address.allCases.map(\.rawValue).joined(separator: ", "))."
    )
    var address: Address?
    @Option(name: .long, help: ArgumentHelp("Why; it is kept.", valueName: "text")) var because: String

    func validate() throws {
        if because.allSatisfy(\.isWhitespace) { throw ValidationError("--because must say why.") }
    }

    func run() async throws {
        try await reporting {
            let store = try await place.store()
            let id = PersonID(rawValue: person)
            let found = try await store.suppressions().filter { $0.people.contains(id) }
            let address = try address ?? only(found)
            switch try await store.lift(address.kinds, of: id, because: because, now: .now) {
            case nil: throw Failure(.noInput, "There is no person '\(person)'. 'clarion people list' lists them.")
            case 0?:
                Console.print(
                    "Nothing came back from \(person)'s \(address.words), and no sheet struck it out; nothing was changed."
                )
            case _? where address == .every: Console.print("\(person)'s addresses are used again.")
            case _?: Console.print("\(person)'s \(address.words) is used again.")
            }
            // A STOP is never lifted here, so what was read before still holds.
            if found.contains(where: { address.kinds.contains($0.kind) && $0.reason == .stop }) {
                Console.say(
                    "Its owner said STOP, so it stays struck out. If they told you otherwise since, record it: "
                        + "clarion consent grant \(person) --channel C --source … --wording …"
                )
            }
        }
    }

    /// The one address of the person that is struck out; their mailbox when none is.
    private func only(_ found: [Suppression]) throws -> Address {
        let struckOut = Address.allCases.filter { address in found.contains { address.kinds.contains($0.kind) } }
        guard struckOut.count > 1 else { return struckOut.first ?? .mailbox }
        let choices = struckOut.map { "--address \($0.rawValue)" }.joined(separator: " or ")
        throw Failure(.wrongCommandLine, "More than one address of \(person) is struck out. Say which: \(choices).")
    }
}
