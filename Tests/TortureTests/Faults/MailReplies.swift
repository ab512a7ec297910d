import Rehearsal
import Synchronization
import TestKit

/// A point of the SMTP dialogue, as a server's author would name it.
enum MailStep: String, CaseIterable, Sendable {
    case greeting, hello = "EHLO", sender = "MAIL", recipient = "RCPT", data = "DATA", message = "end of data"

    func isAt(_ event: SMTPStep.Event) -> Bool {
        switch (self, event) {
        case (.greeting, .greeting), (.hello, .hello), (.sender, .sender), (.recipient, .recipient), (.data, .data),
            (.message, .message):
            true
        default: false
        }
    }

    /// Counted from 0.
    var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// Whether the server knows whom a message is for by then.
    var knowsRecipient: Bool { [.recipient, .data, .message].contains(self) }
}

/// What must become of a mail when the server always gives the same answer at the same step.
enum MailRule {
    static let codes = [421, 450, 451, 452, 550, 552, 554]

    /// The rules, as the README of the email channel states them, with three attempts.
    static func expectation(code: Int, at step: MailStep) -> Expectation {
        switch (step, code) {
        // No connection, or nobody would get through: the channel waits, and nobody's attempt is counted.
        case (.greeting, _), (.hello, _): Expectation("queued", attempts: 0...0, waitsFor: "email")
        case (.sender, 550), (.sender, 554): Expectation("queued", attempts: 0...0, waitsFor: "email")
        // Many servers say 552 at RCPT where they mean 452.
        case (.recipient, 552): Expectation("failed", attempts: 3...3)
        case (_, 500...): Expectation("failed", attempts: 1...1)
        default: Expectation("failed", attempts: 3...3)
        }
    }

    static func reply(_ code: Int) -> ScriptedReply {
        let words = "\(code) \(code / 100).3.0 So says the fault"
        return code == 421 ? .sayAndClose(words) : .say(words)
    }
}

extension Fault {
    /// Mail servers that refuse, at each step of the dialogue.
    static let mailReplies =
        MailStep.allCases.map { step in
            step.knowsRecipient ? refusingPeople(at: step) : refusingEverybody(at: step)
        } + [greylisting, refusingAfterSome]

    private static let codesInWords = MailRule.codes.map(String.init).joined(separator: " ")

    /// Before the recipient is known, one answer is for all: a stage for each code.
    private static func refusingEverybody(at step: MailStep) -> Fault {
        Fault(
            name: "SMTP \(codesInWords) at \(step.rawValue)",
            concernsStore: false,
            bound: "0; all sent once it is mended"
        ) { round in
            var acts: [Act] = []
            // The small run tries one code of each class.
            let few = [round.number(in: 0...3), round.number(in: 4...6)].map { MailRule.codes[$0] }
            for code in round.scale.isFull ? MailRule.codes : few {
                let expectation = MailRule.expectation(code: code, at: step)
                acts += try await refused(round, "\(code)", expectation) { event in
                    step.isAt(event.event) ? MailRule.reply(code) : nil
                }
            }
            return acts
        }
    }

    /// Once it is known, each person has a code of their own: always, or the first time alone; the others get through.
    private static func refusingPeople(at step: MailStep) -> Fault {
        Fault(
            name: "SMTP \(codesInWords) at \(step.rawValue)",
            concernsStore: false,
            bound: "0; each recipient judged by its own answer"
        ) { round in
            let codes = MailRule.codes
            let people = codes.count * 2 + 4
            var expectation = Expectation("sent", attempts: 1...1)
            for (index, code) in codes.enumerated() {
                let always = DeliveryID(person: "p\(index + 1)", channel: "email")
                let rule = MailRule.expectation(code: code, at: step)
                expectation.exceptions[always] = rule.states
                expectation.attemptExceptions[always] = rule.attempts
                let once = DeliveryID(person: "p\(codes.count + index + 1)", channel: "email")
                let isFinal = rule.attempts == 1...1
                expectation.exceptions[once] = isFinal ? ["failed"] : ["sent"]
                expectation.attemptExceptions[once] = isFinal ? 1...1 : 2...2
            }
            let refusals = Refusals(codes: codes)
            return try await refused(round, "each their own", expectation, people: people) {
                refusals.reply($0, at: step)
            }
        }
    }

