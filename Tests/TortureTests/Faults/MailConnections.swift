import Rehearsal
import Synchronization
import TestKit

extension Fault {
    /// Mail servers that break off, fall silent, and talk nonsense.
    static let mailConnections: [Fault] =
        [closing, neverAnswering, garbage, endlessLine].flatMap { family in
            MailStep.allCases.map { step in
                var fault = family(step)
                // Two steps of the six are tried in the small run, other ones each time.
                fault.share = (step.place, 3)
                return fault
            }
        } + [closingAfterAcceptance, alwaysClosingAfterAcceptance, garbageAfterAcceptance]
        + [trickling, withoutPipelining, silentForMinutes]

    /// What must become of mails where every connection breaks at a step.
    private static func broken(at step: MailStep) -> Expectation {
        switch step {
        case .greeting, .hello: Expectation("queued", attempts: 0...0, waitsFor: "email")
        case .sender, .recipient, .data: Expectation("failed", attempts: 3...3)
        // The server had it all, so that nobody knows; or it had nothing, where the connection broke on another's account.
        case .message: Expectation("held", "failed", attempts: 3...3)
        }
    }

    private static func closing(at step: MailStep) -> Fault {
        Fault(name: "SMTP closes at \(step.rawValue)", concernsStore: false, bound: "0; all sent once it is mended") {
            round in
            try await refused(round, "closed", broken(at: step), adjust: { $0.mailTimeout = 2 }) {
                step.isAt($0.event) ? .close() : nil
            }
        }
    }

    private static func garbage(at step: MailStep) -> Fault {
        Fault(name: "SMTP garbage at \(step.rawValue)", concernsStore: false, bound: "0; all sent once it is mended") {
            round in
            try await refused(round, "garbage", broken(at: step), adjust: { $0.mailTimeout = 2 }) {
                step.isAt($0.event) ? .say("\u{1}\u{2}ÿþ HTTP/1.1 200 OK\r\n<html>\r\n\t") : nil
            }
        }
    }

    /// Endless, but a yes: either it is understood, or it is taken for no SMTP, and nothing is lost or doubled by that.
    private static func endlessLine(at step: MailStep) -> Fault {
        let yes =
            switch step {
            case .greeting: "220"
            case .data: "354"
            default: "250"
            }
        return Fault(
            name: "SMTP line of 20,000 signs at \(step.rawValue)",
            concernsStore: false,
            bound: "0; understood, or taken for no SMTP"
        ) { round in
            let long = Expectation("queued", "failed", "held", "sent")
            return try await refused(round, "endless", long, adjust: { $0.mailTimeout = 2 }) { event in
                guard step.isAt(event.event), step != .message else {
                    // At the end of data, the yes must mean that it was kept.
                    if step == .message, case .kept = event.event { return .say("250 2.0.0 \(endless)") }
                    return nil
                }
                return .say("\(yes) \(endless)")
            }
        }
    }

    private static let endless = String(repeating: "x", count: 20_000)

    private static func neverAnswering(at step: MailStep) -> Fault {
        Fault(
            name: "SMTP never answers at \(step.rawValue)",
            concernsStore: false,
            bound: "0; a stop within 10 s, all sent once it is mended"
        ) { round in
            let arrived = Gathered<Int>()
            let scene = try await Scene(
                round,
                people: 12,
                mail: { event in
                    guard step.isAt(event.event) else { return nil }
                    arrived.add(event.connection)
                    return .wait(.seconds(3_600))
                },
                adjust: { $0.mailTimeout = 1 }
            )
            let worker = try scene.worker()
            try await scene.reach(1, of: arrived)
            let isOpening = step == .greeting || step == .hello
            if isOpening { try await scene.look { $0.waiting != nil } }
            try await scene.stop(worker)
            let stopped = try await scene.evidence()
            scene.receivers.mend()
            try await scene.drain()
            let evidence = try await scene.evidence()
            await scene.end()
            let expectation =
                isOpening
                ? Expectation("queued", attempts: 0...0, waitsFor: "email") : Expectation("queued", attempts: 0...1)
            return [
                Act("at the stop", stopped, expectation, isLast: false), Act("in the end", evidence, .allSent),
            ]
        }
    }

