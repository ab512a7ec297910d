import Calls
import Curl
import Deliveries
import Foundation

/// The lanes' thread: one `poll` over every connection to the server.
///
/// A thread for each lane would cost more than the mails do, and libcurl's own loop blocks on SMTP; so all lanes share this one.
/// Only opening a connection blocks, and has a thread of its own for as long as it takes.
final class LaneLoop {
    private static let beginningsLimit = 3
    private let endpoint: SMTPEndpoint
    private let count: LaneCount
    private let patience: Patience
    private let exchange: Exchange
    private let clock = ContinuousClock()
    private var lanes: [Lane] = []
    private var queue = JobQueue()
    private var opening = 0
    private var refusedUntil: ContinuousClock.Instant?

    init(to endpoint: SMTPEndpoint, count: LaneCount, patience: Patience, exchange: Exchange) {
        self.endpoint = endpoint
        self.count = count
        self.patience = patience
        self.exchange = exchange
    }

    /// Runs until the exchange is stopped.
    func run() {
        CurlLibrary.blockBrokenPipeSignal()
        while true {
            let inbox = exchange.take()
            let now = clock.now
            accept(inbox, now: now)
            if inbox.isStopped { return stop(now: now) }
            for lane in lanes { lane.expire(patience, now: now) }
            settle(now: now)
            shrink()
            assign(now: now)
            openMore(now: now)
            for lane in lanes { lane.send(now: now) }
            settle(now: now)
            wait(now: now)
        }
    }

    private func accept(_ inbox: Exchange.Inbox, now: ContinuousClock.Instant) {
        queue.append(inbox.jobs)
        for result in inbox.opened {
            opening -= 1
            switch result {
            case .success(let connection): lanes.append(Lane(connection, server: endpoint.name, now: now))
            case .failure(let error):
                count.release(1)
                refusedUntil = now + patience.refusedConnection
                guard lanes.isEmpty, opening == 0 else { continue }
                giveUp(OpeningFault(error, at: endpoint).waiting)
            }
        }
        guard inbox.hasCancellations else { return }
        for job in queue.removeAll(where: \.batch.isCancelled) { job.settle(.interrupted) }
        for lane in lanes { lane.hurry(until: now + patience.cancellation) }
    }

    /// Nobody would get through: every mail in hand waits.
    private func giveUp(_ waiting: Waiting) {
        while let job = queue.next() { job.settle(.waiting(waiting)) }
    }

    /// Parts with lanes beyond the limit: idle ones now, others when they have done what they are doing.
    private func shrink() {
        let limit = count.limit
        if limit == 0 { while let job = queue.next() { job.settle(.interrupted) } }
        let staying = lanes.filter { !$0.isQuitting && !$0.isOver }
        var excess = staying.count + opening - limit
        for lane in staying where excess > 0 && lane.isIdle {
            lane.quit()
            excess -= 1
        }
        for lane in staying where !lane.isQuitting {
            lane.isLeaving = excess > 0
            excess -= 1
        }
    }

    /// Hands out mails: to idle lanes first, then behind what other lanes are sending.
    private func assign(now: ContinuousClock.Instant) {
        for wantsIdle in [true, false] where !queue.isEmpty {
            for lane in lanes where lane.canBegin && (lane.isIdle || !wantsIdle && lane.isQuick) {
                guard let job = nextJob() else { return }
                lane.begin(job, now: now)
            }
        }
    }

    private func nextJob() -> Job? {
        while let job = queue.next() {
            if !job.isStopped { return job }
            job.settle(.interrupted)
        }
        return nil
    }

    private func openMore(now: ContinuousClock.Instant) {
        // Where every connection fails, one after the other, the last one's failure must be heard before another is begun.
        if let refusedUntil, refusedUntil > now, !lanes.isEmpty || opening > 0 { return }
        let wanted = count.take(queue.count - opening)
        guard wanted > 0 else { return }
        opening += wanted
        for _ in 0..<wanted {
            Thread.detachNewThread { [endpoint, exchange] in
                CurlLibrary.blockBrokenPipeSignal()
                let result = Result { () throws(SMTPOpeningError) in try SMTPConnection(to: endpoint) }
                exchange.put { $0.opened.append(result) }
            }
        }
    }

    /// Hands on what became of mails, and parts with connections that are over.
    private func settle(now: ContinuousClock.Instant) {
        for lane in lanes {
            for (job, fate) in lane.takeSettled(now: now) {
                switch fate {
                case .outcome(let outcome):
                    job.settle(outcome)
                    if case .waiting(let waiting) = outcome { giveUp(waiting) }
                case .untouched(let reason): putBack(job, reason: reason)
                }
            }
        }
        let before = lanes.count
        lanes.removeAll(where: \.isOver)
        if lanes.count < before { count.release(before - lanes.count) }
    }

    private func putBack(_ job: Job, reason: String) {
        var job = job
        job.beginnings += 1
        if job.batch.isCancelled {
            job.settle(.interrupted)
        } else if job.beginnings >= Self.beginningsLimit {
            job.settle(.retry(reason: reason))
        } else {
            queue.putBack(job)
        }
    }

    private func wait(now: ContinuousClock.Instant) {
        let watch = exchange.watch
        watch.removeAll()
        var deadline: ContinuousClock.Instant?
        for lane in lanes {
            watch.add(lane.socket, forWriting: lane.wantsToSend)
            let next = lane.deadline(patience)
            deadline = deadline.map { min($0, next) } ?? next
        }
        // A mail that was put back, or a lane that has become free, is seen to at once.
        let isOpenLane = { (lane: Lane) in lane.canBegin && (lane.isIdle || lane.isQuick) }
        let hasWork = !queue.isEmpty && (lanes.contains(where: isOpenLane) || lanes.count + opening == 0)
        let limit = deadline.map { max(0, now.duration(to: $0).milliseconds + 1) } ?? -1
        watch.wait(milliseconds: hasWork ? 0 : Int(clamping: limit))
        let later = clock.now
        for (index, lane) in lanes.enumerated() where watch.hasNews(index) { lane.receive(now: later) }
        settle(now: later)
    }

    private func stop(now: ContinuousClock.Instant) {
        while let job = queue.next() { job.settle(.interrupted) }
        for lane in lanes {
            lane.quit()
            lane.send(now: now)
        }
    }
}
