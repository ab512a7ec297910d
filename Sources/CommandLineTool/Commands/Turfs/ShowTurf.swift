import App
import ArgumentParser
import Deliveries
import People
import Reviews

/// `clarion turf show TURF`.
struct ShowTurf: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a turf's doors in the order in which they are walked."
    )

    @OptionGroup var place: Place
    @OptionGroup var output: FormatOption
    @Argument(help: "The turf, as 'clarion turf list' shows it: T1-3.") var turf: String

    func run() async throws {
        try await reporting {
            let maker = try place.turfMaker()
            let id = try TurfID(typed: turf)
            guard let (standing, lines) = try await place.store().turf(id, on: maker.channel) else { throw id.absence }
            if output.format == .table { Console.say(Self.heading(standing)) }
            let answered = Set(lines.filter { $0.answer != nil }.map(\.item.delivery))
            var listing = Listing(
                output.format,
                columns: [
                    .init(name: "no", width: 4), .init(name: "door", width: 40), .init(name: "place", width: 20),
                    .init(name: "people", width: 6), .init(name: "entered", width: 0),
                ]
            )
            for (index, people) in maker.walk(lines.map(\.item)).enumerated() {
                guard let door = people.first?.person.door else { continue }
                let entered = people.count { answered.contains($0.delivery) }
                listing.row(
                    [
                        "\(index + 1)", [door.street, door.unit].filter { !$0.isEmpty }.joined(separator: ", "),
                        door.locality, "\(people.count)", "\(entered)/\(people.count)",
                    ],
                    json: .object([
                        ("turf", .text("\(id)")), ("number", .number(index + 1)), ("street", .text(door.street)),
                        ("unit", .text(door.unit)), ("locality", .text(door.locality)),
                        ("people", .number(people.count)), ("entered", .number(entered)),
                    ])
                )
            }
            listing.end(nothing: "Nobody is left to be visited there.")
        }
    }

    private static func heading(_ turf: TurfStanding) -> String {
        let doors = turf.doors == 1 ? "1 door" : "\(turf.doors) doors"
        let people = turf.people == 1 ? "1 person" : "\(turf.people) people"
        let walker = turf.walker.isEmpty ? "walked by nobody yet" : "walked by \(Listing.printable(turf.walker))"
        return "\(turf.id) of '\(turf.call)': \(doors), \(people), \(walker), \(turf.state)."
    }
}
