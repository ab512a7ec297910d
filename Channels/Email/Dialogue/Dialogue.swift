import Deliveries

/// One connection's talk with a mail server: replies in, commands and settlements out; no input or output of its own.
///
/// Where the server offers PIPELINING (RFC 2920), MAIL, RCPT and DATA travel as one group, and the next message's group goes
/// out right behind the previous message's final dot: one round trip a message. DATA is the last command of its group, and
/// the message follows only its 354, so at most one message at a time is in doubt. Elsewhere it is one command at a time.
///
///     begin ─▶ envelope: MAIL RCPT DATA ── 354 ─▶ body: message and dot ── 250 ─▶ sent
///                 │ withdrawn at the 354: interrupted,│ refused: by Verdict
///                 │ and the connection is given up    │
///                 │ refused: by Verdict,              │
///                 │ RSET before the next              │ connection lost behind the dot: unknown
///                 │ connection lost: untouched        │ connection lost before it: retry
struct Dialogue {
    /// How far the talk is.
    enum Phase: Equatable, Sendable {
        case open
        /// QUIT is on its way; nothing more is begun.
        case quitting
        /// The connection is of no more use and is to be closed.
        case over
    }

    private enum Expected { case reset, mail, recipient, data, body, loneDot, farewell }

    /// A message whose MAIL, RCPT and DATA are under way, with the first refusal among the replies.
    private struct Envelope {
        let mail: Mail
        var isAccepted = false
        var refusal: (reply: Reply, step: Verdict.Step)?
    }

    private let server: String
    private let capabilities: Capabilities
    private var parser = ReplyParser()
    private var replies: [Reply] = []
    private var expected: [Expected] = []
    private var envelope: Envelope?
    /// The message that went out behind a 354, and where its dot ends in the stream of everything put out.
    private var body: (mail: Mail, end: Int)?
    private var needsReset = false
    private var bytesPutOut = 0
    private var bytesSent = 0

    private(set) var phase = Phase.open
    /// Commands and messages to be sent, from ``unsentStart`` on.
    private(set) var output: [UInt8] = []
    private(set) var unsentStart = 0
    /// What became of messages since ``takeSettlements()``.
    private var settlements: [SettledMail] = []

    /// Begins a talk on an open connection.
    ///
    /// - Parameters:
    ///   - server: Its name, for reasons.
    ///   - capabilities: What it offers.
    init(server: String, capabilities: Capabilities) {
        self.server = server
        self.capabilities = capabilities
    }

    /// Whether nothing is under way.
    var isIdle: Bool { expected.isEmpty && envelope == nil && body == nil }
    /// Whether another message may be begun now.
    var canBegin: Bool { phase == .open && envelope == nil && (capabilities.pipelining || expected.isEmpty) }
    var hasOutput: Bool { unsentStart < output.count }
    /// Whether the server has a whole message and has not answered it.
    var isInDoubt: Bool { body.map { bytesSent >= $0.end } ?? false }

    /// Begins a message.
    ///
    /// - Parameter mail: What is to be sent.
    /// - Precondition: ``canBegin``.
    mutating func begin(_ mail: Mail) {
        precondition(canBegin, "one envelope at a time")
        if (mail.recipient.needsUTF8 || mail.sender.needsUTF8) && !capabilities.smtpUTF8 {
            let reason = "the address has signs outside of ASCII, and \(server) does not offer SMTPUTF8"
            settle(mail, .outcome(.refused(reason: reason)))
            return
        }
        envelope = Envelope(mail: mail)
        if needsReset { put("RSET\r\n", expecting: .reset) }
        if capabilities.pipelining {
            putMail(mail)
            putRecipient(mail)
            put("DATA\r\n", expecting: .data)
        } else if !needsReset {
            putMail(mail)
        }
        needsReset = false
    }

    /// Says goodbye.
    mutating func quit() {
        guard phase == .open else { return }
        phase = .quitting
        put("QUIT\r\n", expecting: .farewell)
    }

