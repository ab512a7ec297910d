import App
import ArgumentParser
import Calls
import Deliveries
import People
import Reviews
import StoreSQLite
import Synchronization

/// `clarion log`.
struct Log: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show deliveries, the newest first.")

    @OptionGroup var place: Place
    @OptionGroup var output: FormatOption

    @Option(name: .long, help: ArgumentHelp("Only this call's.", valueName: "call"))
    var call: String?
    @Option(name: .long, help: ArgumentHelp("Only this channel's.", valueName: "channel"))
    var channel: String?
    @Option(
        name: .long,
        help: "Only those in this state: \(DeliveryState.allCases.map(\.rawValue).joined(separator: ", "))."
    )
    var state: DeliveryState?
    @Option(name: .long, help: ArgumentHelp("Only this person's.", valueName: "id"))
    var person: String?
    @Option(name: .long, help: ArgumentHelp("At most so many.", valueName: "count"))
    var limit: Int?
    @Flag(name: .long, help: "Show addresses in full.")
    var addresses = false
    @Flag(name: .long, help: "Go on and show what changes, as it changes.")
    var follow = false

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
        if follow && (output.format == .json || limit != nil) {
            throw ValidationError("--follow goes with --format table, jsonl or csv, and without --limit.")
        }
    }

    func run() async throws {
        try await reporting {
            let store = try place.store()
            try await checkNames(store)
            var query = LogQuery()
            query.call = call
            query.channel = channel.map(ChannelID.init(rawValue:))
            query.state = state
            query.person = person.map(PersonID.init(rawValue:))
            query.limit = limit
            query.showsAddresses = addresses
            let listing = Mutex(Listing(output.format, columns: Self.columns))
            let last = Mutex(LogPlace(at: .now, number: DeliveryNumber(rawValue: .max)))
            if follow { query.limit = 20 }
            try await store.log(query) { entry in listing.withLock { $0.row(entry.cells, json: entry.json) } }
            guard follow else {
                listing.withLock { $0.end(nothing: "No delivery fits.") }
                return
            }
            query.limit = nil
            while !Task.isCancelled {
                query.after = last.withLock { $0 }
                try await store.log(query) { entry in
                    last.withLock { $0 = LogPlace(at: entry.at, number: entry.number) }
                    listing.withLock { $0.row(entry.cells, json: entry.json) }
                }
                try await Task.sleep(for: .milliseconds(300))
            }
        }
    }

    /// A mistyped name would show an empty log, which reads like good news.
    private func checkNames(_ store: SQLiteStore) async throws {
        if let call, try await store.status(of: call, now: .now) == nil {
            throw Failure(.noInput, "There is no call '\(call)'. 'clarion status' lists the calls.")
        }
        if let person, try await store.person(PersonID(rawValue: person)) == nil {
            throw Failure(.noInput, "There is no person '\(person)'. 'clarion people list' lists them.")
        }
    }

    private static let columns: [Listing.Column] = [
        .init(name: "at", width: 24), .init(name: "call", width: 16), .init(name: "person", width: 10),
        .init(name: "channel", width: 8), .init(name: "state", width: 9), .init(name: "attempts", width: 8),
        .init(name: "address", width: 24), .init(name: "reason", width: 0),
    ]
}

extension DeliveryState: ExpressibleByArgument {}

extension LogEntry {
    fileprivate var cells: [String] {
        [
            at.description, call, person.rawValue, channel.rawValue, state.rawValue, String(attempts), address,
            reason ?? "",
        ]
    }

    fileprivate var json: JSON {
        .object([
            ("call", .text(call)), ("person", .text(person.rawValue)), ("channel", .text(channel.rawValue)),
            ("purpose", .text(purpose)), ("state", .text(state.rawValue)), ("reason", .text(reason)),
            ("attempts", .number(attempts)), ("due", .text(due?.description)), ("at", .text(at.description)),
            ("reference", .text(reference)), ("address", .text(address)),
            ("answer", .text(answer)),
        ])
    }
}
