import Deliveries
import TestKit
import Testing

@testable import SMSChannel

/// The connections to the gateway keep to the worker's share.
@Suite(.timeLimit(.minutes(1)))
struct AllotmentTests {
    @Test func noMoreConnectionsAreOpenedThanAllotted() async throws {
        let server = StandInGateway(always: SMSDriverTests.accepted)
        let driver = try SMSDriverTests.driver(server.url, connections: 8)
        driver.allot(lanes: 2)
        let log = ReportLog()
        await driver.deliver(try Samples.envelopes(60, for: driver), report: log.take)
        #expect(log.sent == 60)
        #expect(server.mostConnections <= 2)
        #expect(driver.lanesOpen == 2)
    }

    @Test func keptConnectionsBeyondTheAllotmentAreClosed() async throws {
        let server = StandInGateway(always: SMSDriverTests.accepted)
        let driver = try SMSDriverTests.driver(server.url, connections: 4)
        server.hold()
        let log = ReportLog()
        async let delivery: Void = driver.deliver(try Samples.envelopes(20, for: driver), report: log.take)
        await server.waitForRequests(4)
        driver.allot(lanes: 1)
        #expect(driver.lanesOpen == 4, "all four are in use")
        server.release()
        try await delivery
        #expect(log.sent == 20)
        #expect(driver.lanesOpen == 1)
        #expect(Set(server.heard.dropFirst(4).map(\.connection)) == [5], "the rest went over one new connection")
    }

    @Test func withoutAConnectionWhatWaitsIsGivenBack() async throws {
        let server = StandInGateway(always: SMSDriverTests.accepted)
        let driver = try SMSDriverTests.driver(server.url, connections: 4)
        driver.allot(lanes: 0)
        let log = ReportLog()
        await driver.deliver(try Samples.envelopes(5, for: driver), report: log.take)
        #expect(log.reports.map(\.outcome) == Array(repeating: .interrupted, count: 5))
        #expect(server.heard.isEmpty)
        while driver.lanesOpen > 0 { await Task.yield() }
        driver.allot(lanes: 2)
        let second = ReportLog()
        await driver.deliver(try Samples.envelopes(5, for: driver), report: second.take)
        #expect(second.sent == 5)
    }
}
