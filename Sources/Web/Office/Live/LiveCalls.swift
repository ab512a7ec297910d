import Synchronization

/// Tells the pages that are open how their calls go on.
///
/// One reader looks for all of them, every two seconds while there are any: at each call once, however many follow it, and
/// at all their sessions together. Whoever is no longer logged in hears no more.
final class LiveCalls: Sendable {
    /// What the reader asks of the database.
    struct Source: Sendable {
        /// The figures of a call, as markup; `nil` when there is no such call.
        let figures: @Sendable (String) async throws -> String?
        /// Those of the sessions that have not ended.
        let openSessions: @Sendable ([[UInt8]]) async throws -> Set<[UInt8]>
    }

    private struct Follower {
        let call: String
        let session: [UInt8]
        let hears: AsyncStream<String>.Continuation
        /// What it heard last, and how many rounds ago.
        var last: String?
        var rounds = 0
    }

    private struct State {
        var followers: [Int: Follower] = [:]
        var next = 0
        var isReading = false
    }

    private let state = Mutex(State())
    private let pause: Duration

    /// Each follower holds a connection.
    static let most = 200
    /// Browsers open six connections to a host at most; somebody with more pages than this would wait for the next one.
    static let mostOfOne = 4
    /// After so many rounds the same is said again: connections that are silent are cut on their way, and one that nobody holds
    /// any more is found out.
    private static let quietRounds = 5

    /// - Parameter pause: Between two looks.
    init(every pause: Duration) { self.pause = pause }

    /// How many follow anything.
    var count: Int { state.withLock { $0.followers.count } }

    /// Begins to follow a call.
    ///
    /// - Parameters:
    ///   - call: Which.
    ///   - session: The digest of the follower's session.
    ///   - source: Where the reader looks.
    /// - Returns: Markup, at once and whenever something has changed, until the session ends or nobody listens; `nil` when there
    ///   are too many followers. Who is slow gets the newest only.
    func follow(_ call: String, session: [UInt8], from source: Source) -> AsyncStream<String>? {
        let (stream, continuation) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(1))
        let added = state.withLock { state -> (number: Int, begins: Bool)? in
            let own = state.followers.values.count { $0.session == session }
            guard state.followers.count < Self.most, own < Self.mostOfOne else { return nil }
            let number = state.next
            state.next += 1
            state.followers[number] = Follower(call: call, session: session, hears: continuation)
            defer { state.isReading = true }
            return (number, !state.isReading)
        }
        guard let added else { return nil }
        continuation.onTermination = { [weak self] _ in self?.leave(added.number) }
        if added.begins { Task { await read(source) } }
        return stream
    }

    private func leave(_ number: Int) { _ = state.withLock { $0.followers.removeValue(forKey: number) } }

    /// Goes on until nobody follows anything.
    private func read(_ source: Source) async {
        while let (calls, sessions) = wanted() {
            do {
                let open = try await source.openSessions(sessions)
                var figures: [String: String] = [:]
                for call in calls { figures[call] = try await source.figures(call) }
                tell(figures, open: open)
            } catch {
                // Browsers come back after a while, and then the database may be there again.
                end { _ in true }
            }
            try? await Task.sleep(for: pause)
        }
    }

    private func wanted() -> (calls: Set<String>, sessions: [[UInt8]])? {
        state.withLock { state in
            guard !state.followers.isEmpty else {
                state.isReading = false
                return nil
            }
            let followers = state.followers.values
            return (Set(followers.map(\.call)), Array(Set(followers.map(\.session))))
        }
    }

    private func tell(_ figures: [String: String], open: Set<[UInt8]>) {
        // Those who came while the reader looked are of the next round.
        end { !open.contains($0.session) && $0.rounds > 0 || $0.last != nil && figures[$0.call] == nil }
        let due = state.withLock { state -> [(AsyncStream<String>.Continuation, String)] in
            var due: [(AsyncStream<String>.Continuation, String)] = []
            for (number, follower) in state.followers {
                state.followers[number]?.rounds += 1
                guard let now = figures[follower.call], open.contains(follower.session),
                    now != follower.last || follower.rounds >= Self.quietRounds
                else { continue }
                state.followers[number]?.last = now
                state.followers[number]?.rounds = 1
                due.append((follower.hears, now))
            }
            return due
        }
        for (hears, now) in due { hears.yield(now) }
    }

    private func end(where isOver: (Follower) -> Bool) {
        let over = state.withLock { state -> [Follower] in
            let over = state.followers.filter { isOver($0.value) }
            for number in over.keys { state.followers[number] = nil }
            return Array(over.values)
        }
        // Outside the lock, which the end of a stream takes again.
        for follower in over { follower.hears.finish() }
    }
}
