import Calls
import Rehearsal
import App
import ArgumentParser
import Deliveries
import People

/// `clarion rehearse CALL.md`.
struct Rehearse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the whole job against receivers of our own, and leave what would go out as files to look at."
    )

    @OptionGroup var place: Place
    @OptionGroup var callFile: CallFile

    @Option(name: .long, help: "Rehearse with these people instead of those in the database.", completion: .file())
    var people: String?
    @Option(name: .long, help: "The folder for what would go out.", completion: .directory)
    var output = "rehearsal"

    func run() async throws {
        try await reporting {
            let (settings, path) = try place.settings()
            let rehearsing = Rehearsing(
                settings: settings,
                settingsPath: path,
                callFile: callFile,
                people: people,
                output: output
            )
            let result = try await rehearsing.run()
            Console.print("Rehearsed '\(result.call)' with \(result.plan.audience) people; nothing left this machine.")
            for channel in result.plan.channels {
                let out = SkipReason.allCases.compactMap { reason in
                    channel.skip[reason].map { "\($0) \(reason.rawValue)" }
                }
                let why = out.isEmpty ? "" : "; left out: \(out.joined(separator: ", "))"
                Console.print("  \(TerminalWidth.fit(channel.id.rawValue, 8)) \(channel.send) asked\(why)")
            }
            for warning in result.plan.warnings { Console.print("  ! \(warning)") }
            Console.print("\(result.tally.sentence)")
            if result.status.failed + result.status.open > 0 {
                Console.say("\(result.status.failed) failed and \(result.status.open) are still queued.")
                throw ExitCode(Failure.Code.somethingToLookAt.rawValue)
            }
        }
    }
}
