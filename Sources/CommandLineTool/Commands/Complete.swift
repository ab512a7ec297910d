import App
import ArgumentParser
import Calls
import People
import Reviews

/// `clarion complete CALL PERSON`.
struct Complete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Record that a person did it; withdraw what is still queued for that ask."
    )

    @OptionGroup var place: Place

    @Argument(help: "The call.")
    var call: String
    @Argument(help: "The person's id.")
    var person: String
    @Option(
        name: .long,
        help: ArgumentHelp(
            "How it is known: a channel, or \(ways.joined(separator: ", ")).",
            valueName: "channel"
        )
    )
    var via = "organizer"
    @Option(name: .long, help: ArgumentHelp("What proves it.", valueName: "text"))
    var evidence = ""

    /// What is no channel of ours and yet a way to learn of it.
    private static let ways = ["organizer", "web", "phone", "other"]

    func validate() throws {
        let known = ChannelList.names + Self.ways
        guard !known.contains(via) else { return }
        throw ValidationError("--via '\(via)' is no way to learn of it." + NearMatch.hint(for: via, among: known))
    }

    func run() async throws {
        try await reporting {
            let store = try await place.store()
            let completion = Completion(at: .now, via: via, evidence: evidence)
            let result = try await store.complete(call, PersonID(rawValue: person), completion, now: .now)
            guard let result else { throw try await Failure.unknown(call: call, person: person, in: store) }
            if !result.isNew {
                Console.print("\(person) had done it already; the first record stays.")
            } else if result.withdrawn > 0 {
                let what = result.withdrawn == 1 ? "1 queued delivery" : "\(result.withdrawn) queued deliveries"
                Console.print("\(person) did it. \(what) withdrawn.")
            } else {
                Console.print("\(person) did it.")
            }
            if !result.wasAsked { Console.say("\(person) was not in the call's audience; it counts all the same.") }
        }
    }
}
