import ArgumentParser
import Glibc

/// The command `clarion`.
@main
struct Clarion: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clarion",
        abstract: "Carry a call to action to everyone who opted in, and see what came of it.",
        version: "0.1.0",
        subcommands: [],
        groupedSubcommands: [
            CommandGroup(name: "People", subcommands: [People.self, Consent.self]),
            CommandGroup(name: "Log-ins", subcommands: [AccountCommand.self, TokenCommand.self]),
            CommandGroup(
                name: "Calls",
                subcommands: [Check.self, Plan.self, Rehearse.self, Submit.self, Work.self, Serve.self]
            ),
            CommandGroup(
                name: "Looking back",
                subcommands: [
                    Status.self, Log.self, Explain.self, Complete.self, Bounces.self, Inbox.self, Suppressions.self,
                ]
            ),
            CommandGroup(name: "Paper", subcommands: [Turfs.self, Sheets.self]),
            CommandGroup(
                name: "Steering",
                subcommands: [Pause.self, Resume.self, Cancel.self, Retry.self]
            ),
            CommandGroup(
                name: "Operating",
                subcommands: [Doctor.self, DKIM.self, Backup.self, Migrate.self, WebhooksCommand.self]
            ),
        ]
    )

    @OptionGroup var place: Place

    /// Begins; a reader who goes away is told by ``Console``, not by a signal that would end a worker in mid-send.
    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        await main(nil)
        // The lanes' threads may still be closing their connections, and what libraries take down at a process's ordinary end they
        // would take from under them. Everything that matters is written by now.
        fflush(nil)
        _exit(0)
    }
}
