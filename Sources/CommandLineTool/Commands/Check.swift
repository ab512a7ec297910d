import App
import ArgumentParser
import Calls
import Deliveries
import Foundation

/// `clarion check CALL.md`.
struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read a message file and report every fault with its line; send nothing."
    )

    @OptionGroup var place: Place
    @OptionGroup var callFile: CallFile

    func run() async throws {
        try await reporting {
            let installation = try place.installation()
            let call = try callFile.call(for: installation)
            try await callFile.located {
                try checkWords(installation.planning(call), attributes: try await attributes(installation))
            }
            for note in MessageFile.notes(on: call, configured: installation.channelIDs) {
                Console.say("Note: \(note)")
            }
            if let expiry = call.expiresAt, expiry <= .now {
                Console.say("Note: the call's expiryDate has passed; nobody would be asked.")
            }
            let channels = installation.drivers(for: call).map { type(of: $0).id.rawValue }
            let reach =
                channels.isEmpty ? "no channel is configured yet" : "ready for \(channels.joined(separator: ", "))"
            Console.print("\(call.title): \(reach).")
        }
    }

    /// The attributes that people have, where there is a database already; `nil` where there is none, and every name might
    /// be one.
    private func attributes(_ installation: Installation) async throws -> Set<String>? {
        guard FileManager.default.fileExists(atPath: installation.settings.database) else { return nil }
        return Set(try await Place.open(installation.settings).attributeNames())
    }

    private func checkWords(_ planning: Planning, attributes: Set<String>?) throws(WordsError) {
        _ = try planning.begin(attributes: attributes)
    }
}
