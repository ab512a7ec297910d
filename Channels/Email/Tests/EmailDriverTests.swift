import Deliveries
import TestKit
import Testing

@testable import EmailChannel

/// The law of a driver, over a scripted server.
struct EmailDriverTests {
    private struct Harness: LaneHarness {
        let server: ScriptedServer
        let driver: any ChannelDriver
        let lanes = 3

        init(offering offers: [String]) throws {
            server = try ScriptedServer(offering: offers)
            driver = try EmailSamples.driver(port: server.port)
        }

        func marksReceived() -> [String] { server.messageIDs }
        func hold() { server.hold() }
        func release() { server.release() }
        func waitUntilHolding() async { await server.waitUntilHolding() }
        func mostLanesSeen() -> Int { server.mostOpen }
    }

    private static let offers = [["PIPELINING"], []]

    @Test(arguments: DriverContract.rules, offers)
    func keepsTheLaw(rule: DriverRule<any DriverHarness>, offers: [String]) async throws {
        try await rule.verify(try Harness(offering: offers))
    }

    @Test(arguments: DriverContract.laneRules, offers)
    func keepsTheLawOfLanes(rule: DriverRule<any LaneHarness>, offers: [String]) async throws {
        try await rule.verify(try Harness(offering: offers))
    }
}