    /// Takes note that bytes of ``output`` are with the system.
    ///
    /// - Parameters:
    ///   - taken: How many were taken from ``output``.
    ///   - unsent: How many of all that were taken have not left yet.
    mutating func didSend(_ taken: Int, unsent: Int) {
        unsentStart += taken
        bytesSent = bytesPutOut - (output.count - unsentStart) - unsent
        guard unsentStart == output.count else { return }
        output.removeAll(keepingCapacity: true)
        unsentStart = 0
    }

    /// Takes what the server said.
    ///
    /// - Parameters:
    ///   - bytes: As they came; a reply may be cut anywhere.
    ///   - mayGo: Whether the message with this ticket may still go out, asked when the server has said that it takes it:
    ///     behind a slow server, or in a worker that stood still, its envelope may have been out for long.
    mutating func receive(_ bytes: [UInt8], mayGo: (Int) -> Bool = { _ in true }) {
        let isSMTP = (try? parser.take(bytes, into: &replies)) != nil
        for reply in replies where phase != .over { handle(reply, mayGo) }
        replies.removeAll(keepingCapacity: true)
        if !isSMTP { abandon(.unintelligible) }
    }

    /// Gives the connection up, and settles what was under way on it.
    mutating func abandon(_ why: Abandonment) {
        let words = "\(server): \(why.words)"
        phase = .over
        let isAboutAnother = body != nil
        if let (mail, end) = body {
            if bytesSent >= end {
                settle(mail, .outcome(.unknown(reason: "\(words) after the message was sent")))
            } else if case .stopped = why {
                settle(mail, .outcome(.interrupted))
            } else {
                settle(mail, .outcome(.retry(reason: "\(words) while the message was sent")))
            }
        }
        if let mail = envelope?.mail {
            switch why {
            case .lost: settle(mail, .untouched(reason: words))
            case .stopped: settle(mail, .outcome(.interrupted))
            // The other message's answer was what could not be read; this one's envelope had not been answered.
            case .unintelligible where isAboutAnother: settle(mail, .untouched(reason: words))
            case .silent, .unintelligible: settle(mail, .outcome(.retry(reason: words)))
            }
        }
        (body, envelope) = (nil, nil)
        expected.removeAll()
    }

    /// Hands over what became of messages, oldest first.
    mutating func takeSettlements() -> [SettledMail] {
        defer { settlements.removeAll(keepingCapacity: true) }
        return settlements
    }

    // MARK: - Replies

    private mutating func handle(_ reply: Reply, _ mayGo: (Int) -> Bool) {
        guard let step = expected.first, reply.code != 421 else { return handleFarewell(reply) }
        expected.removeFirst()
        switch step {
        case .reset:
            guard reply.isPositive else { return abandon(.unintelligible) }
            if !capabilities.pipelining, let mail = envelope?.mail { putMail(mail) }
        case .mail: handleEnvelope(reply, at: .mail)
        case .recipient: handleEnvelope(reply, at: .recipient)
        case .data: handleData(reply, mayGo)
        case .body: handleBody(reply)
        // Whatever is said to a message without recipients is no news.
        case .loneDot: return
        case .farewell: phase = .over
        }
    }

    private mutating func handleEnvelope(_ reply: Reply, at step: Verdict.Step) {
        guard var current = envelope, reply.code / 100 != 3 else { return abandon(.unintelligible) }
        if !reply.isPositive, current.refusal == nil { current.refusal = (reply, step) }
        if step == .mail { current.isAccepted = reply.isPositive }
        envelope = current
        guard !capabilities.pipelining else { return }
        if let refusal = current.refusal {
            settleEnvelope(refusal.reply, at: refusal.step)
        } else if step == .mail {
            putRecipient(current.mail)
        } else {
            put("DATA\r\n", expecting: .data)
        }
    }

