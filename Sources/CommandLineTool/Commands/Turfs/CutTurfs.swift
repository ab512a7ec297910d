import App
import ArgumentParser
import Calls
import Deliveries
import Reviews

/// `clarion turf cut CALL`.
struct CutTurfs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cut",
        abstract: "Cut what is queued of a call into turfs; each is printed as a file of its own, with a cover.",
        discussion: """
            Between 'clarion submit' and 'clarion work'. Cutting again keeps what stands: new doors join the nearest turf that \
            has room, a turf that became too large is split, an empty one is gone. What is printed stays as it is.
            """
    )

    @OptionGroup var place: Place
    @OptionGroup var output: FormatOption
    @Argument(help: "The call.") var call: String
    @Option(
        name: .long,
        help: ArgumentHelp(
            "At most so many doors in a new turf; 10 to 200, or the settings' doors_per_turf.",
            valueName: "n"
        )
    )
    var doors: Int?
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Begin with the turfs of an earlier call, and with those who walked them.",
            valueName: "call"
        )
    )
    var like: String?
    @Flag(name: .long, help: "Give up the turfs that stand, and who walks them.") var anew = false

    func validate() throws {
        if let doors, !(10...200).contains(doors) { throw ValidationError("--doors goes from 10 to 200.") }
        if like != nil, anew { throw ValidationError("--like begins with turfs, --anew without any: say one of them.") }
    }

    func run() async throws {
        try await reporting {
            let maker = try place.turfMaker()
            let size = doors ?? maker.doorsPerTurf
            let order = TurfOrder(call: call, channel: maker.channel, model: like, isAnew: anew)
            let cut: TurfCut
            do {
                cut = try await place.store().cut(order, now: .now) { doors, next in
                    maker.cut(doors, doorsPerTurf: size, next: next)
                }
            } catch let error as TurfError {
                throw Failure(turfs: error)
            }
            guard output.format != .table else { return Console.print(sentence(cut)) }
            let counts = [
                ("turfs", cut.turfs), ("doors", cut.doors), ("people", cut.people), ("added", cut.added),
                ("vanished", cut.vanished), ("moved", cut.moved), ("printed", cut.printed),
            ]
            var listing = Listing(output.format, columns: counts.map { .init(name: $0.0, width: 8) })
            listing.row(counts.map { "\($0.1)" }, json: .counts(counts))
            listing.end(nothing: "")
        }
    }

    private func sentence(_ cut: TurfCut) -> String {
        let size = cut.doors / max(1, cut.turfs)
        var parts = [
            "\(Self.count(cut.turfs, "turf", "turfs")) of '\(call)': \(Self.count(cut.doors, "door", "doors")) with "
                + "\(Self.count(cut.people, "person", "people")), about \(size) doors each"
        ]
        let more = [
            (cut.added == cut.turfs ? 0 : cut.added, "new"), (cut.vanished, "gone"),
            (cut.moved, cut.moved == 1 ? "door in another turf" : "doors in another turf"),
            (cut.printed, "printed before, as they were"),
        ]
        parts += more.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return parts.joined(separator: "; ") + "."
    }

    private static func count(_ number: Int, _ one: String, _ many: String) -> String {
        "\(number) \(number == 1 ? one : many)"
    }
}
