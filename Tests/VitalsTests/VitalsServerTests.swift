import Calls
import Deliveries
import Foundation
import Reviews
import ServiceLifecycle
import ServiceLifecycleTestKit
import TestKit
import Testing
import Work

@testable import Vitals

/// The page over real HTTP, read by a client that is not ours.
@Suite(.timeLimit(.minutes(1)))
struct VitalsServerTests {
    private struct Queue: QueueHealthStore {
        func queueHealth(now: Timestamp) async throws -> QueueHealth {
            QueueHealth(channels: [], lanes: [:], workers: [], lastSeen: nil, oldestUnsent: nil)
        }
    }

    private func get(_ address: VitalsAddress, _ path: String) throws -> (status: Int, text: String) {
        let url = "http://\(address)/\(path)"
        let output = try Tool.run("/usr/bin/curl", "-s", "-m", "10", "-w", "\n%{http_code}", url)
        let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
        return (Int(lines.last ?? "") ?? 0, lines.dropLast().joined(separator: "\n"))
    }

    @Test func healthTellsWhetherTheWorkerBeganLivesAndStops() async throws {
        let port = try #require(try FreePorts.find(1).first)
        let address = try #require(VitalsAddress("127.0.0.1:\(port)"))
        let (metrics, pulse, opened) = (WorkMetrics(), Pulse(), Gate())
        let observer = Observers([metrics, pulse])
        let watch = QueueWatch(Queue(), now: { Samples.start })
        let server = VitalsServer(
            address,
            metrics: metrics,
            pulse: pulse,
            watch: watch,
            now: { Samples.start },
            opened: { opened.open() }
        )
        try await testGracefulShutdown { trigger in
            async let serving: Void = server.run()
            await opened.pass()
            #expect(try get(address, "readyz").status == 503)
            #expect(try get(address, "healthz").status == 200)
            observer.note(.began(WorkerNumber(rawValue: 1), channels: [MailChannel.id]))
            #expect(try get(address, "readyz").text.contains("does not answer"))
            await watch.look()
            #expect(try get(address, "readyz").status == 200)
            let metricsPage = try get(address, "metrics")
            #expect(metricsPage.status == 200)
            #expect(metricsPage.text.contains("clarion_worker_info{worker=\"1\""))
            #expect(try get(address, "people").status == 404)
            observer.note(.stopping)
            #expect(try get(address, "readyz").status == 503)
            trigger.triggerGracefulShutdown()
            try await serving
        }
    }

    @Test func aPortThatIsTakenIsNamed() async throws {
        let port = try #require(try FreePorts.find(1).first)
        let address = try #require(VitalsAddress("\(port)"))
        let opened = Gate()
        func server(_ opened: @escaping @Sendable () -> Void) -> VitalsServer {
            let watch = QueueWatch(Queue(), now: { Samples.start })
            return VitalsServer(
                address,
                metrics: WorkMetrics(),
                pulse: Pulse(),
                watch: watch,
                now: { Samples.start },
                opened: opened
            )
        }
        try await testGracefulShutdown { trigger in
            async let serving: Void = server { opened.open() }.run()
            await opened.pass()
            let error = await #expect(throws: PortError.self) { try await server {}.run() }
            #expect(error?.reason == "address already in use")
            #expect(error?.description.contains("127.0.0.1:\(port)") == true)
            trigger.triggerGracefulShutdown()
            try await serving
        }
    }

    @Test(arguments: [
        ("127.0.0.1:9464", "127.0.0.1", true), ("9464", "127.0.0.1", true), (":9464", "127.0.0.1", true),
        ("localhost:9464", "localhost", true), ("[::1]:9464", "::1", true), ("127.8.0.1:9464", "127.8.0.1", true),
        ("0.0.0.0:9464", "0.0.0.0", false), ("[::]:9464", "::", false),
        ("127.example.org:9464", "127.example.org", false),
    ])
    func addressesAreReadAndKnownForWhatTheyAre(text: String, host: String, isLoopback: Bool) throws {
        let address = try #require(VitalsAddress(text))
        #expect(address.host == host)
        #expect(address.port == 9_464)
        #expect(address.isLoopback == isLoopback)
        #expect(VitalsAddress(address.description) == address)
    }

    @Test(arguments: ["", ":", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "a:b:9464", "host:-1"])
    func whatIsNoAddressIsNone(text: String) { #expect(VitalsAddress(text) == nil) }
}
