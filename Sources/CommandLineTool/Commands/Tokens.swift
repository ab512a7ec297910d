import Accounts
import App
import ArgumentParser
import Calls

/// `clarion account token …`.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Look after the tokens with which programs use the API.",
        subcommands: [AddToken.self, ListTokens.self, RevokeToken.self]
    )
}

/// `clarion account token add NAME --title TEXT`.
struct AddToken: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Make a token; it is shown this once."
    )

    @OptionGroup var place: Place
    @OptionGroup var account: AccountArgument
    @Option(name: .long, help: "What it is for.") var title: String
    @Option(name: .long, help: "No more than so much, whatever the log-in may do.") var role: Role = .viewer

    func run() async throws {
        try await reporting {
            let name = try account.login()
            let store = try await place.store()
            guard try await store.passwordHash(of: name) != nil else { throw AccountArgument.missing(name) }
            let secret = Credential(prefix: "clarion_")
            try await store.addToken(secret.digest, title: title, role: role, of: name, now: .now)
            Console.say("Keep this; it is not shown again:")
            Console.print(secret.text)
        }
    }
}

/// `clarion account token list`.
struct ListTokens: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show the tokens, not their secrets."
    )

    @OptionGroup var place: Place
    @OptionGroup var output: FormatOption

    func run() async throws {
        try await reporting {
            var listing = Listing(
                output.format,
                columns: [
                    .init(name: "number", width: 6), .init(name: "account", width: 24), .init(name: "role", width: 10),
                    .init(name: "last used", width: 24), .init(name: "title", width: 0),
                ]
            )
            for token in try await place.store().tokens(of: nil) {
                let used = token.lastUsed?.description
                listing.row(
                    ["\(token.number)", token.account.rawValue, token.role.rawValue, used ?? "never", token.title],
                    json: .object([
                        ("number", .number(Int(token.number))), ("account", .text(token.account.rawValue)),
                        ("role", .text(token.role.rawValue)), ("title", .text(token.title)),
                        ("created_at", .text(token.createdAt.description)),
                        ("last_used", used.map(JSON.text) ?? .null),
                    ])
                )
            }
            listing.end(nothing: "There is no token. 'clarion account token add NAME --title TEXT' makes one.")
        }
    }
}

/// `clarion account token revoke NUMBER`.
struct RevokeToken: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "revoke", abstract: "End a token.")

    @OptionGroup var place: Place
    @Argument(help: "Its number in the list.") var number: Int64

    func run() async throws {
        try await reporting {
            guard try await place.store().revokeToken(number, of: nil) else {
                throw Failure(.noInput, "There is no token \(number). 'clarion account token list' shows them.")
            }
            Console.print("Token \(number) opens nothing any more.")
        }
    }
}
