import Loopback

/// The dialogue with one client.
struct SMTPSession {
    private struct Transaction {
        let sender: String
        let allowsUTF8: Bool
        var recipients: [String] = []
    }

    private let connection: Connection
    private let limits: SMTPLimits
    private let script: SMTPReceiver.Script?
    private let keep: @Sendable (ReceivedMail) throws -> Void

    private var hasSaidHello = false
    private var transaction: Transaction?
    private var transactions = 0
    private var ending: Listener.Ending?

    init(
        connection: Connection,
        limits: SMTPLimits,
        script: SMTPReceiver.Script?,
        keep: @escaping @Sendable (ReceivedMail) throws -> Void
    ) {
        self.connection = connection
        self.limits = limits
        self.script = script
        self.keep = keep
    }

    /// Serves the client until one of the two hangs up.
    mutating func serve() -> Listener.Ending {
        do throws(ConnectionError) {
            try answer(.greeting, usually: .greeting)
            var line: [UInt8] = []
            while true {
                if let ending { return ending }
                line.removeAll(keepingCapacity: true)
                let faults = try connection.readLine(into: &line, limit: limits.commandLine)
                if faults.contains(.overlong) {
                    say(.commandTooLong)
                } else if !faults.isEmpty {
                    say(.commandBroken)
                } else {
                    try carryOut(SMTPCommand(line))
                }
            }
        } catch .timedOut {
            say(.silent)
            return .finished
        } catch {
            return .dropped
        }
    }

    private mutating func carryOut(_ command: SMTPCommand) throws(ConnectionError) {
        switch command {
        case .hello(let name, let isExtended):
            transaction = nil
            let usual = isExtended ? SMTPReply.extendedHello(size: limits.message) : .hello
            if try answer(.hello(name), usually: usual) { hasSaidHello = true }
        case .mail(let sender, let size, let allowsUTF8):
            try begin(sender: sender.address, size: size, allowsUTF8: allowsUTF8)
        case .recipient(let path): try add(path)
        case .data: try takeMessage()
        case .reset:
            transaction = nil
            say(.fine)
        case .noop: say(.fine)
        case .verify: say(.cannotVerify)
        case .quit:
            if try answer(.quit, usually: .goodbye) { ending = .finished }
        case .refused(let reply): say(reply)
        }
    }

    private mutating func begin(sender: String, size: Int, allowsUTF8: Bool) throws(ConnectionError) {
        guard hasSaidHello else { return say(.helloFirst) }
        guard transaction == nil else { return say(.alreadyBegun) }
        guard size <= limits.message else { return say(.messageTooLarge) }
        transactions += 1
        if try answer(.sender(sender), usually: .senderFine) {
            transaction = Transaction(sender: sender, allowsUTF8: allowsUTF8)
        }
    }

    private mutating func add(_ path: SMTPPath) throws(ConnectionError) {
        guard let open = transaction else { return say(.mailFirst) }
        guard open.allowsUTF8 || !path.needsUTF8 else { return say(.needsUTF8) }
        guard open.recipients.count < limits.recipients else { return say(.tooManyRecipients) }
        if try answer(.recipient(path.address), usually: .recipientFine) {
            transaction?.recipients.append(path.address)
        }
    }

    private mutating func takeMessage() throws(ConnectionError) {
        guard let open = transaction else { return say(.mailFirst) }
        guard !open.recipients.isEmpty else { return say(.noRecipient) }
        // DATA is the last command of a group: the message may follow the 354 only (RFC 2920 3.1).
        guard !connection.hasUnreadBytes else {
            ending = .finished
            return say(.tooEarly)
        }
        guard try answer(.data, usually: .goAhead) else { return }
        transaction = nil
        var content = SMTPContent(limits: limits)
        try content.read(from: connection)
        if let refusal = content.refusal { return say(refusal) }
        let mail = ReceivedMail(
            connection: connection.number,
            sender: open.sender,
            recipients: open.recipients,
            bytes: content.bytes
        )
        if let scripted = try ask(.message(mail)), scripted.action != .usual {
            try carryOut(scripted)
            return
        }
        do {
            try keep(mail)
        } catch {
            return say(.cannotKeep)
        }
        try answer(.kept(mail), usually: .kept)
    }

    /// Lets the script decide, else says the usual.
    ///
    /// - Returns: Whether the client was told to go on.
    @discardableResult
    private mutating func answer(
        _ event: @autoclosure () -> SMTPStep.Event,
        usually usual: @autoclosure () -> SMTPReply
    ) throws(ConnectionError) -> Bool {
        guard let scripted = try ask(event()), scripted.action != .usual else {
            let reply = usual()
            say(reply)
            return reply.isPositive
        }
        return try carryOut(scripted)
    }

    private func ask(_ event: @autoclosure () -> SMTPStep.Event) throws(ConnectionError) -> ScriptedReply? {
        guard let script else { return nil }
        let scripted = script(
            SMTPStep(connection: connection.number, transaction: transactions, event: event())
        )
        if let delay = scripted?.delay, delay > .zero { try connection.pause(for: delay) }
        return scripted
    }

    @discardableResult
    private mutating func carryOut(_ scripted: ScriptedReply) throws(ConnectionError) -> Bool {
        switch scripted.action {
        case .usual: return true
        case .say(let text):
            let reply = SMTPReply(text)
            say(reply)
            return reply.isPositive
        case .sayAndClose(let text):
            say(SMTPReply(text))
            ending = .finished
        case .close:
            try connection.flush()
            ending = .dropped
        }
        return false
    }

    private func say(_ reply: SMTPReply) { connection.write(reply.bytes) }
}