    private static let greylisting = Fault(
        name: "SMTP greylisting",
        concernsStore: false,
        bound: "0; sent at the second try"
    ) { round in
        let seen = Mutex<Set<String>>([])
        let scene = try await Scene(
            round,
            people: 12,
            mail: { step in
                guard case .recipient(let address) = step.event else { return nil }
                return seen.withLock { $0.insert(address).inserted }
                    ? .say("450 4.2.0 Greylisted, please try again in 1 seconds") : nil
            }
        )
        let worker = try scene.worker()
        try await scene.look { $0.count("sent") == scene.people }
        try await scene.stop(worker)
        let evidence = try await scene.evidence()
        await scene.end()
        return [Act("in the end", evidence, Expectation("sent", attempts: 2...2))]
    }

    private static let refusingAfterSome = Fault(
        name: "SMTP 421 after some messages per connection",
        concernsStore: false,
        bound: "0; begun again on another connection"
    ) { round in
        let scene = try await Scene(
            round,
            people: 40,
            mail: { step in
                guard case .sender = step.event, step.transaction > 3 else { return nil }
                return .sayAndClose("421 4.7.0 Too many messages on this connection")
            }
        )
        try await scene.drain()
        let evidence = try await scene.evidence()
        await scene.end()
        // Begun on three connections that were at their end, it counts as tried.
        return [Act("in the end", evidence, Expectation("sent", attempts: 1...2))]
    }

    /// Plays a server that refuses until it is mended.
    ///
    /// - Parameters:
    ///   - round: Where it stands.
    ///   - name: What is played, for complaints.
    ///   - expectation: What must have become of the mails before it is mended.
    ///   - people: How many.
    ///   - adjust: Changes the settings.
    ///   - script: How it refuses.
    /// - Returns: What was found before and after the mending.
    /// - Throws: What the stage throws.
    static func refused(
        _ round: Round,
        _ name: String,
        _ expectation: Expectation,
        people: Int = 6,
        adjust: (inout CampSettings) -> Void = { _ in },
        script: @escaping Receivers.MailScript
    ) async throws -> [Act] {
        let scene = try await Scene(round, people: people, mail: script, adjust: adjust)
        if expectation.waitsFor == nil {
            try await scene.drain()
        } else {
            // A drain would wait for a server that only asks for patience.
            let worker = try scene.worker()
            try await scene.look { $0.waiting != nil }
            try await scene.stop(worker)
        }
        let refused = try await scene.evidence()
        scene.receivers.mend()
        try await scene.retry("failed", "held")
        try await scene.drain()
        let evidence = try await scene.evidence()
        await scene.end()
        return [
            Act("\(name), before it is mended", refused, expectation, isLast: false),
            Act("\(name), in the end", evidence, .allSent),
        ]
    }
}

/// Who is refused with what, at a step after RCPT: the first people always, the next as many the first time alone.
private final class Refusals: Sendable {
    private struct State {
        var recipients: [Int: String] = [:]
        var refused: Set<String> = []
    }

    private let codes: [Int]
    private let state = Mutex(State())

    init(codes: [Int]) { self.codes = codes }

    func reply(_ step: SMTPStep, at refusing: MailStep) -> ScriptedReply? {
        state.withLock { state in
            if case .recipient(let address) = step.event { state.recipients[step.connection] = address }
            guard refusing.isAt(step.event), let address = state.recipients[step.connection],
                let number = Int(Crowd.person(withMailbox: address).dropFirst())
            else { return nil }
            if number <= codes.count { return MailRule.reply(codes[number - 1]) }
            guard number <= codes.count * 2, state.refused.insert(address).inserted else { return nil }
            return MailRule.reply(codes[number - codes.count - 1])
        }
    }
}
