package import Calls
package import Deliveries
package import People

/// What the review pages need of the database, beyond what commands need.
package protocol OverviewStore: Sendable {
    /// How a call went on over time; `nil` when there is no such call.
    ///
    /// - Parameters:
    ///   - slug: The call.
    ///   - offset: How far the organization's clock is ahead of UTC, so that a day begins at its midnight.
    /// - Returns: Steps without a gap.
    /// - Throws: What the engine throws.
    func timeline(of slug: String, offset: Duration) async throws -> Timeline?

    /// Why deliveries of a call ended otherwise than hoped for, or were never made: the most frequent reasons first.
    func reasons(of slug: String) async throws -> [ReasonCount]

    /// People whom a search finds, by name, at most so many; nobody who was forgotten.
    func people(_ search: PeopleSearch, atMost limit: Int) async throws -> [Person]
}

/// How many deliveries of a channel ended in a state for the same reason.
package struct ReasonCount: Sendable, Equatable {
    package let channel: ChannelID
    package let state: DeliveryState
    /// A ``SkipReason``, or the server's words with addresses masked; empty when none was given.
    package let reason: String
    package let count: Int

    package init(channel: ChannelID, state: DeliveryState, reason: String, count: Int) {
        self.channel = channel
        self.state = state
        self.reason = reason
        self.count = count
    }

    /// The states that call for a look.
    package static let states: [DeliveryState] = [.failed, .bounced, .held, .skipped]
    /// More different reasons than this tell nobody anything.
    package static let most = 100
}
