import Accounts
import App
import ArgumentParser
import Calls
import People
import Reviews

/// `clarion account …`.
struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract: "Look after the log-ins of the web side.",
        subcommands: [
            AddAccount.self, ListAccounts.self, ChangeRole.self, ChangePassword.self, NoteAddresses.self,
            RemoveAccount.self,
        ]
    )
}

/// Whose log-in it is.
struct AccountArgument: ParsableArguments {
    @Argument(help: "The log-in's name: letters, digits, and . _ - @ +") var name: String

    func login() throws -> LoginName {
        guard let login = LoginName(rawValue: name) else {
            throw Failure(.wrongCommandLine, "A log-in has 1 to 64 letters, digits, or . _ - @ + and no blanks.")
        }
        return login
    }

    static func missing(_ name: LoginName) -> Failure {
        Failure(.noInput, "Nobody logs in as '\(name)'. 'clarion account list' shows who does.")
    }

    static func check(_ change: AccountChange, _ name: LoginName) throws {
        switch change {
        case .done: return
        case .noSuchAccount: throw missing(name)
        case .lastOwner:
            throw Failure(.wrongInput, "'\(name)' is the only owner. Make somebody else an owner first.")
        }
    }
}

extension Role: ExpressibleByArgument {}

/// `clarion account add NAME --role ROLE`.
struct AddAccount: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Let somebody in.",
        discussion: "The password is asked for, or read from standard input when that is not a terminal."
    )

    @OptionGroup var place: Place
    @OptionGroup var account: AccountArgument
    @Option(name: .long, help: "What they may do: \(Role.allCases.map(\.rawValue).joined(separator: ", ")).")
    var role: Role

    func run() async throws {
        try await reporting {
            let name = try account.login()
            let store = try await place.store()
            guard try await store.passwordHash(of: name) == nil else { throw Self.taken(name) }
            let hash = try PasswordHash(try PasswordPrompt.chosen(for: name))
            guard try await store.addAccount(name, role: role, hash, now: .now) else { throw Self.taken(name) }
            Console.print("'\(name)' may log in as \(role.rawValue).")
        }
    }

    private static func taken(_ name: LoginName) -> Failure {
        Failure(
            .wrongInput,
            "There is a log-in '\(name)' already. 'clarion account password \(name)' changes its password."
        )
    }
}

/// `clarion account list`.
struct ListAccounts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Show who may log in.")

    @OptionGroup var place: Place
    @OptionGroup var output: FormatOption

    func run() async throws {
        try await reporting {
            var listing = Listing(
                output.format,
                columns: [
                    .init(name: "name", width: 24), .init(name: "role", width: 10), .init(name: "since", width: 24),
                    .init(name: "last login", width: 0),
                ]
            )
            for account in try await place.store().accounts() {
                let last = account.lastLogin?.description
                listing.row(
                    [account.name.rawValue, account.role.rawValue, account.createdAt.description, last ?? "never"],
                    json: .object([
                        ("name", .text(account.name.rawValue)), ("role", .text(account.role.rawValue)),
                        ("created_at", .text(account.createdAt.description)),
                        ("last_login", last.map(JSON.text) ?? .null),
                    ])
                )
            }
            listing.end(nothing: "Nobody may log in yet. 'clarion account add NAME --role owner' begins.")
        }
    }
}

/// `clarion account role NAME ROLE`.
struct ChangeRole: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "role", abstract: "Change what somebody may do.")

    @OptionGroup var place: Place
    @OptionGroup var account: AccountArgument
    @Argument(help: "What they may do: \(Role.allCases.map(\.rawValue).joined(separator: ", ")).") var role: Role

    func run() async throws {
        try await reporting {
            let name = try account.login()
            try AccountArgument.check(try await place.store().setRole(role, of: name), name)
            Console.print("'\(name)' is \(role.rawValue) from now on.")
        }
    }
}

/// `clarion account password NAME`.
struct ChangePassword: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password",
        abstract: "Give a new password; ends the sessions and tokens of that log-in."
    )

    @OptionGroup var place: Place
    @OptionGroup var account: AccountArgument

    func run() async throws {
        try await reporting {
            let name = try account.login()
            let store = try await place.store()
            guard try await store.passwordHash(of: name) != nil else { throw AccountArgument.missing(name) }
            let hash = try PasswordHash(try PasswordPrompt.chosen(for: name))
            guard try await store.setPassword(hash, of: name) else { throw AccountArgument.missing(name) }
            Console.print("'\(name)' has a new password; whoever was logged in with the old one no longer is.")
        }
    }
}

/// `clarion account address NAME`.
struct NoteAddresses: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "address",
        abstract: "Note where test messages to somebody go: their own mailbox and phone.",
        discussion: "Without an option it shows what is noted. An empty text takes an address away."
    )

    @OptionGroup var place: Place
    @OptionGroup var account: AccountArgument
    @Option(name: .long, help: "Their own mailbox.") var email: String?
    @Option(name: .long, help: "Their own phone number.") var phone: String?

    func run() async throws {
        try await reporting {
            let name = try account.login()
            let settings = try place.settings().0
            let store = try await Place.open(settings)
            guard var addresses = try await store.ownAddresses(of: name) else { throw AccountArgument.missing(name) }
            do {
                if let email { addresses.email = email.isEmpty ? nil : try EmailAddress(email) }
            } catch {
                throw Failure(.wrongCommandLine, "The mailbox \(error).")
            }
            do {
                let region = settings.organization.region
                if let phone { addresses.phone = phone.isEmpty ? nil : try PhoneNumber(phone, region: region) }
            } catch {
                throw Failure(.wrongCommandLine, "The phone number \(error).")
            }
            if email != nil || phone != nil, try await !store.setOwnAddresses(addresses, of: name) {
                throw AccountArgument.missing(name)
            }
            let noted = [addresses.email.map { "\($0)" }, addresses.phone.map { "\($0)" }].compactMap(\.self)
            let list = noted.isEmpty ? "nowhere: no address is noted" : "to \(noted.joined(separator: " and "))"
            Console.print("Test messages to '\(name)' go \(list).")
        }
    }
}

/// `clarion account remove NAME`.
struct RemoveAccount: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "remove", abstract: "Take a log-in away.")

    @OptionGroup var place: Place
    @OptionGroup var account: AccountArgument

    func run() async throws {
        try await reporting {
            let name = try account.login()
            try AccountArgument.check(try await place.store().removeAccount(name), name)
            Console.print("'\(name)' may no longer log in.")
        }
    }
}
