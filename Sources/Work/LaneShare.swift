import Calls
import Deliveries
import Logging
import Synchronization

/// A worker's share of a channel's connections, where they are limited over all workers of the database.
///
/// Looks every second whether the share is still the same: workers come, end and die.
final class LaneShare: Sendable {
    private static let interval = Duration.seconds(1)
    /// Between two looks while connections are being closed that others wait for.
    private static let shortInterval = Duration.milliseconds(50)
    /// How long the goodbyes may take when the worker ends.
    private static let farewell = Duration.milliseconds(500)

    private let store: any DeliveryStore
    private let worker: WorkerNumber
    private let driver: any ChannelDriver
    private let profile: ChannelProfile
    /// Rung when there are connections again.
    private let bell: Bell
    private let logger: Logger
    /// What the driver was told; it opens none beyond that.
    private let told = Mutex(0)

    init(
        store: any DeliveryStore,
        worker: WorkerNumber,
        driver: any ChannelDriver,
        profile: ChannelProfile,
        bell: Bell,
        logger: Logger
    ) {
        self.store = store
        self.worker = worker
        self.driver = driver
        self.profile = profile
        self.bell = bell
        self.logger = logger
    }

    /// Whether others have every connection, so that nothing should be claimed.
    var isEmpty: Bool { profile.pace.connections != nil && told.withLock { $0 == 0 } }

    /// Takes what is free; a worker that is alone has everything at once.
    func look() async {
        guard let limit = profile.pace.connections else { return }
        let before = told.withLock { $0 }
        do {
            // The driver was told before it is asked what it uses, so that what it uses can only become less.
            let using = max(before, driver.lanesOpen)
            let request = LaneRequest(channel: profile.id, worker: worker, limit: limit, using: using)
            let granted = try await store.allot(request)
            guard granted != before || using > granted else { return }
            driver.allot(lanes: granted)
            told.withLock { $0 = granted }
            if before == 0, granted > 0 { bell.ring() }
            guard granted != before else { return }
            logger.debug(
                "\(granted) of \(limit) connections of \(profile.id) are this worker's",
                metadata: ["channel": "\(profile.id)", "connections": .stringConvertible(granted)]
            )
        } catch {
            logger.debug("the share of \(profile.id) cannot be read: \(error)")
        }
    }

    /// Looks until the task is cancelled.
    func run() async {
        guard profile.pace.connections != nil else { return }
        while !Task.isCancelled {
            let isClosing = driver.lanesOpen > told.withLock { $0 }
            try? await Task.sleep(for: isClosing ? Self.shortInterval : Self.interval)
            if Task.isCancelled { return }
            await look()
        }
    }

    /// Closes every connection, so that nothing of this worker is open when others take its share.
    func giveUp() async {
        guard profile.pace.connections != nil else { return }
        driver.allot(lanes: 0)
        told.withLock { $0 = 0 }
        let end = ContinuousClock.now + Self.farewell
        while driver.lanesOpen > 0, !Task.isCancelled, ContinuousClock.now < end {
            try? await Task.sleep(for: .milliseconds(2))
        }
    }
}
