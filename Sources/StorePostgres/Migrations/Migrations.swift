import Postgres

/// Brings the tables of a database up to what this program knows; one transaction, one program at a time.
///
/// Nothing is made or dropped but by the numbered steps, and those only in a database that is ours or empty.
struct Migrations {
    let address: String
    let pool: SpokenPool

    private static let steps: [(identifier: String, sql: String)] = [
        ("0001 foundation", foundationSchema), ("0002 sharing", sharingSchema),
        ("0003 allotments", allotmentsSchema), ("0004 visits", visitsSchema),
        ("0005 withdrawals", withdrawalsSchema), ("0006 answers", answersSchema),
        ("0007 sheets", sheetsSchema), ("0008 accounts", accountsSchema), ("0009 custody", custodySchema),
        ("0010 doubt", doubtSchema),
        ("0012 turfs", turfsSchema),
        ("0013 sign-ups", signUpsSchema),
        ("0014 opt-ins", optInsSchema),
        ("0015 office", officeSchema),
        ("0016 programs", programsSchema),
        ("0018 frequency", frequencySchema),
        ("0019 mentions", mentionsSchema),
        ("0020 sign-up undo", signUpUndoSchema),
        ("0022 commits", commitsSchema),
        ("0023 sign-up moments", signUpMomentsSchema),
        ("0024 strikes", strikesSchema),
        ("0028 lanes", lanesSchema),
        ("0029 witnesses", witnessesSchema),
    ]
    /// The first version that this program is tried with.
    private static let oldest = 150_000

    private enum Standing {
        case current, due
    }

    func run() async throws {
        // A look first: a program that only starts must not queue up for the lock.
        if try await pool.perform({ try standing($0) }) == .current { return }
        try await pool.write(.long) { db in
            try db.execute("SELECT pg_advisory_xact_lock(\(PostgresStore.lockClass), 0)")
            // Somebody else may have done it while we waited.
            if try standing(db) == .current { return }
            try db.execute(
                "CREATE TABLE IF NOT EXISTS migrations (identifier TEXT PRIMARY KEY, at TIMESTAMPTZ DEFAULT now())"
            )
            let done = try Self.applied(db)
            for step in Self.steps where !done.contains(step.identifier) {
                try db.script(step.sql)
                try db.execute("INSERT INTO migrations (identifier) VALUES ($1)", [.text(step.identifier)])
            }
            let key = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
            try db.execute(
                "INSERT INTO meta (name, value) VALUES ('key', $1) ON CONFLICT (name) DO NOTHING",
                [.blob(key)]
            )
        }
    }

    private func standing(_ db: Connection) throws -> Standing {
        try examineServer(db)
        let found = try db.executeOnce(
            """
            SELECT to_regclass('migrations') IS NOT NULL,
                (SELECT count(*) FROM pg_tables WHERE schemaname = current_schema())
            """
        ).first
        guard found?[0] == true else {
            let tables: Int = found?[1] ?? 0
            if tables > 0 { throw PostgresStoreError.foreign(address: address) }
            return .due
        }
        let done: Set<String>
        do {
            done = try Self.applied(db)
        } catch PostgresError.refused(state: "42703", _) {
            // A table of that name that has no such column is somebody else's.
            throw PostgresStoreError.foreign(address: address)
        }
        let known = Self.steps.map(\.identifier)
        if !done.isSubset(of: known) {
            throw done.contains { $0.hasPrefix("0001 foundation") }
                ? PostgresStoreError.newer(address: address) : PostgresStoreError.foreign(address: address)
        }
        return done.count == known.count ? .current : .due
    }

    private static func applied(_ db: Connection) throws -> Set<String> {
        Set(try db.executeOnce("SELECT identifier FROM migrations").map { $0[0] as String })
    }

    private func examineServer(_ db: Connection) throws {
        let row = try db.executeOnce(
            "SELECT current_setting('server_version_num')::int, current_setting('server_version'), "
                + "current_setting('server_encoding')"
        ).first
        let number: Int = row?[0] ?? 0
        if number < Self.oldest { throw PostgresStoreError.old(address: address, version: row?[1] ?? "unknown") }
        let encoding: String = row?[2] ?? ""
        if encoding != "UTF8" { throw PostgresStoreError.encoding(address: address, name: encoding) }
    }
}
