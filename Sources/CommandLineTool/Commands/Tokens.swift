import Accounts
import App
import ArgumentParser
import Calls
import Reviews

/// `clarion token …`.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Look after the tokens with which programs use the API.",
        subcommands: [CreateToken.self, ListTokens.self, RevokeToken.self]
    )
}

/// `clarion token create TITLE --account NAME`.
struct CreateToken: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a token for a program; it is shown this once.",
        discussion: """
            A token belongs to a log-in and never does more than that log-in may: it ends with it, and with its password. Only \
            a digest is kept.
            """
    )

    @OptionGroup var place: Place
    @Argument(help: "What it is for, such as 'the map on our site'.") var title: String
    @Option(name: .long, help: ArgumentHelp("Whose it is.", valueName: "login")) var account: String
    @Option(
        name: .long,
        help:
            "What it may do: \(Role.allCases.map(\.rawValue).joined(separator: ", ")). Without it, what the log-in may."
    )
    var role: Role?

    func validate() throws {
        guard (1...100).contains(title.count), !title.allSatisfy(\.isWhitespace) else {
            throw ValidationError("Say in 1 to 100 signs what the token is for.")
        }
    }

    func run() async throws {
        try await reporting {
            guard let name = LoginName(rawValue: account) else {
                throw Failure(
                    .wrongCommandLine,
                    "'--account' must be the name of a log-in. 'clarion account list' shows them."
                )
            }
            let store = try await place.store()
            guard let owner = try await store.accounts().first(where: { $0.name == name }) else {
                throw AccountArgument.missing(name)
            }
            let role = role ?? owner.role
            guard owner.role.cut(to: role) == role else {
                throw Failure(
                    .wrongCommandLine,
                    "'\(name)' is \(owner.role.rawValue), so a token of theirs cannot be \(role.rawValue)."
                )
            }
            let credential = Credential(prefix: "clarion_")
            try await store.addToken(credential.digest, title: title, role: role, of: name, now: .now)
            Console.print(credential.text)
            Console.say("Keep it where you keep passwords: it is not shown again. It may do what \(role.rawValue) may.")
        }
    }
}

/// `clarion token list`.
struct ListTokens: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show the tokens, without their secrets."
    )

    @OptionGroup var place: Place
    @OptionGroup var output: FormatOption

    func run() async throws {
        try await reporting {
            var listing = Listing(
                output.format,
                columns: [
                    .init(name: "number", width: 6), .init(name: "title", width: 28), .init(name: "log-in", width: 16),
                    .init(name: "role", width: 10), .init(name: "since", width: 24), .init(name: "last used", width: 0),
                ]
            )
            for token in try await place.store().tokens(of: nil) {
                let last = token.lastUsed?.description
                listing.row(
                    [
                        String(token.number), token.title, token.account.rawValue, token.role.rawValue,
                        token.createdAt.description, last ?? "never",
                    ],
                    json: .object([
                        ("number", .number(Int(token.number))), ("title", .text(token.title)),
                        ("account", .text(token.account.rawValue)), ("role", .text(token.role.rawValue)),
                        ("created_at", .text(token.createdAt.description)), ("last_used", .text(last)),
                    ])
                )
            }
            listing.end(nothing: "There are no tokens. 'clarion token create TITLE --account NAME' makes one.")
        }
    }
}

/// `clarion token revoke NUMBER`.
struct RevokeToken: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "End a token; its next request is refused."
    )

    @OptionGroup var place: Place
    @Argument(help: "The token's number.") var number: Int64

    func run() async throws {
        try await reporting {
            guard try await place.store().revokeToken(number, of: nil) else {
                throw Failure(.noInput, "There is no token \(number). 'clarion token list' shows them.")
            }
            Console.print("Token \(number) is revoked.")
        }
    }
}
