import App
import ArgumentParser
import Calls
import Deliveries
import People
import Reviews

/// `clarion consent …`.
struct Consent: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Add to a person's consent ledger, or show it.",
        subcommands: [GrantConsent.self, WithdrawConsent.self, ShowConsent.self]
    )
}

/// A channel's name as it was typed.
enum ChannelName {
    /// Makes sure that there is such a channel, also where the settings have none of it today.
    static func check(_ name: String) throws(ValidationError) {
        guard ChannelList.driver(named: name) == nil else { return }
        throw ValidationError(
            "'\(Listing.printable(name))' is no channel of this Clarion."
                + NearMatch.hint(for: name, among: ChannelList.names)
        )
    }
}

/// What both changes of consent need.
struct ConsentOptions: ParsableArguments {
    @Argument(help: "The person's id.") var person: String
    @Option(name: .long, help: "The channel: \(ChannelList.names.joined(separator: ", ")).") var channel: String
    @Option(name: .long, help: "How it is known: a form, a conversation, a reply.") var source = "told to an organizer"
    @Option(name: .long, help: "The exact words the person agreed to.") var wording = ""
    @Option(name: .long, help: "What proves it: a scan, a message's id, a link.") var evidence = ""

    func validate() throws {
        try ChannelName.check(channel)
    }

    func record(_ state: ConsentState, _ place: Place) async throws {
        try await reporting {
            let change = ConsentChange(
                channel: ChannelID(rawValue: channel),
                state: state,
                at: .now,
                source: source,
                wording: wording,
                evidence: evidence
            )
            let added = try await place.store()
                .record(change, of: PersonID(rawValue: person), by: "clarion consent", now: .now)
            switch added {
            case nil: throw Failure(.noInput, "There is no person '\(person)'. 'clarion people list' lists them.")
            case false?: Console.print("\(person) had \(state.rawValue) \(channel) already; nothing was added.")
            case true?: Console.print("\(person): \(channel) \(state.rawValue).")
            }
        }
    }
}

/// `clarion consent grant PERSON --channel C`.
struct GrantConsent: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "grant", abstract: "The person opted in.")

    @OptionGroup var place: Place
    @OptionGroup var options: ConsentOptions

    func run() async throws { try await options.record(.granted, place) }
}

/// `clarion consent withdraw PERSON --channel C`.
struct WithdrawConsent: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "withdraw", abstract: "The person opted out.")

    @OptionGroup var place: Place
    @OptionGroup var options: ConsentOptions

    func run() async throws { try await options.record(.withdrawn, place) }
}

/// `clarion consent show PERSON`.
struct ShowConsent: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "The person's ledger: a receipt.")

    @OptionGroup var place: Place
    @OptionGroup var output: FormatOption
    @Argument(help: "The person's id.") var person: String

    func run() async throws {
        try await reporting {
            let (_, records) = try await place.store().existing(person)
            guard output.format != .table else { return ConsentText.print(records, of: person) }
            var listing = Listing(
                output.format,
                columns: ["entry", "channel", "state", "at", "details"].map { .init(name: $0, width: 0) }
            )
            for record in records { listing.row(ConsentText.cells(record), json: record.json) }
            listing.end(nothing: "")
        }
    }
}
