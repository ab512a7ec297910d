package import Calls
package import Deliveries

/// How a worker works.
package struct WorkOptions: Sendable {
    /// Whether it ends when nothing is due or in flight.
    package var drains: Bool
    /// When and how often to try again.
    package var policy: RetryPolicy
    /// How long an idle worker waits before it looks again.
    package var poll: Duration
    /// For how long a worker may be silent before another one takes what it holds.
    package var silence: Duration
    /// How often a worker looks for what bears its number and is not in its hands.
    package var straying: Duration
    /// What fell due longer ago than this while no worker ran is held.
    package var holdOverdue: Duration
    /// The channels that this worker serves.
    package var channels: Set<ChannelID>
    /// The channels whose deliveries may go out again when their fate is unknown.
    package var repeating: Set<ChannelID>

    package init(
        drains: Bool = false,
        policy: RetryPolicy = RetryPolicy(),
        poll: Duration = .milliseconds(250),
        silence: Duration = .seconds(120),
        straying: Duration = .seconds(60),
        holdOverdue: Duration = .seconds(24 * 3_600),
        channels: Set<ChannelID> = [],
        repeating: Set<ChannelID> = []
    ) {
        self.drains = drains
        self.policy = policy
        self.poll = poll
        self.silence = silence
        self.straying = straying
        self.holdOverdue = holdOverdue
        self.channels = channels
        self.repeating = repeating
    }

    /// Takes up what dead workers left on the channels that we serve.
    func rescue(from store: any DeliveryStore, now: Timestamp) async throws -> Int {
        try await store.rescue(channels: channels, repeating: repeating, silence: silence, now: now)
    }
}
