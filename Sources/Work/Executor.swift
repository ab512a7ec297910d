import Calls
import Deliveries
import Logging
import Synchronization

/// One claimed batch on its way through the driver: envelopes in, outcomes sorted into transitions, transitions recorded.
struct Executor: Sendable {
    let driver: any ChannelDriver
    let pace: Pace
    let briefings: Briefings
    let recorder: Recorder
    let hand: Hand
    let clearance: Clearance
    let policy: RetryPolicy
    let now: @Sendable () -> Timestamp
    let logger: Logger
    /// Hears of every outcome, for the circuit.
    let heard: @Sendable (Outcome) -> Void

    /// Hands a batch to the driver and sees to it that every delivery in it ends with exactly one transition.
    ///
    /// - Parameters:
    ///   - claimed: The batch.
    ///   - count: How often anything had been withdrawn, as it was known before the claim.
    func attempt(_ claimed: [Claimed], since count: Int64?) async {
        let open = Mutex(Dictionary(uniqueKeysWithValues: claimed.map { ($0.item.delivery, Open($0)) }))
        let grouped = Mutex<[Recorder.Entry]>([])
        let report: @Sendable (Report) -> Void = { report in
            // The first report of a delivery counts; a driver that says more is not believed.
            guard let known = open.withLock({ $0.removeValue(forKey: report.delivery) }) else { return }
            let entry = entry(report.delivery, known, report.outcome, report.place)
            if pace.groups {
                // A batch is one printed file: its deliveries are written together or not at all.
                grouped.withLock { $0.append(entry) }
            } else {
                recorder.add(entry)
            }
        }
        var silence = Outcome.unknown(reason: "the channel gave no answer")
        do {
            try await clearance.admit(claimed, since: count)
            let mayBegin = clearance.whichMayBegin(claimed.map(\.item.delivery))
            let cleared = claimed.filter { mayBegin.contains($0.item.delivery) }
            let (envelopes, unread) = try await envelopes(cleared)
            for item in unread {
                report(Report(item, .snooze(until: now() + .seconds(60), reason: "the call could not be read")))
            }
            if !envelopes.isEmpty { await driver.deliver(envelopes, report: report) }
            if cleared.count < claimed.count {
                let handed = Set(cleared.map(\.item.delivery))
                for item in claimed where !handed.contains(item.item.delivery) {
                    report(Report(item.item.delivery, .interrupted))
                }
            }
        } catch {
            // Nothing was handed to the driver, so that nothing can have gone out.
            silence = .snooze(until: now() + .seconds(60), reason: "the call could not be read")
            if Task.isCancelled { silence = .interrupted } else { logger.error("a call cannot be read: \(error)") }
        }
        let forgotten = open.withLock { open in
            defer { open = [:] }
            return open
        }
        let entries =
            grouped.withLock { $0 } + forgotten.map { entry($0.key, $0.value, silence) }
        if !entries.isEmpty { recorder.add(entries) }
    }

    /// What an outcome is judged by, of a delivery that has none yet: no more than that, since the person and their words are
    /// of no use any more.
    private struct Open {
        let attempt: Int
        let expiresAt: Timestamp?
        let isInDoubt: Bool

        init(_ claimed: Claimed) {
            attempt = claimed.item.attempt
            expiresAt = claimed.expiresAt
            isInDoubt = claimed.isInDoubt
        }
    }

    private func entry(
        _ delivery: DeliveryNumber,
        _ open: Open,
        _ outcome: Outcome,
        _ place: PaperPlace? = nil
    ) -> Recorder.Entry {
        heard(outcome)
        let withdrawal = clearance.release(delivery)
        if outcome == .interrupted, let withdrawal {
            return Recorder.Entry(settlement: Settlement(delivery, withdrawal), hand: hand)
        }
        if case .sent(let reference) = outcome {
            let settlement = Settlement(delivery, .sent(reference: reference), place: place)
            return Recorder.Entry(settlement: settlement, hand: hand)
        }
        let transition = Transition.from(
            outcome.masked,
            Circumstances(
                attempt: open.attempt,
                policy: policy,
                mayRepeat: pace.mayRepeat,
                isInDoubt: open.isInDoubt,
                expiresAt: open.expiresAt,
                now: now(),
                jitter: Double.random(in: 0...1)
            )
        )
        return Recorder.Entry(settlement: Settlement(delivery, transition, place: place), hand: hand)
    }

    /// Deliveries of a channel that groups travel together by call and batch, the others one by one.
    private func envelopes(_ claimed: [Claimed]) async throws -> (envelopes: [Envelope], unread: [DeliveryNumber]) {
        var envelopes: [Envelope] = []
        var unread: [DeliveryNumber] = []
        envelopes.reserveCapacity(claimed.count)
        var start = 0
        while start < claimed.count {
            let first = claimed[start]
            guard let briefing = try await briefings.briefing(first.call) else {
                unread.append(first.item.delivery)
                start += 1
                continue
            }
            var end = start + 1
            if pace.groups {
                while end < claimed.count, claimed[end].call == first.call, claimed[end].batch == first.batch {
                    end += 1
                }
            }
            envelopes.append(
                Envelope(
                    briefing: briefing,
                    batch: first.batch,
                    turf: first.turf,
                    items: claimed[start..<end].map(\.item),
                    mayBegin: clearance.mayBegin,
                    whichMayBegin: clearance.whichMayBegin
                )
            )
            start = end
        }
        return (envelopes, unread)
    }
}

extension Outcome {
    /// The same outcome with every address in its reason masked.
    var masked: Outcome {
        switch self {
        case .sent, .interrupted: self
        case .retry(let reason, let after): .retry(reason: Masking.mask(reason), after: after)
        case .refused(let reason): .refused(reason: Masking.mask(reason))
        case .optedOut(let reason): .optedOut(reason: Masking.mask(reason))
        case .unknown(let reason): .unknown(reason: Masking.mask(reason))
        case .snooze(let until, let reason): .snooze(until: until, reason: Masking.mask(reason))
        case .waiting(let waiting):
            .waiting(Waiting(waiting.cause, reason: Masking.mask(waiting.reason), after: waiting.after))
        }
    }
}
