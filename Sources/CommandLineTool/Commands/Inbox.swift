import App
import ArgumentParser
import Calls
import Deliveries
import People
import Reviews

/// `clarion inbox …`.
struct Inbox: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What people wrote that no rule could answer.",
        subcommands: [ListInbox.self, HandleMessage.self, PruneInbox.self],
        defaultSubcommand: ListInbox.self
    )
}

/// `clarion inbox list`.
struct ListInbox: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "What waits to be read, the oldest first.",
        discussion: """
            Texts of people who may have meant to opt out are held, later ones too, until you have seen to the message: \
            withdraw their consent with 'clarion consent withdraw', or note it with 'clarion inbox done NUMBER' and let the \
            held ones go with 'clarion retry CALL --state held'.
            """
    )

    @OptionGroup var place: Place
    @OptionGroup var output: FormatOption
    @Flag(name: .long, help: "Also what was seen to before.") var all = false
    @Flag(name: .long, help: "Show addresses in full.") var addresses = false

    private static let columns: [Listing.Column] = [
        .init(name: "number", width: 6), .init(name: "at", width: 24), .init(name: "channel", width: 7),
        .init(name: "person", width: 12), .init(name: "from", width: 16), .init(name: "opt-out?", width: 8),
        .init(name: "words", width: 0),
    ]

    func run() async throws {
        try await reporting {
            let messages = try await place.store().inbox(includingHandled: all)
            var listing = Listing(output.format, columns: Self.columns)
            for message in messages {
                let sender = addresses ? message.sender : Masking.mask(message.sender)
                listing.row(
                    [
                        String(message.number.rawValue), message.at.description, message.channel.rawValue,
                        message.person?.rawValue ?? "", sender, message.isPerhapsStop ? "perhaps" : "",
                        message.words,
                    ],
                    json: message.json(sender: sender)
                )
            }
            listing.end(nothing: "Nothing waits to be read.")
        }
    }
}

/// `clarion inbox done NUMBER`.
struct HandleMessage: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "done",
        abstract: "Note that a message was seen to."
    )

    @OptionGroup var place: Place
    @Argument(help: "The message's number.") var number: Int64
    @Option(name: .long, help: ArgumentHelp("Who has seen to it.", valueName: "name")) var by = "organizer"

    func run() async throws {
        try await reporting {
            let isNew = try await place.store().handle(InboxNumber(rawValue: number), by: by, now: .now)
            guard isNew else {
                throw Failure(.noInput, "No message \(number) waits to be read. 'clarion inbox' lists those that do.")
            }
            Console.print("Message \(number) was seen to.")
        }
    }
}

/// `clarion inbox prune`.
struct PruneInbox: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Forget messages that were seen to long ago.",
        discussion: """
            With them goes what is only kept to know an answer again, so that a mailbox which is older than that should not be \
            read again.
            """
    )

    @OptionGroup var place: Place
    @Option(name: .long, help: "What was seen to longer ago than so many days.") var days = 180

    func validate() throws {
        guard (7...36_500).contains(days) else {
            throw ValidationError("--days must be 7 or more: answers may be told again for so long.")
        }
    }

    func run() async throws {
        try await reporting {
            let moment = Timestamp.now + .seconds(-days * 86_400)
            let count = try await place.store().pruneAnswers(before: moment)
            Console.print(count == 1 ? "1 message forgotten." : "\(count) messages forgotten.")
        }
    }
}
