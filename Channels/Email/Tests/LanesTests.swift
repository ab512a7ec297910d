import Deliveries
import TestKit
import Testing

@testable import EmailChannel

/// The lanes against a server that misbehaves at every step.
struct LanesTests {
    private static let oneLane = ["connections": "1"]

    private func outcomes(
        of count: Int,
        at server: ScriptedServer,
        _ settings: [String: String] = oneLane,
        patience: Patience = Patience()
    ) async throws -> [Outcome] {
        let driver = try EmailSamples.driver(port: server.port, settings, patience: patience)
        let log = ReportLog()
        await driver.deliver(try Samples.envelopes(count, for: driver), report: log.take)
        #expect(log.deliveries == Array(1...count))
        return (1...count).compactMap(log.outcome)
    }

    @Test func aGoodbyeAtMAILIsNoAttempt() async throws {
        let server = try ScriptedServer { heard, soFar in
            heard.step == .mail && soFar.count { $0.session == heard.session && $0.step == .mail } == 5
                ? .last("421 4.7.0 too many messages in one session\r\n") : .usual
        }
        #expect(try await outcomes(of: 23, at: server).allSatisfy(\.isSent))
        #expect(Set(server.messageIDs).count == 23)
        #expect(server.messageIDs.count == 23)
        #expect(server.sessions == 5)
    }

    @Test func aConnectionLostBeforeAMessageIsNoAttempt() async throws {
        let server = try ScriptedServer { heard, soFar in
            heard.step == .recipient && soFar.count { $0.session == heard.session && $0.step == .mail } == 4
                ? .close : .usual
        }
        #expect(try await outcomes(of: 10, at: server).allSatisfy(\.isSent))
        #expect(server.messageIDs.count == 10)
    }

    @Test(arguments: [ScriptedServer.Step.mail, .recipient, .data])
    func aServerThatAlwaysClosesIsGivenUp(step: ScriptedServer.Step) async throws {
        let server = try ScriptedServer { heard, _ in heard.step == step ? .close : .usual }
        for outcome in try await outcomes(of: 2, at: server) {
            #expect(outcome == .retry(reason: "127.0.0.1:\(server.port): connection lost"))
        }
        #expect(server.sessions <= 6)
    }

    @Test func anAnswerLostBehindTheDotIsUnknown() async throws {
        let server = try ScriptedServer { heard, _ in heard.step == .dot && heard.session == 1 ? .close : .usual }
        let outcomes = try await outcomes(of: 5, at: server)
        #expect(outcomes.count(where: \.isUnknown) == 1)
        #expect(outcomes.count(where: \.isSent) == 4)
    }

    @Test(arguments: [(ScriptedServer.Step.mail, false), (.dot, true)])
    func silenceIsNotWaitedForForEver(step: ScriptedServer.Step, isUnknown: Bool) async throws {
        let server = try ScriptedServer { heard, _ in heard.step == step ? .silence : .usual }
        let short = Patience(message: .milliseconds(200), reply: .milliseconds(200))
        let outcome = try #require(try await outcomes(of: 1, at: server, patience: short).first)
        #expect(outcome.isUnknown == isUnknown)
        #expect(!outcome.isSent)
    }

    @Test(arguments: ["garbage\r\n", "\u{0}\u{1}\u{2}\r\n", "250-never\r\n999 x\r\n"])
    func nonsenseIsARetry(bytes: String) async throws {
        let server = try ScriptedServer { heard, _ in heard.step == .recipient ? .last(bytes) : .usual }
        let reason = "127.0.0.1:\(server.port): the answer is not SMTP"
        #expect(try await outcomes(of: 1, at: server) == [.retry(reason: reason)])
    }

    @Test func aVeryLongLineIsCutAndTheNextIsRead() async throws {
        let server = try ScriptedServer { heard, _ in
            heard.step == .recipient ? .reply("550 5.1.1 " + String(repeating: "x", count: 20_000)) : .usual
        }
        guard case .refused(let reason)? = try await outcomes(of: 1, at: server).first else {
            Issue.record("it should have been refused")
            return
        }
        #expect(reason.hasPrefix("550 5.1.1 xxx"))
        #expect(reason.count == 300)
    }

    @Test(arguments: ["503 5.5.1 no recipients", "354 go on"])
    func aRefusalInAGroupConcernsOnePersonAlone(data: String) async throws {
        let server = try ScriptedServer { heard, soFar in
            if heard.step == .recipient, heard.line.contains("person2@") { return .reply("550 5.1.1 User unknown") }
            if heard.step == .data, soFar.last(where: { $0.step == .recipient })?.line.contains("person2@") == true {
                return .reply(data)
            }
            return .usual
        }
        let outcomes = try await outcomes(of: 6, at: server)
        #expect(outcomes[1] == .refused(reason: "550 5.1.1 User unknown"))
        #expect(outcomes.count(where: \.isSent) == 5)
        #expect(!server.heard.contains { $0.step == .other })
        // A lone dot is a message of nothing, which the server of this test files as one.
        #expect(server.messages.filter { !$0.isEmpty }.count == 5)
    }

