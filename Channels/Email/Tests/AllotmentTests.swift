import Deliveries
import TestKit
import Testing

@testable import EmailChannel

/// The lanes keep to the worker's share of the connections.
@Suite(.timeLimit(.minutes(1)))
struct AllotmentTests {
    @Test func noMoreConnectionsAreOpenedThanAllotted() async throws {
        let server = try ScriptedServer()
        let driver = try EmailSamples.driver(port: server.port, ["connections": "8"])
        driver.allot(lanes: 2)
        let log = ReportLog()
        await driver.deliver(try Samples.envelopes(60, for: driver), report: log.take)
        #expect(log.sent == 60)
        #expect(server.mostOpen <= 2)
        #expect(driver.lanesOpen <= 2)
    }

    @Test func idleConnectionsBeyondTheAllotmentSayGoodbyeAtOnce() async throws {
        let goodbyes = Gathered<Int>()
        let server = try ScriptedServer { heard, _ in
            if heard.step == .quit { goodbyes.add(heard.session) }
            return .usual
        }
        let driver = try EmailSamples.driver(port: server.port, ["connections": "3"])
        server.hold()
        let log = ReportLog()
        async let delivery: Void = driver.deliver(try Samples.envelopes(3, for: driver), report: log.take)
        while server.heard.count(where: { $0.step == .data }) < 3 { await Task.yield() }
        server.release()
        try await delivery
        #expect(driver.lanesOpen == 3)
        driver.allot(lanes: 1)
        await goodbyes.reach(2)
        while driver.lanesOpen > 1 { await Task.yield() }
        #expect(goodbyes.count == 2)
    }

    @Test func aConnectionInUseBeyondTheAllotmentIsClosedAfterItsMessage() async throws {
        let goodbyes = Gathered<Int>()
        let server = try ScriptedServer(offering: []) { heard, _ in
            if heard.step == .quit { goodbyes.add(heard.session) }
            return .usual
        }
        let driver = try EmailSamples.driver(port: server.port, ["connections": "2"])
        server.hold()
        let log = ReportLog()
        async let delivery: Void = driver.deliver(try Samples.envelopes(12, for: driver), report: log.take)
        while server.heard.count(where: { $0.step == .data }) < 2 { await Task.yield() }
        driver.allot(lanes: 1)
        #expect(driver.lanesOpen == 2)
        server.release()
        await goodbyes.reach(1)
        try await delivery
        #expect(log.sent == 12)
        let left = try #require(goodbyes.values.first)
        #expect(server.heard.count { $0.session == left && $0.step == .data } == 1, "its present message and no more")
        while driver.lanesOpen > 1 { await Task.yield() }
    }

    @Test func withoutAConnectionWhatWaitsIsGivenBack() async throws {
        let server = try ScriptedServer()
        let driver = try EmailSamples.driver(port: server.port)
        driver.allot(lanes: 0)
        let log = ReportLog()
        await driver.deliver(try Samples.envelopes(5, for: driver), report: log.take)
        #expect(log.reports.map(\.outcome) == Array(repeating: .interrupted, count: 5))
        #expect(server.sessions == 0)
        driver.allot(lanes: 2)
        let second = ReportLog()
        await driver.deliver(try Samples.envelopes(5, for: driver), report: second.take)
        #expect(second.sent == 5)
    }
}
