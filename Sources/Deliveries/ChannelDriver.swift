public import Calls
public import People

/// A way of reaching people: email, text messages, a printed sheet.
///
/// ## What a driver promises
/// - It sees envelopes and nothing else: no list of people, no queue, no other channel.
/// - It never throws. Every failure is sorted into an ``Outcome``; when in doubt, a retry, or `unknown` where the message
///   may have gone out.
/// - It reports every item exactly once, as soon as it knows, from any thread, and returns after the last report.
/// - Calls of `deliver` overlap; the driver spreads them over its own lanes and never uses more lanes than configured.
/// - It asks ``Envelope/mayBegin`` right before an item's first byte leaves, and reports what may not be begun
///   `interrupted`: an opt-out counts until the last moment.
/// - It makes what the other side may use to tell a repetition from ``Item/key``.
/// - It stops soon after its task is cancelled: what is on the wire is finished, the rest is reported `interrupted`.
///
/// `DriverContract` in `TestKit` checks these promises; run it in the driver's own tests.
public protocol ChannelDriver: Sendable {
    /// The name used in message files and settings: lower case, one word.
    static var id: ChannelID { get }

    /// What it needs to know of a person.
    static var addressKind: AddressKind { get }

    /// The settings that a message file may say otherwise, for its call alone, under the channel's name.
    static var callOptions: [String] { get }

    /// Reads the channel's part of the settings.
    ///
    /// - Parameter settings: What stands under the channel's name.
    /// - Throws: ``ChannelSettingsError`` naming every fault, never showing a secret.
    init(settings: ChannelSettings) throws(ChannelSettingsError)

    /// How the worker should feed this driver.
    var pace: Pace { get }

    /// Limits the connections to the worker's share of ``Pace/connections``; until it is called, all of them may be used.
    ///
    /// When it has returned, none is opened beyond the share. Those beyond it are closed: idle ones at once, others after
    /// their present message. With a share of 0, what waits for a connection is reported `interrupted`.
    ///
    /// - Parameter lanes: 0 or more, at most ``Pace/connections``.
    func allot(lanes: Int)

    /// How many connections are open, or may be; nothing for a channel that does not limit them.
    var lanesOpen: Int { get }

    /// Begins a forecast of a call, for the plan: what it would take, and whether the words will do.
    ///
    /// - Parameter briefing: The call; its number is 0, since nothing is stored yet.
    /// - Returns: Something that is shown every person who would be asked.
    /// - Throws: ``WordsError`` when the words cannot be sent on this channel.
    func forecast(_ briefing: Briefing) throws(WordsError) -> any Forecaster

    /// Shows what one person would get; sends nothing.
    ///
    /// - Parameters:
    ///   - briefing: The call; its number is 0, since nothing is stored yet.
    ///   - person: Whom.
    /// - Returns: What the person would read.
    /// - Throws: ``WordsError`` when the words cannot be sent on this channel.
    func preview(_ briefing: Briefing, for person: Person) throws(WordsError) -> Preview

    /// Makes one attempt at every item of every envelope.
    ///
    /// - Parameters:
    ///   - envelopes: What is to be sent; of one call or of several.
    ///   - report: Takes each item's outcome; cheap, may be called from any thread.
    func deliver(_ envelopes: [Envelope], report: @escaping @Sendable (Report) -> Void) async

    /// Whether the channel could work right now: servers answer, folders can be written, fonts are there.
    ///
    /// - Returns: What was found, good and bad.
    func examine() async -> [Finding]
}

extension ChannelDriver {
    /// None.
    public static var callOptions: [String] { [] }

    /// Does nothing.
    public func allot(lanes: Int) {}

    /// None.
    public var lanesOpen: Int { 0 }
}

/// One item's outcome.
public struct Report: Sendable, Equatable {
    /// Which delivery.
    public let delivery: DeliveryNumber
    /// What came of it.
    public let outcome: Outcome
    /// Where it stands on paper, on a channel whose answers come back that way.
    public let place: PaperPlace?

    /// Makes a report out of its parts.
    public init(_ delivery: DeliveryNumber, _ outcome: Outcome, place: PaperPlace? = nil) {
        self.delivery = delivery
        self.outcome = outcome
        self.place = place
    }
}

/// How a worker feeds a driver.
public struct Pace: Sendable, Equatable {
    /// How many deliveries the driver may have in its hands: enough to keep every lane busy while outcomes are written.
    public let inHand: Int
    /// How many it must have at least, so that every lane has something to do.
    public let least: Int
    /// Whether a delivery whose fate is unknown is sent again (with the same key) or held for a person's decision.
    public let mayRepeat: Bool
    /// Whether deliveries of one call travel together in one envelope, in walking order, at most ``inHand`` of them.
    public let groups: Bool
    /// How many may go out in a time, over all workers of the database; `nil` leaves it to the other side.
    public let rate: Rate?
    /// How many connections there may be at a time, over all workers of the database; `nil` where nobody counts them.
    public let connections: Int?

    /// Makes a pace out of its parts.
    public init(
        inHand: Int,
        least: Int = 32,
        mayRepeat: Bool,
        groups: Bool = false,
        rate: Rate? = nil,
        connections: Int? = nil
    ) {
        self.rate = rate
        self.connections = connections
        self.inHand = inHand
        self.least = min(least, inHand)
        self.mayRepeat = mayRepeat
        self.groups = groups
    }
}

/// Something that `doctor` found.
public struct Finding: Sendable, Equatable {
    /// Whether it is in order.
    public let isGood: Bool
    /// One line: what was looked at and what was found; when bad, what to do.
    public let text: String

    /// Something in order.
    public static func good(_ text: String) -> Finding { Finding(isGood: true, text: text) }

    /// Something to mend.
    public static func bad(_ text: String) -> Finding { Finding(isGood: false, text: text) }
}
