import App
import ArgumentParser
import Calls
import Deliveries
import Reviews

/// `clarion status [CALL]`.
struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show goal and done, and how many deliveries stand where."
    )

    @OptionGroup var place: Place
    @OptionGroup var output: FormatOption

    @Argument(help: "The call; without it, all calls.")
    var call: String?

    func run() async throws {
        try await reporting {
            let settings = try place.settings().0
            let store = try await Place.open(settings)
            if let call {
                guard let status = try await store.status(of: call, now: .now) else {
                    throw Failure(.noInput, "There is no call '\(call)'. 'clarion status' lists the calls.")
                }
                switch output.format {
                case .json, .jsonl: Console.print(status.json.line)
                case .table, .csv:
                    StatusText(status: status, timezone: settings.organization.timezone).print()
                }
                return
            }
            var listing = Listing(output.format, columns: Self.columns)
            for status in try await store.statuses(now: .now) {
                let goal = status.goal.map { "\(status.done) of \($0)" } ?? String(status.done)
                listing.row(
                    [
                        status.call, status.course.rawValue, goal,
                        String(status.count(.queued) + status.count(.sending)),
                        status.title,
                    ],
                    json: status.json
                )
            }
            listing.end(nothing: "No call has been submitted yet.")
        }
    }

    private static let columns: [Listing.Column] = [
        .init(name: "call", width: 24), .init(name: "state", width: 9), .init(name: "done", width: 12),
        .init(name: "to go", width: 8), .init(name: "title", width: 0),
    ]
}

/// A call's numbers for people.
private struct StatusText {
    let status: CallStatus
    let timezone: String

    func print() {
        Console.print(Console.bold("\(Listing.printable(status.title)) (\(status.call))"))
        let people = status.audience == 1 ? "person" : "people"
        Console.print("\(status.course.rawValue), \(status.audience) \(people) in the audience\n")
        Console.print(done + "\n")
        if status.arrived > 0 {
            Console.print(
                "\(status.arrived) of them came by themselves, \(status.shared) through a link that somebody passed on\n"
            )
        }
        let states = DeliveryState.allCases
        var listing = Listing(
            .table,
            columns: [.init(name: "channel", width: 8)]
                + states.map { .init(name: $0.rawValue, width: max(6, $0.rawValue.count)) }
        )
        for channel in status.channels.keys.sorted() {
            listing.row(
                [channel.rawValue] + states.map { String(status.channels[channel]?[$0] ?? 0) },
                json: .null
            )
        }
        for (meeting, place) in [(Meeting.atDoors, "At the doors"), (.byPhone, "On the phone")] {
            let counts = ResultCode.allCases.compactMap { code in
                status.results(of: code, meeting).map { "\($0) \(code.meaning(meeting))" }
            }
            if !counts.isEmpty { Console.print("\n\(place): \(counts.joined(separator: ", ")).") }
        }
        if let waiting = status.waitingFor {
            Console.print("\nWaiting for \(LocalMoments(timezone: timezone).localized(waiting)).")
        }
    }

    private var done: String {
        let via = status.doneVia.sorted { $0.value > $1.value }.map { "\($0.value) via \($0.key)" }
        let how = via.isEmpty ? "" : " (\(via.joined(separator: ", ")))"
        guard let goal = status.goal else { return "\(status.done) did it\(how)" }
        let fraction = Double(status.done) / Double(goal)
        return "\(Bar.text(fraction, width: 30)) \(status.done) of \(goal) did it, \(Int(fraction * 100)) %\(how)"
    }
}
