import Calls
import Synchronization

/// Tells when a drain is over: when every channel has nothing left to do at the same time.
///
/// A channel alone cannot know, since a delivery of its own may fall due again while another channel is still busy.
final class DrainWatch: Sendable {
    private let channels: Int
    private let resting = Mutex<Set<ChannelID>>([])

    init(channels: Int) { self.channels = channels }

    /// Notes that a channel has nothing to do, and tells whether all have nothing to do.
    func rest(_ channel: ChannelID) -> Bool {
        resting.withLock { resting in
            resting.insert(channel)
            return resting.count == channels
        }
    }

    /// Notes that a channel has something to do.
    func wake(_ channel: ChannelID) { _ = resting.withLock { $0.remove(channel) } }
}