    private static let closingAfterAcceptance = doubtful(name: "SMTP accepts, then closes", reply: .close())
    private static let garbageAfterAcceptance = doubtful(
        name: "SMTP accepts, then garbage",
        reply: .say("\u{1}\u{2}ÿþ <html>\r\n\t")
    )

    /// Takes each mail, and lets the sender know nothing of it the first time.
    private static func doubtful(name: String, reply: ScriptedReply) -> Fault {
        Fault(name: name, concernsStore: false, bound: "≤ lost answers, each with the same Message-ID") { round in
            let doubted = Gathered<[String]>()
            let scene = try await Scene(
                round,
                people: 20,
                mail: { step in
                    guard case .kept(let mail) = step.event, !doubted.values.contains(mail.recipients) else {
                        return nil
                    }
                    doubted.add(mail.recipients)
                    return reply
                }
            )
            try await scene.drain()
            scene.note(inFlight: doubted.count, on: "email")
            let evidence = try await scene.evidence()
            await scene.end()
            // The message behind it on the connection may lose a try as well.
            return [Act("in the end", evidence, Expectation("sent", attempts: 2...3))]
        }
    }

    /// Without PIPELINING, so that every try ends in doubt, and none because another message's connection broke.
    private static let alwaysClosingAfterAcceptance = Fault(
        name: "SMTP accepts, then closes, always",
        concernsStore: false,
        bound: "≤ lost answers, each with the same Message-ID; held in the end, not failed"
    ) { round in
        let doubted = Gathered<Int>()
        let scene = try await Scene(
            round,
            people: 6,
            mail: { step in
                switch step.event {
                case .hello: return .say("250 rehearsal.localhost")
                case .kept:
                    doubted.add(step.connection)
                    return .close()
                default: return nil
                }
            }
        )
        try await scene.drain()
        scene.note(inFlight: doubted.count, on: "email")
        let evidence = try await scene.evidence()
        await scene.end()
        return [Act("in the end", evidence, Expectation("held", attempts: 3...3))]
    }

    private static let trickling = Fault(
        name: "SMTP trickles",
        concernsStore: false,
        bound: "0"
    ) { round in
        let scene = try await Scene(round, people: 12)
        scene.mailLink.set(.trickling(.milliseconds(1)))
        try await scene.drain()
        let evidence = try await scene.evidence()
        await scene.end()
        return [Act("in the end", evidence, Expectation("sent", attempts: 1...1))]
    }

    private static let withoutPipelining = Fault(
        name: "SMTP without PIPELINING",
        concernsStore: false,
        bound: "0"
    ) { round in
        let scene = try await Scene(
            round,
            people: 30,
            mail: { step in
                guard case .hello = step.event else { return nil }
                return .say("250-rehearsal.localhost\r\n250 8BITMIME")
            }
        )
        try await scene.drain()
        let evidence = try await scene.evidence()
        await scene.end()
        return [Act("in the end", evidence, Expectation("sent", attempts: 1...1))]
    }

    private static let silentForMinutes = Fault(
        name: "SMTP never answers at RCPT, waited out",
        concernsStore: false,
        bound: "0; tried again after 5 minutes",
        isLong: true
    ) { round in
        let silent = Gathered<Int>()
        let scene = try await Scene(
            round,
            people: 12,
            mail: { step in
                guard case .recipient = step.event, silent.count < 4 else { return nil }
                silent.add(step.connection)
                return .wait(.seconds(3_600))
            }
        )
        try await scene.drain()
        let evidence = try await scene.evidence()
        await scene.end()
        return [Act("in the end", evidence, Expectation("sent", attempts: 1...2))]
    }
}
