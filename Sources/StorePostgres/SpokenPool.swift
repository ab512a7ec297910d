import Postgres

/// The database's connections; what they complain of is put into words before anybody else hears it.
struct SpokenPool: Sendable {
    private let pool: ConnectionPool

    init(_ pool: ConnectionPool) { self.pool = pool }

    /// Runs single statements, each of which may safely be repeated.
    ///
    /// - Throws: ``PostgresStoreError``, or what `work` throws of its own.
    func perform<Value: Sendable>(_ work: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
        try await spoken { try await pool.perform(work) }
    }

    /// Reads a snapshot.
    ///
    /// - Throws: ``PostgresStoreError``, or what `work` throws of its own.
    func read<Value: Sendable>(_ work: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
        try await spoken { try await pool.read(work) }
    }

    /// Writes in one transaction; `work` may run more than once.
    ///
    /// - Throws: ``PostgresStoreError``, or what `work` throws of its own.
    func write<Value: Sendable>(
        _ transaction: Transaction = .brief,
        _ work: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        try await spoken { try await pool.write(transaction, work) }
    }

    func close() async { await pool.close() }

    private func spoken<Value>(_ work: () async throws -> Value) async throws -> Value {
        do { return try await work() } catch let error as PostgresError {
            throw PostgresStoreError(error, at: pool.address)
        }
    }
}
