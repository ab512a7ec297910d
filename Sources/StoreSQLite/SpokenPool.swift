import GRDB

/// The database's connections; what they complain of is put into words before anybody else hears it.
///
/// GRDB's own errors quote the statement, which is no use to an organizer.
struct SpokenPool: Sendable {
    private let pool: DatabasePool

    init(_ pool: DatabasePool) { self.pool = pool }

    /// Reads a snapshot.
    ///
    /// - Throws: ``StoreError/failed(reason:)``, or what `work` throws of its own.
    func read<Value: Sendable>(_ work: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await Self.spoken { try await pool.read(work) }
    }

    /// Writes in one transaction.
    ///
    /// - Throws: ``StoreError/failed(reason:)``, or what `work` throws of its own.
    func write<Value: Sendable>(_ work: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await Self.spoken { try await pool.write(work) }
    }

    /// Does what no transaction may surround.
    ///
    /// - Throws: ``StoreError/failed(reason:)``, or what `work` throws of its own.
    func writeWithoutTransaction(_ work: @escaping @Sendable (Database) throws -> Void) async throws {
        try await Self.spoken { try await pool.writeWithoutTransaction(work) }
    }

    /// Keeps everybody else from writing while `look` reads; blocks.
    ///
    /// - Throws: ``StoreError/failed(reason:)``, or what `look` throws of its own.
    func hold<Value>(_ look: (Database) throws -> Value) throws -> Value { try Self.spoken { try pool.write(look) } }

    private static func spoken<Value>(_ work: () async throws -> Value) async throws -> Value {
        do { return try await work() } catch let error as DatabaseError { throw StoreError(error) }
    }

    /// Does something with a database, and puts its complaint into words.
    static func spoken<Value>(_ work: () throws -> Value) throws -> Value {
        do { return try work() } catch let error as DatabaseError { throw StoreError(error) }
    }
}

extension StoreError {
    fileprivate init(_ error: DatabaseError) {
        if error.extendedResultCode == .SQLITE_CONSTRAINT_TRIGGER, let message = error.message,
            message.hasPrefix(Self.movedPrefix)
        {
            self = .moved(to: String(message.dropFirst(Self.movedPrefix.count)))
        } else {
            self = .failed(reason: error.message ?? "\(error.resultCode)")
        }
    }
}