    private mutating func handleData(_ reply: Reply, _ mayGo: (Int) -> Bool) {
        guard let current = envelope, !reply.isPositive else { return abandon(.unintelligible) }
        let refusal = current.refusal ?? (reply, .data)
        guard reply.code / 100 == 3 else { return settleEnvelope(refusal.reply, at: refusal.step) }
        guard current.refusal != nil || mayGo(current.mail.ticket) else {
            // Behind a 354 there is no way back but to close: a server discards what has no dot (RFC 5321 4.1.1.4).
            return abandon(.stopped)
        }
        envelope = nil
        if current.refusal != nil {
            // 354 though nobody is to get it (RFC 2920 3.1): a message of nothing ends the transaction.
            put(".\r\n", expecting: .loneDot)
            settle(current.mail, refusal.reply, at: refusal.step)
        } else {
            put(current.mail.data.bytes, expecting: .body)
            body = (current.mail, bytesPutOut)
        }
    }

    private mutating func handleBody(_ reply: Reply) {
        guard let (mail, _) = body, reply.code / 100 != 3 else { return abandon(.unintelligible) }
        body = nil
        if reply.isPositive {
            settle(mail, .outcome(.sent(reference: mail.messageID.description)))
        } else {
            settle(mail, reply, at: .dot)
        }
    }

    /// The server closes the connection, in the middle of something (RFC 5321 3.8) or between messages.
    private mutating func handleFarewell(_ reply: Reply) {
        guard reply.code == 421 else { return abandon(.unintelligible) }
        let step = expected.first
        if let (mail, end) = body, step == .body, bytesSent >= end {
            // An answer to the message, and a clear no.
            body = nil
            settle(mail, reply, at: .dot)
        }
        if let current = envelope, step == .recipient || step == .data {
            envelope = nil
            settle(current.mail, current.refusal?.reply ?? reply, at: current.refusal?.step ?? .recipient)
        }
        abandon(.lost)
    }

    private mutating func settleEnvelope(_ reply: Reply, at step: Verdict.Step) {
        guard let current = envelope else { return }
        needsReset = current.isAccepted
        envelope = nil
        settle(current.mail, reply, at: step)
    }

    private mutating func settle(_ mail: Mail, _ reply: Reply, at step: Verdict.Step) {
        settle(mail, .outcome(Verdict.outcome(of: reply, to: step, server: server)))
    }

    private mutating func settle(_ mail: Mail, _ fate: SettledMail.Fate) {
        settlements.append(SettledMail(ticket: mail.ticket, fate: fate))
    }

    // MARK: - Commands

    private mutating func putMail(_ mail: Mail) {
        let start = output.count
        output += "MAIL FROM:<".utf8
        output += mail.sender.bytes
        output.append(UInt8(ascii: ">"))
        if capabilities.size { output += " SIZE=\(mail.data.size)".utf8 }
        // A message to such an address bears it in its header, so it has bytes above 127 (RFC 6531 3.4).
        if mail.recipient.needsUTF8 || mail.sender.needsUTF8 { output += " BODY=8BITMIME SMTPUTF8".utf8 }
        output += "\r\n".utf8
        expect(.mail, since: start)
    }

    private mutating func putRecipient(_ mail: Mail) {
        let start = output.count
        output += "RCPT TO:<".utf8
        output += mail.recipient.bytes
        output += ">\r\n".utf8
        expect(.recipient, since: start)
    }

    private mutating func put(_ text: StaticString, expecting reply: Expected) {
        let start = output.count
        output += text.description.utf8
        expect(reply, since: start)
    }

    private mutating func put(_ bytes: [UInt8], expecting reply: Expected) {
        let start = output.count
        output += bytes
        expect(reply, since: start)
    }

    /// Notes what was put out from `start` on, and which reply will come to it.
    private mutating func expect(_ reply: Expected, since start: Int) {
        bytesPutOut += output.count - start
        expected.append(reply)
    }
}
