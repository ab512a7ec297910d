import Dispatch
import Synchronization

/// A bounded number of connections to one database, each with a thread of its own for the calls that block.
package final class ConnectionPool: Sendable {
    package let address: ServerAddress
    private let state: Mutex<State>

    private struct State {
        var idle: [Seat]
        var waiting: [CheckedContinuation<Seat, Never>] = []
    }

    /// Makes a pool; nothing is connected before it is needed.
    ///
    /// - Parameters:
    ///   - address: Where to.
    ///   - size: How many connections at most; 1 or more.
    package init(_ address: ServerAddress, size: Int) {
        self.address = address
        state = Mutex(State(idle: (0..<max(1, size)).map { _ in Seat(address) }))
    }

    /// Does something without a transaction: single statements, each of which may safely be repeated.
    package func perform<Result: Sendable>(
        _ work: @escaping @Sendable (Connection) throws -> Result
    ) async throws -> Result {
        try await seated { seat in try seat.perform(work) }
    }

    /// Reads one moment's picture of the data; takes as long as it takes.
    package func read<Result: Sendable>(
        _ work: @escaping @Sendable (Connection) throws -> Result
    ) async throws -> Result {
        try await seated { seat in try seat.read(work) }
    }

    /// Writes in one transaction.
    ///
    /// `work` runs again when it had to give way to another transaction, or when the connection turned out to be broken, so
    /// it changes nothing but the database. An answer to the commit that got lost is asked for until it is known.
    ///
    /// - Parameters:
    ///   - transaction: How long it may take, and what it sees of others.
    ///   - work: What to write.
    /// - Returns: What `work` gave when it was committed.
    /// - Throws: ``PostgresError``, or what `work` throws of its own.
    package func write<Result: Sendable>(
        _ transaction: Transaction = .brief,
        _ work: @escaping @Sendable (Connection) throws -> Result
    ) async throws -> Result {
        try await seated { seat in try seat.write(transaction, work) }
    }

    /// Ends the connections of those seats that nobody sits on; used again, they connect again.
    package func close() async {
        for seat in state.withLock({ $0.idle }) {
            await withCheckedContinuation { continuation in
                seat.queue.async {
                    seat.disconnect()
                    continuation.resume()
                }
            }
        }
    }

    private func seated<Result: Sendable>(
        _ work: @escaping @Sendable (Seat) throws -> Result
    ) async throws -> Result {
        let seat = await take()
        defer { release(seat) }
        return try await withCheckedThrowingContinuation { continuation in
            seat.queue.async { continuation.resume(with: Swift.Result { try work(seat) }) }
        }
    }

    private func take() async -> Seat {
        await withCheckedContinuation { continuation in
            let seat: Seat? = state.withLock { state in
                if let seat = state.idle.popLast() { return seat }
                state.waiting.append(continuation)
                return nil
            }
            if let seat { continuation.resume(returning: seat) }
        }
    }

    private func release(_ seat: Seat) {
        let next: CheckedContinuation<Seat, Never>? = state.withLock { state in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.idle.append(seat)
            return nil
        }
        next?.resume(returning: seat)
    }
}

/// How a writing transaction goes about its work.
package enum Transaction: Sendable {
    /// Each statement sees what is committed by then; what it is to change is locked and looked at again.
    case brief
    /// The same, and a statement may take as long as it takes.
    case long
    /// All statements see the picture of the first one, however long they take; it runs again where others got between.
    case picture
}
