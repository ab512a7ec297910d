/// One delivery, named as an outsider names it: whom it is for, and by which channel.
struct DeliveryID: Hashable, Comparable, Sendable {
    let person: String
    let channel: String

    static func < (left: DeliveryID, right: DeliveryID) -> Bool {
        (left.channel, left.person) < (right.channel, right.person)
    }
}

extension DeliveryID: CustomStringConvertible {
    var description: String { "\(channel) to \(person)" }
}

/// A message that a receiver took: the one witness that does not depend on Clarion.
struct Acceptance: Equatable, Sendable {
    let delivery: DeliveryID
    /// The Message-ID or the idempotency key; `nil` where the gateway's way of asking has no place for one.
    let identity: String?
}

/// A line of `log --format jsonl`, as far as it is counted.
struct LogLine: Decodable, Equatable, Sendable {
    let person: String
    let channel: String
    var state: String
    let reason: String?
    var attempts: Int
    var at: String
    let reference: String?

    var delivery: DeliveryID { DeliveryID(person: person, channel: channel) }
}

/// The counts of `status CALL --format json`.
struct Books: Decodable, Equatable, Sendable {
    var audience: Int
    var channels: [String: [String: Int]]
    let waiting: String?
    let state: String

    private enum CodingKeys: String, CodingKey {
        case audience, channels, state
        case waiting = "waiting_for"
    }
}

/// How long something took that has a limit.
struct Timing: Equatable, Sendable {
    let what: String
    var seconds: Double
    let limit: Double
}

/// Everything that is known when a round, or a part of it, is over.
struct Evidence: Sendable {
    /// How many people were asked, by the channels named.
    let people: Int
    let channels: [String]
    /// What the receivers took, in order.
    var accepted: [Acceptance] = []
    /// What Clarion says of each delivery.
    var log: [LogLine] = []
    /// What Clarion counted at every look, the last one at the end.
    var books: [Books] = []
    /// Messages whose answer can have been lost, because a process or a connection died on them, by channel.
    var inFlight: [String: Int] = [:]
    /// What had to be done in time.
    var timings: [Timing] = []
    /// The log as it was before somebody without a right to it came back; it must have stayed so.
    var settled: [LogLine]?

    /// Everyone who was to be asked, by every channel.
    var audience: [DeliveryID] {
        channels.flatMap { channel in
            (1...max(1, people)).map { DeliveryID(person: "p\($0)", channel: channel) }
        }
    }
}
