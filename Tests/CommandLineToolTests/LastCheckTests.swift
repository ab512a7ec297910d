import Foundation
import Rehearsal
import TestKit
import Testing

/// What an organizer or a person takes back while a worker is under way stays with us.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct LastCheckTests {
    /// Nothing is begun later than this after the command that forbids it has returned; see `Clearance`.
    ///
    /// Half a second more for a loaded machine between the first byte and the receiver's note.
    private static let bound = Duration.milliseconds(1_500)

    @Test func whoOptsOutOrIsDoneWhileAWorkerIsUnderWayIsNotAskedAnyMore() async throws {
        let outside = try Outside(replies: { step in
            guard case .message = step.event else { return nil }
            return .wait(.milliseconds(100))
        })
        let place = try Workplace(outside.settings(texts: false))
        try await place.submit(Crowd.willing(160))
        let worker = try place.start(["work", "--drain"])
        await outside.mails.reach(4)
        try await place.run("consent", "withdraw", "p120", "--channel", "email", expect: 0)
        try await place.run("complete", "rent-hearing", "p130", expect: 0)
        #expect(await worker.end().end == .exited(0))
        let asked = Set(outside.mails.values.flatMap(\.recipients))
        #expect(asked.count == 158)
        #expect(!asked.contains("p120@example.org") && !asked.contains("p130@example.org"))
        let log = try await place.log()
        func entry(_ person: String) -> Loose? { log.first { $0["person"]?.text == person } }
        #expect(entry("p120")?["state"]?.text == "skipped")
        #expect(entry("p120")?["reason"]?.text == "consent-withdrawn")
        #expect(entry("p120")?["attempts"]?.int == 0)
        #expect(entry("p130")?["reason"]?.text == "already-done")
        try await place.run("doctor", expect: 0)
        await outside.stop()
    }

    @Test func aPauseHoldsBackWhatAWorkerHasInHandAndResumingSendsIt() async throws {
        let times = Gathered<ContinuousClock.Instant>()
        let outside = try Outside(
            replies: { step in
                guard case .message = step.event else { return nil }
                times.add(.now)
                return .wait(.milliseconds(100))
            },
            answers: { step in
                guard case .message = step.event else { return nil }
                times.add(.now)
                return .wait(.milliseconds(100))
            }
        )
        let place = try Workplace(outside.settings())
        try await place.submit(Crowd.willing(300))
        let worker = try place.start(["work"])
        await times.reach(10)
        try await place.run("pause", "rent-hearing", expect: 0)
        let paused = ContinuousClock.now
        var status = try await place.status()
        while status.count("email", "sending") != 0 || status.count("sms", "sending") != 0 {
            status = try await place.status()
        }
        #expect(times.values.allSatisfy { paused.duration(to: $0) < Self.bound })
        #expect(status.count("email", "queued") ?? 0 > 100, "it was stopped in the middle")
        #expect(status.count("email", "sent") == outside.mails.count)
        #expect(try await place.log("--state", "queued").allSatisfy { $0["attempts"]?.int == 0 })
        worker.send(SIGTERM)
        #expect(await worker.end().end == .exited(0))
        await outside.stop()
    }
}
