import Calls
import Deliveries
import Logging
import Synchronization

/// Keeps one channel's driver busy: claims as much as there is room for, waits when nothing is due or the door is closed.
struct Feeder: Sendable {
    let store: any DeliveryStore
    let profile: ChannelProfile
    let worker: WorkerNumber
    let executor: Executor
    let hand: Hand
    let circuit: LaneCircuit
    let share: LaneShare
    let grip: Grip
    let strays: Strays
    let stop: Stop
    let watch: DrainWatch
    let options: WorkOptions
    let now: @Sendable () -> Timestamp
    let logger: Logger
    let observer: any WorkObserver

    /// Feeds until asked to stop or, when draining, until nothing is left to do.
    ///
    /// - Throws: What the database says, when a drain has asked it in vain for about a minute; a worker that stays goes on asking.
    func run() async throws {
        stop.ring(hand.bell)
        var failures = 0
        var turn = ContinuousClock.now
        try await withThrowingDiscardingTaskGroup { group in
            defer { observer.note(.ended(.feeder(profile.id))) }
            while !stop.isRequested {
                observer.note(.turned(.feeder(profile.id)))
                guard let limit = await limit() else {
                    if watch.rest(profile.id) { break }
                    await hand.bell.wait(atMost: options.poll)
                    continue
                }
                guard limit > 0 else {
                    await hand.bell.wait(atMost: options.poll)
                    continue
                }
                let wait = ContinuousClock.now.duration(to: turn)
                guard wait <= .zero else {
                    await hand.bell.wait(atMost: wait)
                    continue
                }
                do {
                    let count = executor.clearance.count
                    let claimed = share.isEmpty ? [] : try await claim(limit)
                    if claimed.isEmpty {
                        turn = try await nextTurn()
                        if try await isDrained(), watch.rest(profile.id) { break }
                        failures = 0
                        await hand.bell.wait(atMost: options.poll)
                        continue
                    }
                    // Off with them first: whatever else fails, nobody but us knows that we have them.
                    watch.wake(profile.id)
                    hand.take(claimed.count)
                    group.addTask {
                        let began = ContinuousClock.now
                        await executor.attempt(claimed, since: count)
                        if !profile.pace.groups { hand.learn(began.duration(to: .now)) }
                    }
                    // The rate gave less than there was room for.
                    if claimed.count < limit { turn = try await nextTurn() }
                    // Only a turn that went through wholly: a claim that finds nothing answers on a full disk too.
                    failures = 0
                } catch {
                    // Somebody else is writing for long, or the disk is full: nothing is lost by trying again.
                    failures += 1
                    if stop.isRequested { break }
                    if options.drains, failures >= 60 { throw error }
                    observer.note(.stumbled(.feeder(profile.id)))
                    logger.error(
                        "the database does not answer, trying again: \(error)",
                        metadata: ["channel": "\(profile.id)", "tries": .stringConvertible(failures)]
                    )
                    await hand.bell.wait(atMost: .seconds(1))
                }
            }
            // Drivers finish what is on the wire and give back the rest.
            if stop.isRequested { group.cancelAll() }
        }
    }

    private func claim(_ limit: Int) async throws -> [Claimed] {
        let began = ContinuousClock.now
        let claim = grip.beginClaim()
        var claimed: [Claimed] = []
        defer { grip.endClaim(claim, with: claimed.lazy.map(\.item.delivery)) }
        claimed = try await store.claim(
            ClaimRequest(
                channel: profile,
                limit: limit,
                worker: worker,
                now: now(),
                holdOverdue: options.holdOverdue
            )
        )
        if !claimed.isEmpty {
            observer.note(.claimed(profile.id, count: claimed.count, took: began.duration(to: .now)))
        }
        return claimed
    }

    /// When to claim again: at once, or when the channel's rate allows it.
    private func nextTurn() async throws -> ContinuousClock.Instant {
        guard let rate = profile.pace.rate else { return .now }
        let present = now()
        return .now + (try await store.nextTurn(on: profile.id, rate: rate, now: present) - present)
    }

    /// How many to claim now: 0 to wait, `nil` to end because the drain cannot go on.
    private func limit() async -> Int? {
        let held = hand.count
        let (isOpen, isProbing, endsDrain) = circuit.read()
        if isOpen {
            return options.drains && endsDrain && held == 0 ? nil : 0
        }
        // One delivery tries the door; a channel that groups would print a sheet for one person, so it tries with all.
        if isProbing { return held > 0 ? 0 : profile.pace.groups ? hand.limit : 1 }
        let room = hand.limit - held
        // A sheet's batch is claimed whole; elsewhere a small gap is not worth a transaction.
        return room * 4 >= hand.limit ? room : 0
    }

    private func isDrained() async throws -> Bool {
        guard options.drains, hand.count == 0 else { return false }
        let load = try await store.workload(channels: [profile.id], now: now())
        if load.isSending {
            // In the hands of somebody else, who may be dead; or under our own number, and lost.
            _ = try await options.rescue(from: store, now: now())
            try await strays.look(now: now())
            return false
        }
        return !load.hasDue
    }
}
