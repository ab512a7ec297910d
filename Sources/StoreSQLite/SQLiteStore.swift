import Deliveries
import Foundation
import GRDB
import People

/// The embedded engine: one SQLite file, one writer at a time, readers that never wait.
///
/// Write-ahead log with `synchronous=FULL`, so that what was acknowledged survives a power cut; writes begin with IMMEDIATE,
/// so that two of them queue up instead of failing half-way.
package final class SQLiteStore: Sendable {
    let pool: SpokenPool
    /// The file whose locked bytes tell which workers live.
    let lifeLinePath: String
    /// Keys delivery keys and fingerprints; made with the database and never shown.
    let key: StoreKey
    let lifeLines: LifeLines
    let ownMeters = OwnMeters()

    /// Opens the database, making or migrating it where that is due.
    ///
    /// - Parameters:
    ///   - path: The file; its folder must exist.
    ///   - steady: A clock that nobody sets, by which the silence of other workers is counted.
    /// - Throws: ``StoreError`` when the file cannot be opened, is not ours, or was written by a newer Clarion.
    package init(
        path: String,
        steady: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) throws {
        lifeLines = LifeLines(steady: steady)
        let opened = try Self.open(path)
        pool = SpokenPool(opened)
        // By the file's one true name: a link to it must not have other locks than itself.
        lifeLinePath = URL(filePath: path).resolvingSymlinksInPath().path + "-workers"
        key = try SpokenPool.spoken {
            try opened.read { db in
                StoreKey(try Data.fetchOne(db, sql: "SELECT value FROM meta WHERE name = 'key'") ?? Data())
            }
        }
    }

    private static func open(_ path: String) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.busyMode = .timeout(120)
        configuration.label = "clarion"
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA cache_size = -16000; PRAGMA temp_store = FILE")
            db.add(function: Self.plainLetters)
        }
        // People's data: for the owner's eyes alone. SQLite gives its other files the rights of this one.
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        do {
            let pool = try DatabasePool(path: path, configuration: configuration)
            do { try migrate(pool) } catch is DatabaseError {
                // Another program may have made the tables between our look and our writing; then all is done by now.
                try migrate(pool)
            }
            // GRDB sets NORMAL on the writer after prepareDatabase has run, so FULL is asked for again.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            return pool
        } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
            throw StoreError.foreign(path: path)
        } catch let error as DatabaseError {
            throw StoreError.unavailable(path: path, reason: error.message ?? "\(error.resultCode)")
        }
    }

    /// The other engine does the same in SQL; no column, index or check may rest on it.
    private static let plainLetters = DatabaseFunction("plain_letters", argumentCount: 1, pure: true) { values in
        String.fromDatabaseValue(values[0]).map(PlainLetters.text)
    }

    private static func migrate(_ pool: DatabasePool) throws {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("0001 foundation") { db in
            try db.execute(sql: foundationSchema)
            let key = Data((0..<32).map { _ in UInt8.random(in: .min ... .max) })
            try db.execute(sql: "INSERT INTO meta (name, value) VALUES ('key', ?)", arguments: [key])
        }
        migrator.registerMigration("0002 sharing") { try $0.execute(sql: sharingSchema) }
        migrator.registerMigration("0003 allotments") { try $0.execute(sql: allotmentsSchema) }
        migrator.registerMigration("0004 visits") { try $0.execute(sql: visitsSchema) }
        migrator.registerMigration("0005 withdrawals") { db in try db.execute(sql: withdrawalsSchema) }
        migrator.registerMigration("0006 answers") { try $0.execute(sql: answersSchema) }
        migrator.registerMigration("0007 sheets") { try $0.execute(sql: sheetsSchema) }
        migrator.registerMigration("0008 accounts") { try $0.execute(sql: accountsSchema) }
        migrator.registerMigration("0009 custody") { try $0.execute(sql: custodySchema) }
        migrator.registerMigration("0010 doubt") { db in try db.execute(sql: doubtSchema) }
        migrator.registerMigration("0011 constraints") { db in try db.execute(sql: constraintsSchema) }
        migrator.registerMigration("0012 turfs") { try $0.execute(sql: turfsSchema) }
        migrator.registerMigration("0013 sign-ups") { db in try db.execute(sql: signUpsSchema) }
        migrator.registerMigration("0014 opt-ins") { db in try db.execute(sql: optInsSchema) }
        migrator.registerMigration("0015 office") { db in try db.execute(sql: officeSchema) }
        migrator.registerMigration("0016 programs") { try $0.execute(sql: programsSchema) }
        migrator.registerMigration("0018 frequency") { db in try db.execute(sql: frequencySchema) }
        migrator.registerMigration("0019 mentions") { try $0.execute(sql: mentionsSchema) }
        migrator.registerMigration("0020 sign-up undo") { try $0.execute(sql: signUpUndoSchema) }
        migrator.registerMigration("0023 sign-up moments") { try $0.execute(sql: signUpMomentsSchema) }
        migrator.registerMigration("0024 strikes") { try $0.execute(sql: strikesSchema) }
        migrator.registerMigration("0028 lanes") { try $0.execute(sql: lanesSchema) }
        migrator.registerMigration("0029 witnesses") { try $0.execute(sql: witnessesSchema) }
        let (isNewer, isForeign) = try pool.read { db in
            let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master WHERE type = 'table'") ?? 0
            let isOurs = try db.tableExists("grdb_migrations")
            return (try migrator.hasBeenSuperseded(db), tables > 0 && !isOurs)
        }
        if isNewer { throw StoreError.newer(path: pool.path) }
        if isForeign { throw StoreError.foreign(path: pool.path) }
        try migrator.migrate(pool)
    }
}
