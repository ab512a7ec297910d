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
    @Option(name: .long, help: ArgumentHelp("The channel through which it is known.", valueName: "channel"))
    var via = "organizer"
    @Option(name: .long, help: ArgumentHelp("What proves it.", valueName: "text"))
    var evidence = ""

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
