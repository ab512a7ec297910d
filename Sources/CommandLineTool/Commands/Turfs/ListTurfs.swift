import App
import ArgumentParser
import Calls
import Deliveries
import Reviews

/// `clarion turf list`.
struct ListTurfs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show the turfs: how large each is, who walks it, and how much of it is entered."
    )

    @OptionGroup var place: Place
    @OptionGroup var output: FormatOption
    @Argument(help: "Only this call's.") var call: String?

    func run() async throws {
        try await reporting {
            let channel = try place.turfMaker().channel
            let turfs: [TurfStanding]
            do { turfs = try await place.store().turfs(of: call, on: channel) } catch let error as TurfError {
                throw Failure(turfs: error)
            }
            var listing = Listing(
                output.format,
                columns: [
                    .init(name: "turf", width: 8), .init(name: "call", width: 20), .init(name: "doors", width: 5),
                    .init(name: "people", width: 6), .init(name: "state", width: 7), .init(name: "entered", width: 8),
                    .init(name: "who", width: 0),
                ]
            )
            for turf in turfs {
                listing.row(
                    [
                        "\(turf.id)", turf.call, "\(turf.doors)", "\(turf.people)", turf.state,
                        "\(turf.answered)/\(turf.people)", turf.walker,
                    ],
                    json: .object([
                        ("turf", .text("\(turf.id)")), ("call", .text(turf.call)), ("doors", .number(turf.doors)),
                        ("people", .number(turf.people)), ("state", .text(turf.state)),
                        ("entered", .number(turf.answered)),
                        ("walker", turf.walker.isEmpty ? .null : .text(turf.walker)),
                    ])
                )
            }
            listing.end(nothing: "No turf was cut: 'clarion turf cut CALL'.")
        }
    }
}

extension TurfStanding {
    /// Whether its sheets are printed already.
    var state: String { isPrinted ? "printed" : "cut" }
}
