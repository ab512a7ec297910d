import App
import ArgumentParser
import Calls
import Deliveries
import Foundation
import People
import Reviews

/// `clarion people import FILE.csv`.
struct ImportPeople: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Add and update people and their consent from a CSV file.",
        discussion: """
            Rows that cannot be taken go to FILE.rejected.csv with line and reason; mended, that file can be imported as \
            it is. Importing twice changes nothing, and never turns a withdrawal into a grant.
            """
    )

    @OptionGroup var place: Place
    @OptionGroup var output: FormatOption

    @Argument(help: "The people file.", completion: .file(extensions: ["csv"]))
    var file: String
    @Option(name: .long, help: "How the consent in the file is known, where it does not say itself.")
    var source: String?
    @Flag(name: .long, help: "Say what would change; write nothing.")
    var dryRun = false

    func run() async throws {
        try await reporting {
            let (settings, _) = try place.settings()
            let store = try await Place.open(settings)
            let name = URL(filePath: file).lastPathComponent
            let rejects = dryRun ? nil : Self.rejectedPath(file)
            let importer = PeopleImporter(
                path: file,
                organization: settings.organization,
                source: source ?? "import of \(name)",
                rejectedPath: rejects
            )
            let counts =
                dryRun
                ? try await Rehearsing.onCopy(of: store) { try await importer.run(into: $0) }
                : try await importer.run(into: store)
            report(counts, rejects)
            if counts.rejected > 0 { throw ExitCode(Failure.Code.somethingToLookAt.rawValue) }
        }
    }

    private func report(_ counts: ImportCounts, _ rejects: String?) {
        let rejectedFile = counts.rejected > 0 ? rejects : nil
        if output.format == .json || output.format == .jsonl {
            Console.print(
                JSON.object([
                    ("read", .number(counts.read)), ("added", .number(counts.added)),
                    ("updated", .number(counts.updated)), ("unchanged", .number(counts.unchanged)),
                    ("rejected", .number(counts.rejected)), ("rejected_file", .text(rejectedFile)),
                ]).line
            )
        } else {
            Console.print(
                "\(dryRun ? "Would read" : "Read") \(counts.read) \(counts.read == 1 ? "row" : "rows"): "
                    + "\(counts.added) added, \(counts.updated) updated, "
                    + "\(counts.unchanged) unchanged, \(counts.rejected) rejected."
            )
        }
        if let first = counts.firstRejection { Console.say("First rejected row: \(first)") }
        if let rejectedFile { Console.say("The rejected rows are in \(rejectedFile), each with its reason.") }
    }

    static func rejectedPath(_ file: String) -> String {
        let stem = file.lowercased().hasSuffix(".csv") ? String(file.dropLast(4)) : file
        return stem + ".rejected.csv"
    }
}
