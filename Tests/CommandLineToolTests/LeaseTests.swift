import Foundation
import Rehearsal
import Synchronization
import TestKit
import Testing

/// A worker that was stopped for longer than its lease, and comes back.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct LeaseTests {
    @Test func aWorkerThatLostItsLeaseSendsNothingMoreOfWhatItHeldAndChangesNothing() async throws {
        // Slow until the worker stands still, so that it does not finish before on a machine with other work.
        let isSlow = Atomic(true)
        let outside = try Outside(replies: { step in
            guard case .message = step.event, isSlow.load(ordering: .relaxed) else { return nil }
            return .wait(.milliseconds(50))
        })
        var settings = outside.settings(texts: false)
        settings.lease = "2s"
        let place = try Workplace(settings)
        let people = 800
        try await place.submit(Crowd.willing(people))
        let stopped = try place.start(["work"])
        await outside.mails.reach(8)
        try await Self.stop(stopped, in: place)
        isSlow.store(false, ordering: .relaxed)
        let status = try await place.status()
        #expect(status.count("email", "sending") ?? 0 > 8, "it holds more than is on the wire")
        // Taken by the server, and the outcome not yet written: these may come a second time, and no others.
        let unwritten = outside.mails.count - (status.count("email", "sent") ?? 0)
        try await place.run("work", "--drain", expect: 0)
        #expect(try await place.status().count("email", "sent") == people)
        let before = try await place.log()
        let mails = outside.mails.count
        // What a connection had still to deliver at the stop the server takes a moment later.
        let onTheWire = settings.connections * 2
        #expect(mails - people <= unwritten + onTheWire, "\(mails) mails, \(unwritten) unwritten at the stop")
        stopped.send(SIGCONT)
        // It has come back to itself when it takes a new call.
        try place.write("next.md", TestCall(slug: "next").text)
        try await place.run("submit", "next.md", expect: 0)
        await outside.mails.reach(mails + people)
        while try await place.status("next").count("email", "sent") != people {}
        stopped.send(SIGTERM)
        let result = await stopped.end()
        #expect(result.end == .exited(0))
        #expect(result.errors.contains("begins anew"), "\(result.errors)")
        #expect(outside.mails.count - mails - people <= settings.connections, "only what was on the wire")
        #expect(try await place.log("--call", "rent-hearing") == before, "what another has finished stays as it is")
        try await place.run("doctor", expect: 0)
        await outside.stop()
    }

    @Test func twoWorkersTogetherKeepTheRateOfAChannel() async throws {
        let times = Gathered<ContinuousClock.Instant>()
        let outside = try Outside(answers: { step in
            if case .message = step.event { times.add(.now) }
            return nil
        })
        var settings = outside.settings(mail: false)
        settings.rate = "40/s"
        let place = try Workplace(settings)
        try await place.submit(Crowd.willing(160))
        let workers = try (1...2).map { _ in try place.start(["work", "--drain"]) }
        for worker in workers { #expect(await worker.end().end == .exited(0)) }
        let all = times.values.sorted()
        #expect(all.count == 160)
        for (index, first) in all.enumerated() {
            let inTwoSeconds = all[index...].prefix { first.duration(to: $0) < .seconds(2) }.count
            // A tenth of a second's worth more may be begun at once, and what was begun may be delayed on its way.
            #expect(inTwoSeconds <= 80 + 4 + settings.connections * 2, "\(inTwoSeconds)")
        }
        #expect(all[0].duration(to: all[159]) >= .milliseconds(3_700))
        #expect(all[0].duration(to: all[159]) < .seconds(12), "and use it")
        await outside.stop()
    }

    /// Stops a worker at a moment at which it does not write: one that is stopped in the middle of a transaction keeps the
    /// lock of the file, and everybody else waits for it.
    private static func stop(_ worker: RunningProgram, in place: Workplace) async throws {
        let begin = """
            import sqlite3
            database = sqlite3.connect("clarion.db", timeout=0.2, isolation_level=None)
            database.execute("BEGIN IMMEDIATE")
            """
        worker.send(SIGSTOP)
        while try await place.python(begin).end != .exited(0) {
            worker.send(SIGCONT)
            worker.send(SIGSTOP)
        }
    }
}
