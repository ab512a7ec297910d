import App
import ArgumentParser
import Deliveries
import Foundation

/// `clarion turf assign TURF… --to NAME`.
struct AssignTurfs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign",
        abstract: "Say who walks turfs; the name stands on the cover.",
        discussion: "Before they are printed. Who took which sheet along is noted with 'clarion sheets issue'."
    )

    @OptionGroup var place: Place
    @Argument(help: "The turfs, as 'clarion turf list' shows them: T1-3.") var turfs: [String]
    @Option(name: .long, help: ArgumentHelp("Who walks them.", valueName: "name")) var to: String

    private var walker: String { Listing.printable(to).trimmingCharacters(in: .whitespaces) }

    func validate() throws {
        if walker.isEmpty { throw ValidationError("Say who walks them: --to 'Ada Sample'.") }
        if walker.count > 200 { throw ValidationError("--to takes a name of 200 characters at most.") }
    }

    func run() async throws {
        try await reporting {
            let channel = try place.turfMaker().channel
            let ids = try turfs.map(TurfID.init(typed:))
            let noted = try await place.store().assign(ids, on: channel, to: walker)
            if !noted.isEmpty { Console.say("\(Self.list(noted)): \(walker) walks there.") }
            let printed = noted.filter(\.isPrinted)
            if !printed.isEmpty {
                Console.say("\(Self.list(printed)): printed already; write the name on the cover by hand.")
            }
            let missing = ids.filter { id in !noted.contains { $0.id == id } }
            guard let first = missing.first else { return }
            if noted.isEmpty { throw first.absence }
            let names = missing.map { "\($0)" }.joined(separator: ", ")
            throw Failure(.somethingToLookAt, "\(names): no such turf. 'clarion turf list' shows those there are.")
        }
    }

    private static func list(_ turfs: [TurfStanding]) -> String { turfs.map { "\($0.id)" }.joined(separator: ", ") }
}
