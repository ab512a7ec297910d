import App
import Calls
import ArgumentParser
import Foundation
import Reviews
import StoreSQLite

/// `clarion backup FILE`.
struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copy the database into one file, while everything goes on.",
        discussion: """
            The copy is of one moment, checked, and on the disk when the command ends. Nothing is ever written over.
            config/OPERATING.md says how to restore it.
            """
    )

    @OptionGroup var place: Place
    @OptionGroup var output: FormatOption

    @Argument(help: "The file to make.", completion: .file())
    var file: String

    func run() async throws {
        try await reporting {
            let (settings, _) = try place.settings()
            guard !settings.isPostgreSQL else {
                throw Failure(
                    .wrongCommandLine,
                    """
                    PostgreSQL makes its own copies, with one command while everything goes on:
                        pg_dump --format=custom --file='\(file)' "$CLARION_DATABASE"
                    and puts them back into an empty database with
                        pg_restore --exit-on-error --no-owner --dbname="$CLARION_DATABASE" '\(file)'
                    where CLARION_DATABASE is what stands under 'database:' in the settings.
                    """
                )
            }
            guard FileManager.default.fileExists(atPath: settings.database) else {
                throw Failure(.noInput, "There is no database '\(settings.database)' to copy.")
            }
            let store = try SQLiteStore(path: settings.database)
            let began = ContinuousClock.now
            let copy: DatabaseCopy
            do { copy = try await store.backUp(to: file) } catch let error as BackupError {
                throw Failure(error.isFree ? .unavailable : .wrongInput, error.description)
            }
            switch output.format {
            case .json, .jsonl:
                Console.print(
                    JSON.object([
                        ("file", .text(file)), ("bytes", .number(copy.bytes)),
                        ("consent_entries", .number(Int(copy.entries))),
                    ]).line
                )
            case .table, .csv:
                let size = String(format: "%.1f", Double(copy.bytes) / 1_000_000)
                let seconds = String(format: "%.1f", Double(began.duration(to: .now).milliseconds) / 1_000)
                Console.print(
                    "Copied \(size) MB to '\(file)' in \(seconds) s. The copy is whole, and its consent ledger holds: "
                        + "\(copy.entries) entries, unbroken."
                )
            }
        }
    }
}
