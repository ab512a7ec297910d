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
    private let returnSeal: ReturnSeal?
    private let options: WorkOptions
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let settled: @Sendable ([Settlement]) -> Void

    /// Makes a worker.
    ///
    /// - Parameters:
    ///   - store: Where the queue is.
    ///   - drivers: The configured channels; deliveries of others stay where they are.
    ///   - organization: Who asks.
    ///   - publicURL: The address of the web side.
    ///   - returnSeal: What marks messages so that their return can be told.
    ///   - options: How to work; the channels that may repeat are filled in from the drivers.
    ///   - logger: For what an operator should know.
    ///   - now: The time of day.
    ///   - settled: Hears of every group of outcomes once it is written, for progress.
    package init(
        store: any DeliveryStore,
        drivers: [any ChannelDriver],
        organization: Organization,
        publicURL: String?,
        returnSeal: ReturnSeal? = nil,
        options: WorkOptions,
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp,
        settled: @escaping @Sendable ([Settlement]) -> Void = { _ in }
    ) {
        self.store = store
        self.drivers = drivers
        self.organization = organization
        self.publicURL = publicURL
        self.returnSeal = returnSeal
        self.logger = logger
        self.now = now
        self.settled = settled
        var options = options
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
        }
    }

    private func work(until stop: Stop) async throws {
        let worker = try await store.enlist(now: now())
        let recorder = Recorder(store: store, worker: worker, now: now, logger: logger, settled: settled)
        let rescued = try await store.rescue(repeating: options.repeating, silence: options.silence, now: now())
        if rescued > 0 { logger.notice("took up \(rescued) deliveries of a worker that ended") }
        _ = try await store.expire(now: now())
        let briefings = Briefings(
            store: store,
            organization: organization,
            publicURL: publicURL,
            returnSeal: returnSeal
        )

        // A task of its own: what was sent must be written even when everything else has been cancelled.
        let recording = Task { await recorder.run() }
        let fed: Result<Void, any Error> = await withTaskGroup { group in
            group.addTask { await keep(worker, until: stop) }
            defer { group.cancelAll() }
            do {
                return .success(try await feed(worker, recorder: recorder, briefings: briefings, until: stop))
            } catch {
                return .failure(error)
            }
        }
        recorder.end()
        await recording.value
        if stop.isStruckOff { throw StruckOffError() }
        do {
            try fed.get()
        } catch is CancellationError where stop.isRequested {
            logger.notice("stopped before everything in hand was finished; the next worker takes it up")
        }
        try await store.discharge(worker)
    }

    private func feed(
        _ worker: WorkerNumber,
        recorder: Recorder,
        briefings: Briefings,
        until stop: Stop
    ) async throws {
        let watch = DrainWatch(channels: drivers.count)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for driver in drivers {
                let profile = ChannelProfile(driver)
                let hand = Hand(limit: profile.pace.inHand, begins: profile.pace.groups ? nil : 32)
                let circuit = LaneCircuit(store: store, channel: profile.id, now: now, logger: logger)
                let executor = Executor(
                    driver: driver,
                    pace: profile.pace,
                    briefings: briefings,
                    recorder: recorder,
                    hand: hand,
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
                    stop: stop,
                    watch: watch,
                    options: options,
                    now: now,
                    logger: logger
                )
                group.addTask {
                    try await withThrowingTaskGroup(of: Void.self) { lane in
                        lane.addTask { await circuit.run() }
                        try await feeder.run()
                        lane.cancelAll()
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Tells that we live, takes up what dead workers left, and closes calls that have expired.
    private func keep(_ worker: WorkerNumber, until stop: Stop) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(5))
            if Task.isCancelled { return }
            do {
                guard try await store.heartbeat(worker, now: now()) else {
                    logger.error("another worker has taken over, since this one was silent for too long; stopping")
                    stop.strikeOff()
                    return
                }
                _ = try await store.rescue(repeating: options.repeating, silence: options.silence, now: now())
                _ = try await store.expire(now: now())
            } catch {
                logger.error("the database does not answer: \(error)")
            }
        }
    }
}

/// Another worker has taken over, since this one was silent for too long.
package struct StruckOffError: Error, Equatable, CustomStringConvertible {
    package let description = "another worker has taken over, since this one was silent for too long"
}
