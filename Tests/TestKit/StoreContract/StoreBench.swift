package import Calls
package import Deliveries
package import People
package import Reviews
import Synchronization
import Testing

/// A store on the bench, with the steps that rules are made of.
package struct StoreBench: Sendable {
    package let store: any StoreUnderTest
    /// Opens the same database once more, as another process would.
    package let another: @Sendable () async throws -> any StoreUnderTest
    private let timed: (@Sendable (SteadyTime) async throws -> any StoreUnderTest)?

    /// - Parameters:
    ///   - store: The store.
    ///   - timed: As `another`, with a clock for what must not hang on a time of day; only the law of a store needs it.
    ///   - another: Opens the same database once more.
    package init(
        _ store: any StoreUnderTest,
        timed: (@Sendable (SteadyTime) async throws -> any StoreUnderTest)? = nil,
        another: @escaping @Sendable () async throws -> any StoreUnderTest
    ) {
        self.store = store
        self.timed = timed
        self.another = another
    }

    /// Another process at the same database, for which time passes as it is told.
    package func another(in time: SteadyTime) async throws -> StoreBench {
        guard let timed else { throw Unexpected(what: "nobody can open this database in a time of its own") }
        return StoreBench(try await timed(time), timed: timed, another: another)
    }

    /// The moment at which everything begins.
    package var start: Timestamp { Samples.start }

    /// Adds people `p1`, `p2`, … who said yes to the channels.
    package func addPeople(_ count: Int, on channels: [ChannelID] = [MailChannel.id]) async throws {
        let consents = Dictionary(uniqueKeysWithValues: channels.map { ($0, ConsentState.granted) })
        try await add((1...count).map { try Samples.record($0, consents) })
    }

    /// Adds records; none may be rejected.
    package func add(_ records: [PersonRecord]) async throws {
        for verdict in try await store.take(records, by: "test", now: start) {
            if case .rejected(let reason) = verdict { Issue.record("a sample was rejected: \(reason)") }
        }
    }

    /// Submits a call; what comes of it must be a new call.
    @discardableResult
    package func submit(
        _ call: Call,
        _ drivers: [any ChannelDriver] = [ScriptedDriver<MailChannel>()],
        at now: Timestamp = Samples.start
    ) async throws -> Plan {
        let submission = try await store.submit(Samples.planning(call, drivers), agreed: nil, now: now)
        guard case .queued(let plan) = submission else { throw Unexpected(what: "\(call.slug) was submitted before") }
        return plan
    }

    /// The whole way to a queue: people who said yes to mail, and a call to all of them.
    @discardableResult
    package func queue(
        _ count: Int,
        slug: String = "hearing",
        expiresAt: Timestamp? = nil,
        _ drivers: [any ChannelDriver] = [ScriptedDriver<MailChannel>()]
    ) async throws -> Plan {
        try await addPeople(count, on: drivers.map { type(of: $0).id })
        return try await submit(Samples.call(slug, expiresAt: expiresAt), drivers)
    }

    package func enlist(at now: Timestamp = Samples.start) async throws -> WorkerNumber {
        try await store.enlist(now: now)
    }

    package func claim(
        _ limit: Int = 100,
        _ channel: any ScriptedChannel.Type = MailChannel.self,
        by worker: WorkerNumber,
        at now: Timestamp = Samples.start
    ) async throws -> [Claimed] {
        try await store.claim(ClaimRequest(channel: channel.profile, limit: limit, worker: worker, now: now))
    }

    /// Applies one transition to all of them.
    @discardableResult
    package func settle(
        _ claimed: [Claimed],
        _ transition: Transition = .sent(reference: nil),
        by worker: WorkerNumber,
        at now: Timestamp = Samples.start
    ) async throws -> Int {
        let settlements = claimed.map { Settlement($0.item.delivery, transition) }
        return try await store.settle(settlements, worker: worker, now: now)
    }

    /// Claims as a worker that ends before it settles.
    package func claimAndDie(
        _ limit: Int = 100,
        _ channel: any ScriptedChannel.Type = MailChannel.self
    ) async throws -> (worker: WorkerNumber, claimed: [Claimed]) {
        let worker = try await enlist()
        let claimed = try await claim(limit, channel, by: worker)
        try await store.discharge(worker)
        return (worker, claimed)
    }

    package func rescue(
        _ repeating: Set<ChannelID> = [MailChannel.id, SheetChannel.id],
        channels: Set<ChannelID> = [MailChannel.id, TextChannel.id, SheetChannel.id],
        silence: Duration = .seconds(3_600),
        at now: Timestamp = Samples.start
    )
        async throws -> Int
    {
        try await store.rescue(channels: channels, repeating: repeating, silence: silence, now: now)
    }

    /// Withdraws a person's consent.
    package func withdraw(_ person: String, from channel: ChannelID = MailChannel.id, at now: Timestamp = Samples.start)
        async throws
    {
        let change = ConsentChange(channel: channel, state: .withdrawn, at: now, source: "a reply")
        _ = try await store.record(change, of: PersonID(rawValue: person), by: "test", now: now)
    }

    /// Notes that a person did what a call asks.
    @discardableResult
    package func complete(_ slug: String, _ person: String, via: String = "", at now: Timestamp = Samples.start)
        async throws -> CompletionResult?
    {
        let completion = Completion(at: now, via: via, evidence: "a reply")
        return try await store.complete(slug, PersonID(rawValue: person), completion, now: now)
    }
}

/// Something that a rule did not reckon with.
struct Unexpected: Error {
    let what: String
}
