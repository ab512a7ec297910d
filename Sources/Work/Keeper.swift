import Calls
import Deliveries
import Logging

/// Tells that a worker lives, takes up what dead workers left and what it lost itself, and closes calls that have expired.
struct Keeper: Sendable {
    let store: any DeliveryStore
    let worker: WorkerNumber
    let clock: StoreClock
    let options: WorkOptions
    let stop: Stop
    let strays: Strays
    let observer: any WorkObserver
    let logger: Logger

    /// Keeps the lease until the task is cancelled, or the worker turns out to have lost it.
    func run() async {
        defer { observer.note(.ended(.keeper)) }
        let interval = min(.seconds(5), options.silence / 4)
        var looked = ContinuousClock.now
        while !Task.isCancelled {
            observer.note(.turned(.keeper))
            let began = ContinuousClock.now
            try? await Task.sleep(for: interval)
            if Task.isCancelled { return }
            // Stopped, or asleep with the whole machine: what we know of the queue is as old as that.
            if began.duration(to: .now) > interval + options.silence {
                logger.error("this worker was stopped for longer than its lease; it begins anew")
                return stop.strikeOff()
            }
            do {
                let present = try await clock.ask()
                guard try await store.heartbeat(worker, now: present) else {
                    logger.error(
                        "another worker has taken over, since this one was silent for too long; it begins anew"
                    )
                    return stop.strikeOff()
                }
                observer.note(.lived)
                clock.set(present)
                try await options.takeUp(from: store, now: present, observer, logger)
                _ = try await store.expire(now: present)
                guard looked.duration(to: .now) >= options.straying else { continue }
                looked = .now
                try await strays.look(now: present)
            } catch {
                observer.note(.stumbled(.keeper))
                logger.error("the database does not answer: \(error)")
            }
        }
    }
}

extension WorkOptions {
    /// Takes up what dead workers left, and says so.
    func takeUp(
        from store: any DeliveryStore,
        now: Timestamp,
        _ observer: any WorkObserver,
        _ logger: Logger
    ) async throws {
        let rescued = try await rescue(from: store, now: now)
        guard rescued > 0 else { return }
        observer.note(.rescued(rescued))
        logger.notice(
            "took up \(rescued) deliveries of a worker that ended",
            metadata: ["count": .stringConvertible(rescued)]
        )
    }
}
