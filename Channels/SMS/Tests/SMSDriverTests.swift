import Calls
import Deliveries
import Foundation
import People
import TestKit
import Testing

@testable import Curl
@testable import SMSChannel

struct SMSDriverTests {
    static let accepted = StandInReply.answer(201, body: #"{"sid":"SM1"}"#)

    static func driver(_ url: String, connections: Int = 2, limits: HTTPClient.Limits = .init()) throws -> SMSDriver {
        let values = [
            "gateway": "twilio", "url": url, "account": "AC1", "token": "s3cret&token", "from": "+13125550100",
            "connections": "\(connections)",
        ]
        return SMSDriver(try SMSSettings(SMSSettingsTests.settings(values)), limits: limits)
    }

    static func deliver(_ count: Int, _ reply: @escaping @Sendable (HeardRequest, Int) -> StandInReply) async throws
        -> (
            log: ReportLog, server: StandInGateway
        )
    {
        let server = StandInGateway(reply)
        let driver = try driver(server.url, connections: 1)
        let log = ReportLog()
        await driver.deliver(try Samples.envelopes(count, for: driver), report: log.take)
        #expect(log.deliveries == Array(1...count))
        return (log, server)
    }

    @Test func theFirstTextToAPersonTellsHowToStop() async throws {
        let (log, server) = try await Self.deliver(2) { _, _ in Self.accepted }
        #expect(log.outcome(of: 1) == .sent(reference: "SM1"))
        #expect(server.heard.map { $0.body.contains("Reply%20STOP%20to%20opt%20out") } == [true, false])
    }

    @Test func aShortWaitIsWaitedOutAndTheSameTextSentAgain() async throws {
        let (log, server) = try await Self.deliver(3) { _, before in
            before == 0 ? .answer(429, fields: ["Retry-After: 1"]) : Self.accepted
        }
        #expect(log.sent == 3)
        #expect(server.heard.count == 4)
        #expect(server.heard[0].body == server.heard[1].body)
    }

    @Test func aGatewayThatIsNeverReadyIsReportedAfterAFewShortWaits() async throws {
        let (log, server) = try await Self.deliver(3) { _, _ in .answer(429, fields: ["Retry-After: 0"]) }
        let expected = Outcome.throttled("HTTP 429", after: .zero)
        #expect(log.reports.map(\.outcome) == [expected, expected, expected])
        #expect(server.heard.count == 4)
    }

    @Test(
        arguments: [
            ([], nil), (["Retry-After: 30"], .seconds(30)), (["Retry-After: nonsense"], nil),
        ] as [([String], Duration?)]
    )
    func aLongOrUnknownWaitIsReportedForAllThatWasNotBegun(fields: [String], after: Duration?) async throws {
        let (log, server) = try await Self.deliver(5) { _, before in
            before == 1 ? .answer(429, fields: fields, body: "slow down") : Self.accepted
        }
        #expect(log.sent == 1)
        #expect(log.reports.count { $0.outcome == .throttled("slow down", after: after) } == 4)
        #expect(server.heard.count == 2)
    }

    @Test func aStopToldToTheCarrierIsAnOptOut() async throws {
        let (log, _) = try await Self.deliver(1) { _, _ in
            .answer(400, body: #"{"code":21610,"message":"unsubscribed"}"#)
        }
        #expect(log.outcome(of: 1) == .optedOut(reason: "unsubscribed"))
    }

    @Test func aRefusalOfOnePersonDoesNotStopTheOthers() async throws {
        let (log, _) = try await Self.deliver(3) { _, before in
            before == 1 ? .answer(400, body: #"{"code":21211,"message":"not a number"}"#) : Self.accepted
        }
        #expect(log.sent == 2)
        #expect(log.outcome(of: 2) == .refused(reason: "not a number"))
    }

    @Test func anErrorInsideTheGatewayIsRetriedForThatTextAlone() async throws {
        let (log, server) = try await Self.deliver(3) { _, before in before == 0 ? .answer(500) : Self.accepted }
        #expect(log.outcome(of: 1) == .retry(reason: "HTTP 500"))
        #expect(log.sent == 2)
        #expect(server.heard.count == 3)
    }

    @Test func aRedirectStopsTheRoundAndIsNotFollowed() async throws {
        let (log, server) = try await Self.deliver(4) { _, _ in .answer(302, fields: ["Location: /elsewhere"]) }
        #expect(log.reports.allSatisfy { $0.outcome == .redirect(302) })
        #expect(server.heard.count == 1)
    }

    @Test func aSecretThatAGatewayRepeatsIsMasked() async throws {
        let (log, _) = try await Self.deliver(1) { request, _ in
            .answer(400, body: "bad: s3cret&token s3cret%26token \(request.fields["authorization"] ?? "")")
        }
        #expect(log.outcome(of: 1) == .refused(reason: "bad: ••• ••• Basic •••"))
    }

    @Test func aTextWithoutAnAnswerIsUnknownAndNeverSentAgain() async throws {
        let (log, server) = try await Self.deliver(2) { _, before in before == 0 ? .bytes("") : Self.accepted }
        guard case .unknown = log.outcome(of: 1) else { return #expect(Bool(false), "\(log.reports)") }
        #expect(log.sent == 1)
        #expect(server.heard.count == 2)
    }

    @Test func nobodyThereIsAWaitForAll() async throws {
        let server = StandInGateway(always: Self.accepted)
        let driver = try Self.driver(server.url)
        server.stop()
        let log = ReportLog()
        await driver.deliver(try Samples.envelopes(20, for: driver), report: log.take)
        #expect(log.deliveries == Array(1...20))
        for report in log.reports {
            guard case .waiting(let waiting) = report.outcome else { return #expect(Bool(false), "\(report)") }
            #expect(waiting.cause == .unreachable)
        }
        #expect(await driver.examine().map(\.isGood) == [false])
    }

    @Test func whatIsOnTheWireIsGivenUpSoonAfterCancellation() async throws {
        let server = StandInGateway(always: Self.accepted)
        server.hold()
        let driver = try Self.driver(server.url, connections: 1)
        let log = ReportLog()
        let envelopes = try Samples.envelopes(3, for: driver)
        let delivering = Task { await driver.deliver(envelopes, report: log.take) }
        await server.waitForRequests(1)
        let before = ContinuousClock.now
        delivering.cancel()
        await delivering.value
        #expect(ContinuousClock.now - before < .seconds(9))
        guard case .unknown = log.outcome(of: 1) else { return #expect(Bool(false), "\(log.reports)") }
        #expect(log.outcome(of: 2) == .interrupted)
        #expect(log.outcome(of: 3) == .interrupted)
    }

    @Test func aTaskThatIsCancelledAlreadySendsNothing() async throws {
        let server = StandInGateway(always: Self.accepted)
        let driver = try Self.driver(server.url)
        let log = ReportLog()
        let envelopes = try Samples.envelopes(5, for: driver)
        await Task {
            withUnsafeCurrentTask { $0?.cancel() }
            await driver.deliver(envelopes, report: log.take)
        }.value
        #expect(log.reports.map(\.outcome) == Array(repeating: .interrupted, count: 5))
        #expect(server.heard.isEmpty)
    }

    @Test func whatCannotBeSentIsRefusedWithoutAskingTheGateway() async throws {
        let server = StandInGateway(always: Self.accepted)
        let driver = try Self.driver(server.url)
        let log = ReportLog()
        var persons = [try Samples.person(1), try Samples.person(2), try Samples.person(3)]
        persons[0].phone = nil
        persons[1].givenName = repeated("long ", 100)
        persons[2].givenName = ""
        let briefing = TextWordingTests.briefing("{{first_name}}", number: 1)
        let envelopes = persons.enumerated().map { number, person in
            let delivery = DeliveryNumber(rawValue: Int64(number + 1))
            return Envelope(
                briefing: briefing,
                items: [Item(delivery: delivery, key: "k\(number)", attempt: 1, person: person, isFirst: true)]
            )
        }
        await driver.deliver(envelopes, report: log.take)
        #expect(log.outcome(of: 1) == .refused(reason: "there is no phone number"))
        let tooLong = "the text takes 4 parts for this person; channels.sms.max_parts is 3"
        #expect(log.outcome(of: 2) == .refused(reason: tooLong))
        #expect(log.outcome(of: 3) == .refused(reason: "the text is empty for this person"))
        #expect(server.heard.isEmpty)
    }

    @Test(
        arguments: [
            (.answer(200), true), (.answer(404), true), (.answer(401), false), (.answer(403), false),
            (.answer(301), false),
            (.answer(500), false), (.answer(429), true), (.bytes(""), false),
        ] as [(StandInReply, Bool)]
    )
    func doctorAsksTheGatewayWithoutSendingAnything(reply: StandInReply, isGood: Bool) async throws {
        let server = StandInGateway(always: reply)
        let findings = await (try Self.driver(server.url)).examine()
        #expect(findings.map(\.isGood) == [isGood])
        #expect(server.heard.map(\.line) == ["GET /2010-04-01/Accounts/AC1.json HTTP/1.1"])
        #expect(findings.allSatisfy { !$0.text.contains("s3cret") })
    }
}

/// The law of a driver, over the webhook, whose receiver can tell a repetition.
struct SMSDriverContractTests {
    struct Harness: LaneHarness {
        let driver: any ChannelDriver
        let server: StandInGateway
        let lanes = 3

        init() throws {
            server = StandInGateway(always: .answer(200))
            let values = ["gateway": "webhook", "url": server.url, "connections": "\(lanes)"]
            driver = try SMSDriver(settings: SMSSettingsTests.settings(values))
        }

        func marksReceived() -> [String] { server.heard.compactMap { $0.fields["idempotency-key"] } }
        func hold() { server.hold() }
        func release() { server.release() }
        func waitUntilHolding() async { await server.waitForRequests(1) }
        func mostLanesSeen() -> Int { server.mostConnections }
    }

    @Test(arguments: DriverContract.rules)
    func law(rule: DriverRule<any DriverHarness>) async throws { try await rule.verify(try Harness()) }

    @Test(arguments: DriverContract.laneRules)
    func lawOfLanes(rule: DriverRule<any LaneHarness>) async throws { try await rule.verify(try Harness()) }
}
