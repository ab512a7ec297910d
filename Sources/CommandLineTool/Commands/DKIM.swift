import App
import ArgumentParser
import Foundation

/// `clarion dkim …`.
struct DKIM: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dkim",
        abstract: "Keys that sign mail.",
        subcommands: [CreateDKIMKey.self]
    )
}

/// `clarion dkim create FILE --selector S --domain D`.
struct CreateDKIMKey: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Write a new key that only you can read, and say what to put into the DNS."
    )

    @Argument(help: "The key's new file.", completion: .file()) var file: String
    @Option(name: .long, help: "The name under which the DNS has the key, such as clarion2026.") var selector: String
    @Option(name: .long, help: "The domain that mails come from.") var domain: String
    @Flag(name: .long, help: "An Ed25519 key, for a second signature beside RSA's.") var ed25519 = false

    func validate() throws {
        if !DKIMKeyFile.isName(selector) { throw ValidationError("A selector is made of letters, digits and hyphens.") }
        if !DKIMKeyFile.isName(domain) { throw ValidationError("The domain must be one such as riverside.example.") }
    }

    func run() async throws {
        try await reporting {
            let key: DKIMKeyFile
            do {
                key = try DKIMKeyFile.create(at: file, isEd25519: ed25519)
            } catch DKIMKeyFile.Fault.exists {
                throw Failure(.wrongInput, "'\(file)' is there already; a key is never written over. Name a new file.")
            } catch {
                throw Failure(.unavailable, "'\(file)' cannot be written.")
            }
            let prefix = ed25519 ? "dkim_ed25519" : "dkim"
            Console.say("The key is in \(file). Put this into the DNS, then these two lines under channels.email:")
            Console.say("    \(prefix)_selector: \(selector)\n    \(prefix)_key_file: \(file)")
            Console.print(key.zoneLine(selector: selector, domain: domain))
        }
    }
}