    @Test func nobodyListeningMakesEverythingWait() async throws {
        let server = try ScriptedServer()
        let port = server.port
        server.stop()
        let driver = try EmailSamples.driver(port: port)
        let log = ReportLog()
        let began = ContinuousClock.now
        await driver.deliver(try Samples.envelopes(50, for: driver), report: log.take)
        #expect(ContinuousClock.now - began < .seconds(5))
        let reason = "127.0.0.1:\(port): connection refused. Check that the server runs and that 'server' is right."
        #expect(log.reports.count == 50)
        #expect(log.reports.allSatisfy { $0.outcome == .waiting(Waiting(.unreachable, reason: reason)) })
        let findings = await driver.examine()
        #expect(findings == [.bad("mail server \(reason)")])
    }

    @Test(
        arguments: [
            ("421 4.3.2 too busy", Waiting.Cause.throttled), ("554 5.7.1 go away", .unreachable),
            ("HTTP/1.1 400", .unreachable),
        ]
    )
    func aGreetingThatRefusesMakesEverythingWait(greeting: String, cause: Waiting.Cause) async throws {
        let server = try ScriptedServer { heard, _ in heard.step == .connect ? .last("\(greeting)\r\n") : .usual }
        for outcome in try await outcomes(of: 3, at: server) {
            guard case .waiting(let waiting) = outcome else {
                Issue.record("\(outcome)")
                continue
            }
            #expect(waiting.cause == cause)
            if cause == .throttled { #expect(waiting.reason == "127.0.0.1:\(server.port): \(greeting)") }
        }
    }

    @Test func aRefusedSenderMakesTheRestWaitToo() async throws {
        let server = try ScriptedServer { heard, _ in
            heard.step == .mail ? .reply("553 5.7.1 sender not yours") : .usual
        }
        let waiting = Waiting(.unreachable, reason: "127.0.0.1:\(server.port): 553 5.7.1 sender not yours")
        #expect(try await outcomes(of: 30, at: server).allSatisfy { $0 == .waiting(waiting) })
        #expect(server.heard.count { $0.step == .mail } < 30)
    }

    @Test func someConnectionsRefusedAreNoReasonToWait() async throws {
        let server = try ScriptedServer { heard, _ in
            heard.step == .connect && heard.session > 1 ? .last("421 4.7.0 too many connections\r\n") : .usual
        }
        #expect(try await outcomes(of: 40, at: server, ["connections": "5"]).allSatisfy(\.isSent))
    }

    @Test func anIdleConnectionSaysGoodbye() async throws {
        let goodbye = AsyncStream<Void>.makeStream()
        let server = try ScriptedServer { heard, _ in
            if heard.step == .quit { goodbye.continuation.yield() }
            return .usual
        }
        let driver = try EmailSamples.driver(
            port: server.port,
            Self.oneLane,
            patience: Patience(idle: .milliseconds(50))
        )
        let log = ReportLog()
        await driver.deliver(try Samples.envelopes(2, for: driver), report: log.take)
        _ = await goodbye.stream.first { true }
        await driver.deliver(try Samples.envelopes(1, from: 3, for: driver), report: log.take)
        #expect(log.sent == 3)
        #expect(server.sessions == 2)
    }

    @Test func aDriverThatIsLetGoSaysGoodbye() async throws {
        let goodbye = AsyncStream<Void>.makeStream()
        let server = try ScriptedServer { heard, _ in
            if heard.step == .quit { goodbye.continuation.yield() }
            return .usual
        }
        _ = try await outcomes(of: 1, at: server)
        _ = await goodbye.stream.first { true }
    }

    @Test func cancellationDoesNotWaitForEverForAnAnswer() async throws {
        let server = try ScriptedServer()
        server.hold()
        let patience = Patience(cancellation: .milliseconds(100))
        let driver = try EmailSamples.driver(port: server.port, Self.oneLane, patience: patience)
        let log = ReportLog()
        let envelopes = try Samples.envelopes(10, for: driver)
        let delivering = Task { await driver.deliver(envelopes, report: log.take) }
        await server.waitUntilHolding()
        delivering.cancel()
        await delivering.value
        server.release()
        #expect(log.deliveries == Array(1...10))
        #expect(log.reports.count(where: \.outcome.isUnknown) == 1)
        #expect(log.reports.count { $0.outcome == .interrupted } == 9)
    }
}

extension Outcome {
    fileprivate var isUnknown: Bool { if case .unknown = self { true } else { false } }
}
