import Rehearsal
import Synchronization
import TestKit

/// A way in which a gateway answers, and what must become of the texts.
struct GatewayFault: Sendable {
    let name: String
    var gateway = "twilio"
    /// What must have become of the texts while it answers so.
    let expectation: Expectation
    /// How many texts get this answer; `nil` for all.
    var times: Int?
    /// Whether the gateway has taken the text by then.
    var hasTaken = false
    /// How the line behaves.
    var line = Link.Mode.open
    /// Whether it takes a minute.
    var isLong = false
    /// The answer; `nil` for the usual one.
    let answer: ScriptedAnswer?
}

extension Fault {
    /// Gateways that refuse, waver, and cannot be understood.
    static let gatewayAnswers = GatewayFault.all.map(played) + [hangingAtAStop]

    private static func played(_ fault: GatewayFault) -> Fault {
        Fault(
            name: "gateway \(fault.name)",
            concernsStore: false,
            bound: "0; \(fault.expectation.states.contains("held") ? "held instead" : "none held")",
            isLong: fault.isLong
        ) { round in
            let given = Atomic(0)
            let scene = try await Scene(
                round,
                people: 6,
                channels: ["sms"],
                texts: { step in
                    let isMoment =
                        switch step.event {
                        case .message: !fault.hasTaken
                        case .kept: fault.hasTaken
                        }
                    guard isMoment, let answer = fault.answer else { return nil }
                    let count = given.add(1, ordering: .relaxed).newValue
                    return count <= fault.times ?? .max ? answer : nil
                },
                adjust: {
                    $0.gateway = fault.gateway
                    $0.connections = 2
                }
            )
            scene.textsLink.set(fault.line)
            let worker = try scene.worker()
            try await scene.lookPatiently(for: .seconds(240)) { books in
                fault.expectation.waitsFor != nil
                    ? books.waiting != nil && books.count("sending") == 0
                    : books.count("queued") + books.count("sending") == 0
            }
            try await scene.stop(worker)
            let answered = try await scene.evidence()
            scene.receivers.mend()
            scene.textsLink.set(.open)
            try await scene.retry("failed")
            // What no gateway has taken may go out again once a person says so.
            if !fault.hasTaken, fault.line == .open { try await scene.retry("held") }
            try await scene.drain()
            let evidence = try await scene.evidence()
            await scene.end()
            let isKept = fault.hasTaken || fault.line != .open
            return [
                Act("before it is mended", answered, fault.expectation, isLast: false),
                Act("in the end", evidence, isKept ? Expectation("sent", "held") : .allSent),
            ]
        }
    }

    private static let hangingAtAStop = Fault(
        name: "gateway hangs, and we are told to stop",
        concernsStore: false,
        bound: "0; a stop within 10 s, texts on the wire are held"
    ) { round in
        let arrived = Gathered<Int>()
        let scene = try await Scene(
            round,
            people: 12,
            channels: ["sms"],
            texts: { step in
                guard case .kept = step.event else { return nil }
                arrived.add(step.connection)
                return .wait(.seconds(3_600))
            }
        )
        let worker = try scene.worker()
        try await scene.reach(4, of: arrived)
        try await scene.stop(worker)
        var stopped = try await scene.evidence()
        stopped.inFlight["sms"] = arrived.count
        scene.note(inFlight: arrived.count, on: "sms")
        scene.receivers.mend()
        try await scene.drain()
        let evidence = try await scene.evidence()
        await scene.end()
        var waiting = Expectation("held", "queued")
        waiting.holdsOnlyInFlight = true
        return [Act("at the stop", stopped, waiting, isLast: false), Act("in the end", evidence, .sentOrHeld)]
    }
}

extension GatewayFault {
    private static let failedAtOnce = Expectation("failed", attempts: 1...1)
    private static let failedAfterThree = Expectation("failed", attempts: 3...3)
    private static let waiting = Expectation("queued", attempts: 0...0, waitsFor: "sms")
    private static let held = Expectation("held", attempts: 1...1)
    private static let sent = Expectation("sent", attempts: 1...1)

    static let all: [GatewayFault] = [
        GatewayFault(name: "400", expectation: failedAtOnce, answer: .say(400, body: error(21_211, 400))),
        GatewayFault(name: "401", expectation: waiting, answer: .say(401, body: error(20_003, 401))),
        GatewayFault(
            name: "429 with Retry-After",
            expectation: sent,
            times: 2,
            answer: .say(429, fields: [(name: "Retry-After", value: "1")], body: error(20_429, 429))
        ),
        GatewayFault(name: "429 without Retry-After", expectation: sent, times: 1, answer: .say(429)),
        GatewayFault(name: "500", expectation: failedAfterThree, answer: .say(500)),
        GatewayFault(
            name: "500 a few times",
            expectation: Expectation("sent", attempts: 1...3),
            times: 2,
            answer: .say(500)
        ),
        GatewayFault(
            name: "502",
            expectation: failedAfterThree,
            answer: .say(502, type: "text/html", body: "<h1>Bad</h1>")
        ),
        GatewayFault(
            name: "redirect",
            expectation: waiting,
            answer: .say(302, fields: [(name: "Location", value: "http://127.0.0.1:1/")])
        ),
        GatewayFault(name: "closes before it took the text", expectation: held, answer: .close()),
        GatewayFault(name: "closes after it took the text", expectation: held, hasTaken: true, answer: .close()),
        GatewayFault(name: "hangs", expectation: held, hasTaken: true, isLong: true, answer: .wait(.seconds(3_600))),
        GatewayFault(name: "trickles", expectation: sent, line: .trickling(.milliseconds(1)), answer: nil),
        GatewayFault(name: "truncates", expectation: held, line: .truncated(bytes: 120), answer: nil),
        GatewayFault(
            name: "wrong JSON",
            expectation: held,
            hasTaken: true,
            answer: .say(201, body: #"{"sid":["SM"#)
        ),
        GatewayFault(
            name: "huge JSON",
            expectation: held,
            hasTaken: true,
            answer: .say(201, body: #"{"sid":""# + String(repeating: "x", count: 4_000_000) + #""}"#)
        ),
        GatewayFault(name: "200 with an error inside", expectation: held, answer: .say(200, body: error(21_211, 400))),
        GatewayFault(
            name: "200 with a refusal inside (vonage)",
            gateway: "vonage",
            expectation: failedAtOnce,
            answer: .say(
                200,
                body: #"{"message-count":"1","messages":[{"status":"6","error-text":"Invalid message"}]}"#
            )
        ),
        GatewayFault(
            name: "200 with its own failure inside (vonage)",
            gateway: "vonage",
            expectation: failedAfterThree,
            answer: .say(200, body: #"{"message-count":"1","messages":[{"status":"5","error-text":"Internal error"}]}"#)
        ),
        GatewayFault(
            name: "200 with a wrong log-in inside (vonage)",
            gateway: "vonage",
            expectation: waiting,
            answer: .say(
                200,
                body: #"{"message-count":"1","messages":[{"status":"4","error-text":"Bad credentials"}]}"#
            )
        ),
    ]

    private static func error(_ code: Int, _ status: Int) -> String {
        #"{"code":\#(code),"message":"So says the fault","status":\#(status)}"#
    }
}
