import Synchronization

/// What the threads of the house leave for the thread of an ``HTTPLoop``.
final class HTTPInbox: Sendable {
    /// What the loop finds when it looks.
    struct Takings {
        /// To be begun now.
        var begun: [HTTPJob] = []
        /// Never to be begun.
        var withdrawn: [HTTPJob] = []
        /// Whether a batch was withdrawn of which some may be under way.
        var hasWithdrawals = false
        /// When to look again, if nothing happens before.
        var lookAgain: ContinuousClock.Instant?
        /// Nobody will ask for anything any more.
        var isClosed = false
    }

    private struct State {
        var queue = HTTPQueue()
        var heldUntil: ContinuousClock.Instant?
        /// Somebody withdrew a batch since the loop looked last.
        var hasWithdrawals = false
        var isClosed = false
        /// Why there is no loop and never will be.
        var failure: CurlError?
        /// While the loop lives.
        var sleeper: HTTPWatch?
        /// The loop was woken since it looked last; a second call would cost a system call and change nothing.
        var isWoken = false
    }

    private let state = Mutex(State())

    /// Lets callers wake the loop from now on.
    func attach(_ sleeper: HTTPWatch) { state.withLock { $0.sleeper = sleeper } }

    /// Forgets the loop.
    func detach() { state.withLock { $0.sleeper = nil } }

    /// Puts a request into the queue.
    func add(_ job: HTTPJob, ahead: Bool) {
        let isWithdrawn = job.batch.cutOffTime != nil
        let failure = change { state in
            if state.failure == nil { state.queue.add(job, ahead: ahead) }
            if isWithdrawn { state.hasWithdrawals = true }
            return state.failure
        }
        if let failure { job.then(.failure(.notSent(failure.description))) }
    }

    /// Puts requests into the queue, in their order.
    func add(_ jobs: [HTTPJob]) {
        let isWithdrawn = jobs.contains { $0.batch.cutOffTime != nil }
        let failure = change { state in
            if state.failure == nil {
                for job in jobs { state.queue.add(job, ahead: false) }
            }
            if isWithdrawn { state.hasWithdrawals = true }
            return state.failure
        }
        if let failure {
            for job in jobs { job.then(.failure(.notSent(failure.description))) }
        }
    }

    /// Tells everybody, now and later, that nothing can be sent.
    func giveUp(_ error: CurlError) {
        let jobs = change { state in
            state.failure = error
            return state.queue.removeAll()
        }
        for job in jobs { job.then(.failure(.notSent(error.description))) }
    }

    /// Begins nothing before a moment.
    func hold(until moment: ContinuousClock.Instant) {
        change { $0.heldUntil = max($0.heldUntil ?? moment, moment) }
    }

    /// Makes the loop look at the batches that were withdrawn.
    func announceWithdrawal() { change { $0.hasWithdrawals = true } }

    /// Says that nobody will ask for anything any more.
    func close() { change { $0.isClosed = true } }

    private func change<Answer: Sendable>(_ make: (inout sending State) -> Answer) -> Answer {
        state.withLock { state in
            let answer = make(&state)
            if let sleeper = state.sleeper, !state.isWoken {
                sleeper.wake()
                state.isWoken = true
            }
            return answer
        }
    }

    /// Takes what may begin and what must not.
    ///
    /// - Parameters:
    ///   - places: How many requests may begin.
    ///   - now: The time.
    ///   - givesBack: Whether nothing will begin for long, so that nobody should wait for it.
    /// - Returns: What was taken out of the queue.
    func take(places: Int, now: ContinuousClock.Instant, givesBack: Bool = false) -> Takings {
        state.withLock { state in
            state.isWoken = false
            var takings = Takings(hasWithdrawals: state.hasWithdrawals, isClosed: state.isClosed)
            if state.isClosed || givesBack {
                takings.withdrawn = state.queue.removeAll()
                return takings
            }
            if state.hasWithdrawals {
                state.hasWithdrawals = false
                takings.withdrawn = state.queue.removeWithdrawn()
            }
            if let held = state.heldUntil, held > now {
                takings.lookAgain = held
                return takings
            }
            state.heldUntil = nil
            while takings.begun.count < places, let job = state.queue.popFirst() { takings.begun.append(job) }
            return takings
        }
    }
}
