package import Calls
package import Deliveries
package import People
package import Reviews
import Synchronization
import Testing

extension StoreBench {
    /// The log as a list.
    package func log(_ narrow: (inout LogQuery) -> Void = { _ in }) async throws -> [LogEntry] {
        var query = LogQuery()
        narrow(&query)
        let entries = Box<LogEntry>()
        try await store.log(query) { entries.add($0) }
        return entries.all
    }

    /// A person's delivery.
    package func delivery(of person: String, _ channel: ChannelID = MailChannel.id, slug: String = "hearing")
        async throws
        -> LogEntry
    {
        let entries = try await log { query in
            query.call = slug
            query.channel = channel
            query.person = PersonID(rawValue: person)
        }
        return try #require(entries.first)
    }

    /// Where a call stands.
    package func status(_ slug: String = "hearing", at now: Timestamp = Samples.start) async throws -> CallStatus {
        try #require(try await store.status(of: slug, now: now))
    }

    /// How many deliveries of a call's channel stand in which state; states with none are left out.
    package func counts(_ slug: String = "hearing", _ channel: ChannelID = MailChannel.id) async throws
        -> [DeliveryState: Int]
    {
        (try await status(slug).channels[channel] ?? [:]).filter { $0.value != 0 }
    }

    /// Everybody, as the store shows them.
    package func people() async throws -> [Person] {
        let people = Box<Person>()
        try await store.people { person, _ in people.add(person) }
        return people.all
    }

    /// The last word of a person's ledger on a channel; `nil` is silence.
    package func consent(of person: PersonID, _ channel: ChannelID = MailChannel.id) async throws -> ConsentState? {
        try await store.person(person)?.1.last { $0.change.channel == channel }?.change.state
    }

    /// Checks that every count agrees with the deliveries, that each channel adds up to the audience, and that the
    /// store finds itself in order.
    package func expectBalance(_ step: String = "") async throws {
        var counted: [String: [ChannelID: [DeliveryState: Int]]] = [:]
        for entry in try await log() {
            counted[entry.call, default: [:]][entry.channel, default: [:]][entry.state, default: 0] += 1
        }
        for status in try await store.statuses(now: start) {
            for (channel, states) in status.channels {
                let sum = states.values.reduce(0, +)
                #expect(sum == status.audience, "\(step): \(status.call), \(channel)")
                let standing = states.filter { $0.value != 0 }
                #expect(standing == counted[status.call]?[channel] ?? [:], "\(step): \(status.call), \(channel)")
            }
        }
        for finding in try await store.examine() { #expect(finding.isGood, "\(step): \(finding.text)") }
    }
}

/// Gathers what a store shows one by one.
private final class Box<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])

    var all: [Element] { elements.withLock { $0 } }

    func add(_ element: Element) { elements.withLock { $0.append(element) } }
}
