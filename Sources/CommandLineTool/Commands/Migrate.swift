import App
import ArgumentParser
import Deliveries
import Reviews

/// `clarion migrate --from FILE --to URL`.
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Move everything from a file to a PostgreSQL database.",
        discussion: """
            The database must exist and be empty, and neither 'clarion work' nor 'clarion serve' may run. Everything arrives, \
            checked, or nothing does; the file keeps what it has and takes nothing more: whoever still has it open is \
            refused. Afterwards write the new address under 'database:' in the settings.
            """
    )

    @Option(
        name: .long,
        help: ArgumentHelp("The file that holds the data now.", valueName: "file"),
        completion: .file()
    )
    var from: String
    @Option(name: .long, help: ArgumentHelp("The database that is to hold it.", valueName: "url"))
    var to: String
    @OptionGroup var output: FormatOption

    func run() async throws {
        try await reporting {
            _ = try InputFile.handle(from)
            let moved: Moved
            do {
                moved = try await Installation.move(from: from, to: to)
            } catch is DatabaseNameError {
                throw Failure(
                    .wrongCommandLine,
                    "--to names no PostgreSQL database. Write postgres://user:password@host:5432/name "
                        + "with signs such as @ : / in a password as %40 %3A %2F."
                )
            }
            report(moved)
        }
    }

    private func report(_ moved: Moved) {
        if output.format == .json || output.format == .jsonl {
            Console.print(JSON.object(moved.counts.map { ($0.table, JSON.number($0.rows)) }).line)
            return
        }
        for (table, rows) in moved.counts where rows > 0 { Console.print("\(rows) \(table)") }
        Console.print("Everything is moved and counted; the consent ledger holds: \(moved.ledger) entries, unbroken.")
        Console.say(
            "Write the new address under 'database:' in the settings, and keep \(from) as a backup: nothing is written to "
                + "it any more."
        )
    }
}
