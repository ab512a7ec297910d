import Foundation
import Rehearsal
import Synchronization
import TestKit
import Testing

/// `connections` holds over all workers of a database.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct ConnectionLimitTests {
    /// Connections from greeting to goodbye: a worker waits for the answer to its goodbye, so that none is missed.
    private final class Census: Sendable {
        private let state = Mutex((open: Set<Int>(), most: 0, later: 0))

        var most: Int { state.withLock { $0.most } }
        /// Mails over other connections than the first four.
        var later: Int { state.withLock { $0.later } }

        func note(_ step: SMTPStep) {
            state.withLock { state in
                if step.event == .quit {
                    state.open.remove(step.connection)
                } else {
                    state.open.insert(step.connection)
                }
                if step.connection > 4, case .message = step.event { state.later += 1 }
                state.most = max(state.most, state.open.count)
            }
        }
    }

    @Test func twoWorkersTogetherKeepTheConnectionsOfAChannel() async throws {
        let census = Census()
        let outside = try Outside(replies: { step in
            census.note(step)
            guard case .message = step.event else { return nil }
            return .wait(.milliseconds(20))
        })
        let place = try Workplace(outside.settings(texts: false))
        try await place.submit(Crowd.willing(900))
        let first = try place.start(["work", "--drain"])
        await outside.mails.reach(50)
        #expect(census.most == 4, "one worker has all")
        let second = try place.start(["work", "--drain"])
        for worker in [first, second] {
            let result = await worker.end()
            #expect(result.end == .exited(0), "\(result.errors)")
        }
        #expect(census.most == 4)
        #expect(census.later > 50, "the second sends too, in place of the first: \(census.later)")
        #expect(outside.mails.count == 900)
        #expect(try await place.status().count("email", "sent") == 900)
        await outside.stop()
    }

    @Test func aWorkerWithoutAConnectionWaitsAndADrainEnds() async throws {
        let outside = try Outside()
        var settings = outside.settings(mail: false)
        settings.connections = 1
        let place = try Workplace(settings)
        try await place.submit(Crowd.willing(300))
        let workers = try (1...3).map { _ in try place.start(["work", "--drain"]) }
        for worker in workers { #expect(await worker.end().end == .exited(0)) }
        #expect(outside.texts.count == 300)
        #expect(try await place.status().count("sms", "sent") == 300)
        await outside.stop()
    }
}
