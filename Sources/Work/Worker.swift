package import Calls
package import Deliveries
package import Logging
import ServiceLifecycle

/// Drains the queue: one feeder a channel, so that a dead server holds up nobody else; one recorder for all outcomes.
///
/// It is a service: on graceful shutdown it stops claiming, lets the drivers finish what is on the wire, writes what they
/// report, and gives the rest back.
package struct Worker: Service {
    private let store: any DeliveryStore
    private let drivers: [any ChannelDriver]
    private let organization: Organization
    private let publicURL: String?
    private let links: PersonalLinks?
    private let returnSeal: ReturnSeal?
    private let options: WorkOptions
    private let logger: Logger
    private let now: (@Sendable () -> Timestamp)?
    private let observer: any WorkObserver
    private let settled: @Sendable ([Settlement]) -> Void

    /// Makes a worker.
    ///
    /// - Parameters:
    ///   - store: Where the queue is.
    ///   - drivers: The configured channels; deliveries of others stay where they are.
    ///   - organization: Who asks.
    ///   - publicURL: The address of the web side.
    ///   - links: Makes the links in messages; `nil` leaves them out.
    ///   - returnSeal: What marks messages so that their return can be told.
    ///   - options: How to work; the channels that may repeat are filled in from the drivers.
    ///   - logger: For what an operator should know.
    ///   - now: The time; `nil` is the store's own, carried forward.
    ///   - observer: Hears how the work goes, for metrics and watchdogs.
    ///   - settled: Hears of every group of outcomes once it is written, for progress.
    package init(
        store: any DeliveryStore,
        drivers: [any ChannelDriver],
        organization: Organization,
        publicURL: String?,
        links: PersonalLinks? = nil,
        returnSeal: ReturnSeal? = nil,
        options: WorkOptions,
        logger: Logger,
        now: (@Sendable () -> Timestamp)? = nil,
        observer: any WorkObserver = Unobserved(),
        settled: @escaping @Sendable ([Settlement]) -> Void = { _ in }
    ) {
        self.store = store
        self.drivers = drivers
        self.organization = organization
        self.publicURL = publicURL
        self.links = links
        self.returnSeal = returnSeal
        self.logger = logger
        self.now = now
        self.observer = observer
        self.settled = settled
        var options = options
        options.channels = Set(drivers.map { type(of: $0).id })
        options.repeating = Set(drivers.filter(\.pace.mayRepeat).map { type(of: $0).id })
        self.options = options
    }

    /// Works until asked to stop or, when draining, until nothing is due or in flight.
    package func run() async throws {
        let stop = Stop()
        try await withGracefulShutdownHandler {
            try await work(until: stop)
        } onGracefulShutdown: {
            stop.request()
            observer.note(.stopping)
            logger.info("stopping: what is in flight is finished or given back")
        }
    }

    /// Works under one number after the other: a worker that was struck off begins anew with empty hands.
    private func work(until stop: Stop) async throws {
        let clock = StoreClock(store: store, given: now)
        let first = try await enlist(clock)
        try await tidyUp(clock)
        try await live(as: first, clock, until: stop)
        while stop.isStruckOff {
            stop.renew()
            guard let worker = await beginPatiently(clock, until: stop) else { return }
            try await live(as: worker, clock, until: stop)
        }
    }

    private func enlist(_ clock: StoreClock) async throws -> WorkerNumber {
        clock.set(try await clock.ask())
        return try await store.enlist(now: clock.now)
    }

    /// Takes up what dead workers left, and closes what has expired, before anything is claimed.
    private func tidyUp(_ clock: StoreClock) async throws {
        try await options.takeUp(from: store, now: clock.now, observer, logger)
        _ = try await store.expire(now: clock.now)
    }

    /// Begins as soon as the database can be written again; `nil` when asked to stop first.
    ///
    /// A machine wakes before its network does, so that every step may be in vain for a while; only one number is taken.
    private func beginPatiently(_ clock: StoreClock, until stop: Stop) async -> WorkerNumber? {
        let bell = Bell()
        stop.ring(bell)
        var enlisted: WorkerNumber?
        while !stop.isRequested {
            do {
                let worker: WorkerNumber
                if let enlisted { worker = enlisted } else { worker = try await enlist(clock) }
                enlisted = worker
                try await tidyUp(clock)
                return worker
            } catch {
                logger.error("the database does not answer, trying again: \(error)")
                await bell.wait(atMost: .seconds(1))
            }
        }
        return nil
    }

    /// Strikes off one of our numbers under which nothing more is done, if that can be written; else its lease lapses.
    private func dismiss(_ worker: WorkerNumber) async {
        do { try await store.discharge(worker) } catch {
            logger.notice("worker \(worker.rawValue) could not sign off; its lease runs out by itself: \(error)")
        }
    }

    private func live(as worker: WorkerNumber, _ clock: StoreClock, until stop: Stop) async throws {
        let now: @Sendable () -> Timestamp = { clock.now }
        var logger = logger
        logger[metadataKey: "worker"] = .stringConvertible(worker.rawValue)
        let grip = Grip()
        let strays = Strays(
            store: store,
            worker: worker,
            grip: grip,
            options: options,
            observer: observer,
            logger: logger
        )
        let recorder = Recorder(
            store: store,
            worker: worker,
            now: now,
            grip: grip,
            logger: logger,
            observer: observer,
            settled: settled
        )
        let keeper = Keeper(
            store: store,
            worker: worker,
            clock: clock,
            options: options,
            stop: stop,
            strays: strays,
            observer: observer,
            logger: logger
        )
        let clearance = Clearance(store: store, worker: worker, now: now, stop: stop, logger: logger)
        let briefings = Briefings(
            store: store,
            organization: organization,
            publicURL: publicURL,
            links: links,
            returnSeal: returnSeal,
            logger: logger
        )
        let channels = drivers.map { type(of: $0).id }
        logger.info(
            "worker \(worker.rawValue) begins, on \(channels.map(\.rawValue).joined(separator: ", "))",
            metadata: ["channels": .array(channels.map { "\($0)" })]
        )
        observer.note(.began(worker, channels: channels))

        // A task of its own: what was sent must be written even when everything else has been cancelled.
        let recording = Task { await recorder.run() }
        let fed: Result<Void, any Error> = await withTaskGroup { group in
            group.addTask { await keeper.run() }
            group.addTask { await clearance.run() }
            defer { group.cancelAll() }
            do {
                try await feed(
                    worker,
                    clearance,
                    clock,
                    recorder: recorder,
                    briefings: briefings,
                    grip: grip,
                    strays: strays,
                    until: stop,
                    logger: logger
                )
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        recorder.end()
        await recording.value
        do {
            try fed.get()
        } catch is CancellationError where stop.isRequested {
            logger.notice("stopped before everything in hand was finished; the next worker takes it up")
        }
        if stop.isStruckOff { await dismiss(worker) } else { try await store.discharge(worker) }
        logger.info("worker \(worker.rawValue) ends")
    }

    private func feed(
        _ worker: WorkerNumber,
        _ clearance: Clearance,
        _ clock: StoreClock,
        recorder: Recorder,
        briefings: Briefings,
        grip: Grip,
        strays: Strays,
        until stop: Stop,
        logger: Logger
    ) async throws {
        let now: @Sendable () -> Timestamp = { clock.now }
        let watch = DrainWatch(channels: drivers.count)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for driver in drivers {
                let profile = ChannelProfile(driver)
                let pace = profile.pace
                let hand = Hand(
                    profile.id,
                    limit: pace.inHand,
                    begins: pace.groups ? nil : pace.least,
                    least: pace.mayRepeat ? 4 : pace.least,
                    horizon: pace.mayRepeat ? .seconds(2) : .milliseconds(200)
                )
                let circuit = LaneCircuit(
                    store: store,
                    channel: profile.id,
                    worker: worker,
                    clock: clock,
                    logger: logger,
                    observer: observer
                )
                let share = LaneShare(
                    store: store,
                    worker: worker,
                    driver: driver,
                    profile: profile,
                    bell: hand.bell,
                    logger: logger
                )
                let executor = Executor(
                    driver: driver,
                    pace: profile.pace,
                    briefings: briefings,
                    recorder: recorder,
                    hand: hand,
                    clearance: clearance,
                    policy: options.policy,
                    now: now,
                    logger: logger,
                    heard: { circuit.hear($0) }
                )
                let feeder = Feeder(
                    store: store,
                    profile: profile,
                    worker: worker,
                    executor: executor,
                    hand: hand,
                    circuit: circuit,
                    share: share,
                    grip: grip,
                    strays: strays,
                    stop: stop,
                    watch: watch,
                    options: options,
                    now: now,
                    logger: logger,
                    observer: observer
                )
                group.addTask {
                    await share.look()
                    let fed: Result<Void, any Error> = await withTaskGroup { lane in
                        lane.addTask { await circuit.run() }
                        lane.addTask { await share.run() }
                        lane.addTask { for await _ in store.news() { hand.bell.ring() } }
                        defer { lane.cancelAll() }
                        do {
                            try await feeder.run()
                            return .success(())
                        } catch {
                            return .failure(error)
                        }
                    }
                    await share.giveUp()
                    try fed.get()
                }
            }
            try await group.waitForAll()
        }
    }
}
