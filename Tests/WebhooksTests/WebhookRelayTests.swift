import Calls
import Crypto
import Deliveries
import Foundation
import Logging
import People
import Reviews
import ServiceLifecycle
import ServiceLifecycleTestKit
import StoreSQLite
import TestKit
import Testing

@testable import Webhooks

extension SQLiteStore: StoreUnderTest {}

/// From what happens to a program that hears it, over real sockets.
@Suite(.timeLimit(.minutes(2)))
struct WebhookRelayTests {
    private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    private static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func withBench(_ test: (StoreBench) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "clarion-hooks-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "clarion.db").path
        try await test(StoreBench(try SQLiteStore(path: path)) { try SQLiteStore(path: path) })
    }

    private func target(_ url: String, _ events: [WebhookEvent] = [.completion]) throws -> WebhookTarget {
        try #require(WebhookTarget(url: url, secret: Self.secret, events: Set(events)))
    }

    /// Runs a relay until a condition holds, then asks it to stop.
    private func relay(
        _ store: any WebhookStore,
        _ targets: [WebhookTarget],
        until isDone: @escaping @Sendable () async throws -> Bool
    ) async throws {
        try await testGracefulShutdown { trigger in
            let relay = WebhookRelay(
                store: store,
                targets: targets,
                logger: Self.silent,
                pause: .milliseconds(20),
                now: { Samples.start + .seconds(1) }
            )
            try await relay.register()
            let running = Task { try await relay.run() }
            while try await !isDone() { try await Task.sleep(for: .milliseconds(5)) }
            trigger.triggerGracefulShutdown()
            try await running.value
        }
    }

    @Test func whatHappensIsToldOnceSignedAndWithoutAnAddress() async throws {
        try await Receiver.run { receiver in
            try await withBench { bench in
                try await bench.queue(3)
                let target = try target(receiver.url("/taken"), WebhookEvent.allCases)
                try await bench.store.listen([target.listener], now: bench.start)
                for number in 1...3 { try await bench.complete("hearing", "p\(number)", via: "phone") }
                try await relay(bench.store, [target]) {
                    try await bench.store.webhookStandings().first?.waiting == 0
                }
                let heard = receiver.heard.values.filter { $0.text.contains("completion") }
                #expect(heard.count == 3 && Set(heard.map(\.id)).count == 3)
                let first = try #require(heard.first { $0.text.contains("\"p1\"") })
                #expect(
                    first.text == #"{"data":{"call":"hearing","person":"p1","via":"phone"},"#
                        + #""timestamp":"2026-06-01T12:00:00.000Z","type":"completion"}"#
                )
                for message in receiver.heard.values {
                    #expect(message.id.hasPrefix("msg_") && message.timestamp == "1780315201")
                    #expect(!message.text.contains("@") && !message.text.contains("+1"))
                    #expect(message.signature == sign(message))
                }
            }
        }
    }

    /// As Standard Webhooks says it, done by hand.
    private func sign(_ message: Receiver.Heard) -> String {
        let key = Data(base64Encoded: String(Self.secret.dropFirst("whsec_".count))) ?? Data()
        let signed = Array("\(message.id).\(message.timestamp).".utf8) + message.body
        let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: key))
        return "v1,\(Data(code).base64EncodedString())"
    }

    /// The published example of Standard Webhooks: its libraries' tests use this secret, id and body.
    @Test func theSignatureIsThatOfStandardWebhooks() {
        let message = Receiver.Heard(
            path: "",
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            timestamp: "1614265330",
            signature: "",
            body: Array(#"{"test": 2432232314}"#.utf8)
        )
        #expect(sign(message) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test(arguments: ["/failing", "/moved"])
    func whatIsNotTakenIsTriedAgainWithTheSameId(path: String) async throws {
        try await Receiver.run { receiver in
            try await withBench { bench in
                try await bench.queue(1)
                let target = try target(receiver.url(path))
                try await bench.store.listen([target.listener], now: bench.start)
                try await bench.complete("hearing", "p1")
                try await relay(bench.store, [target]) {
                    try await bench.store.webhookStandings().first?.late == 1
                }
                #expect(receiver.heard.values.map(\.path) == [path], "a redirect is not followed")
                // Its clock has gone on to where the message is due again.
                let later = bench.start + .seconds(1) + (WebhookRule.wait(after: 1) ?? .zero)
                let again = try await bench.store.webhookMessages(for: target.name, atMost: 9, now: later)
                #expect(again.map { "msg_\($0.id)" } == receiver.heard.values.map(\.id))
                #expect(again.first?.attempts == 1)
            }
        }
    }

    @Test func aNoForGoodIsFinal() async throws {
        try await Receiver.run { receiver in
            try await withBench { bench in
                try await bench.queue(1)
                let target = try target(receiver.url("/gone"))
                try await bench.store.listen([target.listener], now: bench.start)
                try await bench.complete("hearing", "p1")
                try await relay(bench.store, [target]) {
                    try await bench.store.webhookStandings().first?.givenUp == 1
                }
                #expect(receiver.heard.values.count == 1)
            }
        }
    }

    @Test func aListenerThatDoesNotAnswerHoldsUpNobodyElse() async throws {
        try await Receiver.run { receiver in
            try await withBench { bench in
                try await bench.queue(1)
                let (silent, other) = try (target(receiver.url("/silent")), target(receiver.url("/taken")))
                try await bench.store.listen([silent.listener, other.listener], now: bench.start)
                try await bench.complete("hearing", "p1")
                try await relay(bench.store, [silent, other]) {
                    // What was taken is known to be taken a moment later.
                    guard Set(receiver.heard.values.map(\.path)) == ["/silent", "/taken"] else { return false }
                    return try await bench.store.webhookStandings().first { $0.listener == other.name }?.waiting == 0
                }
                let standings = try await bench.store.webhookStandings()
                #expect(standings.first { $0.listener == other.name }?.waiting == 0)
                #expect(standings.first { $0.listener == silent.name }?.waiting == 1, "nothing is lost")
            }
        }
    }

    @Test func theLastOutcomesAreToldBeforeItEnds() async throws {
        try await Receiver.run { receiver in
            try await withBench { bench in
                try await bench.queue(1)
                let target = try target(receiver.url("/taken"), [.callFinished])
                try await relay(bench.store, [target]) {
                    // Nobody looks again before it is asked to stop.
                    guard try await bench.store.webhookStandings().count == 1 else { return false }
                    let worker = try await bench.enlist()
                    try await bench.settle(try await bench.claim(by: worker), by: worker)
                    return true
                }
                #expect(receiver.heard.values.map { $0.text.contains("call.finished") } == [true])
            }
        }
    }
}
