import App
import ArgumentParser
import Calls
import Deliveries
import People
import Reviews
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
        if let channel { try ChannelName.check(channel) }
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
        if follow && (output.format == .json || limit != nil) {
            throw ValidationError("--follow goes with --format table, jsonl or csv, and without --limit.")
        }
    }

    func run() async throws {
        try await reporting {
            let store = try await place.store()
            try await checkNames(store)
            var query = LogQuery()
            query.call = call
            query.channel = channel.map(ChannelID.init(rawValue:))
            query.state = state
            query.person = person.map(PersonID.init(rawValue:))
            query.limit = limit
            query.showsAddresses = addresses
            let listing = Mutex(Listing(output.format, columns: Self.columns))
            let show: @Sendable (LogEntry) -> Void = { entry in
                listing.withLock { $0.row(entry.cells, json: entry.json) }
            }
            if follow { return try await Self.follow(store, query, show) }
            try await store.log(query, show)
            listing.withLock { $0.end(nothing: "No delivery fits.") }
        }
    }

    /// Shows the last few changes and then every further one, all in the order in which they happened.
    private static func follow(
        _ store: some ReviewStore,
        _ query: LogQuery,
        _ show: @escaping @Sendable (LogEntry) -> Void
    ) async throws {
        var query = query
        var place = try await store.logEnd(now: .now)
        let latest = Mutex<[LogEntry]>([])
        query.until = place
        query.limit = 20
        try await store.log(query) { entry in latest.withLock { $0.append(entry) } }
        for entry in latest.withLock({ $0 }).reversed() { show(entry) }
        query.limit = nil
        while !Task.isCancelled {
            try await Task.sleep(for: .milliseconds(300))
            let end = try await store.logEnd(now: .now)
            // A clock that was set back: changes go on from there.
            if end < place { place = LogPlace(at: end.at, number: DeliveryNumber(rawValue: .min)) }
            query.after = place
            query.until = end
            try await store.log(query, show)
            place = end
        }
    }

    /// A mistyped name would show an empty log, which reads like good news.
    private func checkNames(_ store: any Store) async throws {
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
}
