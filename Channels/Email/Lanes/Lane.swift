import Curl

/// One connection, its talk, and the one or two mails on it; belongs to the lanes' thread.
final class Lane {
    private let connection: SMTPConnection
    private var dialogue: Dialogue
    private var jobs: [Job] = []
    private var incoming: [UInt8] = []
    private var lastProgress: ContinuousClock.Instant
    private var lastWait: ContinuousClock.Instant?
    /// Whether the last mail was done so quickly that another may be sent behind the one under way.
    ///
    /// Behind a slow one it would be on the wire long before anybody takes it, and could not be withdrawn any more.
    private(set) var isQuick = false
    private static let quick = Duration.milliseconds(100)

    init(_ connection: SMTPConnection, server: String, now: ContinuousClock.Instant) {
        self.connection = connection
        var parser = ReplyParser()
        var replies: [Reply] = []
        // A transcript that is no SMTP offers nothing.
        try? parser.take(connection.transcript, into: &replies)
        dialogue = Dialogue(server: server, capabilities: Capabilities(transcript: replies))
        lastProgress = now
    }

    var socket: Int32 { connection.socket }
    /// Whether it is one too many, and takes no more mails.
    var isLeaving = false
    var isQuitting: Bool { dialogue.phase == .quitting }
    var canBegin: Bool { dialogue.canBegin && !isLeaving }
    var isIdle: Bool { dialogue.isIdle }
    var isOver: Bool { dialogue.phase == .over }
    var wantsToSend: Bool { dialogue.hasOutput || connection.unsent > 0 }

    func begin(_ job: Job, now: ContinuousClock.Instant) {
        if dialogue.isIdle { lastProgress = now }
        var job = job
        job.begunAt = now
        jobs.append(job)
        dialogue.begin(job.mail)
    }

    /// Sends what can be sent without waiting.
    func send(now: ContinuousClock.Instant) {
        guard wantsToSend, !isOver else { return }
        do {
            let waiting = connection.unsent
            let taken = try connection.send(dialogue.output, from: dialogue.unsentStart)
            dialogue.didSend(taken, unsent: connection.unsent)
            if taken > 0 || connection.unsent < waiting { lastProgress = now }
        } catch {
            // What the server said before it closed may still lie there: the reason, or the answer to a message.
            receive(now: now)
            dialogue.abandon(.lost)
        }
    }

    /// Takes in what has come.
    func receive(now: ContinuousClock.Instant) {
        guard !isOver else { return }
        incoming.removeAll(keepingCapacity: true)
        let state = connection.receive(into: &incoming)
        if !incoming.isEmpty {
            lastProgress = now
            dialogue.receive(incoming) { ticket in
                jobs.first { $0.mail.ticket == ticket }.map { $0.mayBegin($0.delivery) } ?? false
            }
        }
        if state == .closed, !isOver { dialogue.abandon(.lost) }
    }

    /// Every mail that is done with on this connection, with what became of it.
    func takeSettled(now: ContinuousClock.Instant) -> [(Job, SettledMail.Fate)] {
        let settlements = dialogue.takeSettlements()
        guard !settlements.isEmpty else { return [] }
        if let begun = jobs.first(where: { $0.mail.ticket == settlements.last?.ticket })?.begunAt {
            isQuick = begun.duration(to: now) < Self.quick
        }
        return settlements.compactMap { settlement in
            jobs.firstIndex { $0.mail.ticket == settlement.ticket }.map { (jobs.remove(at: $0), settlement.fate) }
        }
    }

    func quit() { dialogue.quit() }

    /// Limits the time for what is under way, where somebody was told to stop.
    func hurry(until limit: ContinuousClock.Instant) {
        if lastWait == nil, jobs.contains(where: \.batch.isCancelled) { lastWait = limit }
    }

    /// When something must be done about this lane though nothing comes.
    func deadline(_ patience: Patience) -> ContinuousClock.Instant {
        let limit: Duration =
            if dialogue.phase == .quitting {
                patience.farewell
            } else if dialogue.isIdle {
                patience.idle
            } else {
                dialogue.isInDoubt ? patience.message : patience.reply
            }
        let regular = lastProgress + limit
        return lastWait.map { min($0, regular) } ?? regular
    }

    /// Does what must be done when the deadline has passed.
    func expire(_ patience: Patience, now: ContinuousClock.Instant) {
        if jobs.isEmpty { lastWait = nil }
        guard deadline(patience) <= now else { return }
        if dialogue.phase == .quitting {
            dialogue.abandon(.lost)
        } else if dialogue.isIdle {
            lastProgress = now
            dialogue.quit()
        } else if let lastWait, lastWait <= now {
            dialogue.abandon(.stopped)
        } else {
            let limit = dialogue.isInDoubt ? patience.message : patience.reply
            dialogue.abandon(.silent(seconds: limit.components.seconds))
        }
    }
}
