import CPostgres
import Foundation
import Glibc
import Synchronization

/// A connection that waits for notifications, on a thread of its own, and holds the marks by which others see that this
/// process lives: advisory locks, which the server lets go of when the connection ends, however it ends.
///
/// It connects again when it is cut off, and rings then too, since something may have been missed.
package final class Listener: Sendable {
    private let address: ServerAddress
    private let channel: String
    private let markClass: Int32
    private let state = Mutex(State())
    private let wake: WakePipe

    private struct State {
        var marks: Set<Int64> = []
        var bells: [Int: @Sendable () -> Void] = [:]
        var nextBell = 0
        var isEnded = false
    }

    /// Starts to listen.
    ///
    /// - Parameters:
    ///   - address: Where to.
    ///   - channel: The notifications' name; a word of letters.
    ///   - markClass: Tells these marks from other programs' advisory locks.
    package init(_ address: ServerAddress, channel: String, markClass: Int32) {
        self.address = address
        self.channel = channel
        self.markClass = markClass
        wake = WakePipe()
    }

    /// Starts the thread; it ends with ``end()``.
    package func start() {
        Thread.detachNewThread { [self] in
            while !state.withLock({ $0.isEnded }) {
                // What went wrong, workers hear from their own statements; here it is tried again.
                try? listen()
                if !state.withLock({ $0.isEnded }) { wake.wait(upTo: 1_000) }
            }
        }
    }

    /// Lets the thread end, and with it every mark.
    package func end() {
        state.withLock { $0.isEnded = true }
        wake.ring()
    }

    /// Holds the mark of a number for as long as the connection lasts; taken again after it was cut off.
    package func hold(_ number: Int64) {
        _ = state.withLock { $0.marks.insert(number) }
        wake.ring()
    }

    package func drop(_ number: Int64) {
        _ = state.withLock { $0.marks.remove(number) }
        wake.ring()
    }

    /// A stream that gives something whenever there is news; it ends with the task that reads it.
    package func news() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            state.nextBell += 1
            state.bells[state.nextBell] = { continuation.yield() }
            return state.nextBell
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.bells.removeValue(forKey: number) }
        }
        return stream
    }

    private func listen() throws(PostgresError) {
        let connection = try Connection(address)
        try connection.script("SET statement_timeout = 0; LISTEN \(channel)")
        ring()
        var held: Set<Int64> = []
        while true {
            let (marks, isEnded) = state.withLock { ($0.marks, $0.isEnded) }
            if isEnded { return }
            for number in held.subtracting(marks) {
                try connection.execute("SELECT pg_advisory_unlock(\(markClass), $1::int)", [.integer(number)])
                held.remove(number)
            }
            for number in marks.subtracting(held) {
                let sql = "SELECT pg_try_advisory_lock(\(markClass), $1::int)"
                if try connection.execute(sql, [.integer(number)]).first?[0] == true { held.insert(number) }
            }
            wake.wait(upTo: held == marks ? 30_000 : 1_000, or: PQsocket(connection.handle))
            guard PQconsumeInput(connection.handle) == 1 else { throw connection.broken }
            var isRung = false
            while let notice = PQnotifies(connection.handle) {
                isRung = true
                PQfreemem(notice)
            }
            if isRung { ring() }
        }
    }

    private func ring() {
        let bells = state.withLock { Array($0.bells.values) }
        for bell in bells { bell() }
    }
}
