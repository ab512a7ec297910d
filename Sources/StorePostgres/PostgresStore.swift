package import Crypto
import Deliveries
import Postgres
import Synchronization

/// The engine for many machines: a PostgreSQL database, any number of workers on any number of hosts.
package final class PostgresStore: Sendable {
    let address: ServerAddress
    let pool: SpokenPool
    let key: StoreKey
    /// Hears of news, and holds the marks of this process's workers.
    let listener: Listener
    private let isListening = Mutex(false)
    /// Workers of this process that do not know what they hold: what became of a claim of theirs could not be learned.
    let doubtful = Mutex<Set<WorkerNumber>>([])
    /// What this process has seen of other workers' lives.
    let signs = Mutex(LifeSigns())
    let ownMeters = OwnMeters()
    /// When old marks of commits were last taken away.
    let cleanedAt: Mutex<ContinuousClock.Instant>
    /// A clock that nobody sets.
    let steady: @Sendable () -> ContinuousClock.Instant

    /// Tells our advisory locks from those of other programs in the same database: "clrn".
    ///
    /// Number 0 is held by whoever makes or changes tables, the others by the workers whose numbers they are.
    static let lockClass: Int32 = 0x636C_726E
    /// The notifications' name.
    static let channel = "clarion"

    /// Opens the database, making or migrating its tables where that is due.
    ///
    /// - Parameters:
    ///   - url: `postgres://…`; the database itself must exist.
    ///   - connections: How many connections at most, besides the one that a worker listens on.
    ///   - steady: A clock that nobody sets, by which the silence of other workers is counted.
    /// - Returns: The store.
    /// - Throws: ``PostgresStoreError`` when it cannot be reached, is not ours, or was written by a newer Clarion.
    package static func open(
        _ url: String,
        connections: Int = 4,
        steady: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) async throws -> PostgresStore {
        let address: ServerAddress
        do { address = try ServerAddress(url) } catch { throw PostgresStoreError.invalidAddress }
        let connections = ConnectionPool(address, size: connections)
        let pool = SpokenPool(connections)
        try await Migrations(address: address.description, pool: pool).run()
        let key = try await pool.perform { db -> [UInt8] in
            try db.execute("SELECT value FROM meta WHERE name = 'key'").first?[0] ?? []
        }
        return PostgresStore(address, pool, StoreKey(key), steady)
    }

    private init(
        _ address: ServerAddress,
        _ pool: SpokenPool,
        _ key: StoreKey,
        _ steady: @escaping @Sendable () -> ContinuousClock.Instant
    ) {
        self.steady = steady
        cleanedAt = Mutex(steady())
        self.address = address
        self.pool = pool
        self.key = key
        listener = Listener(address, channel: Self.channel, markClass: Self.lockClass)
    }

    deinit { listener.end() }

    /// A delivery's key: the same for every attempt at it, guessable by nobody.
    package func deliveryKey(_ number: Int64) -> String { key.deliveryKey(number) }

    /// What personal links are made with where the settings name no secret.
    package var linkSecret: SymmetricKey { key.linkSecret }

    /// Ends every connection; nothing may be under way.
    package func close() async {
        listener.end()
        await pool.close()
    }

    /// Starts to listen, if nobody has yet: commands that only look need no connection for that.
    func listen() {
        let isFirst = isListening.withLock { isListening in
            defer { isListening = true }
            return !isListening
        }
        if isFirst { listener.start() }
    }

    /// Wakes every worker when the transaction is committed.
    static func ring(_ db: Connection) throws { try db.execute("SELECT pg_notify('\(channel)', '')") }
}
