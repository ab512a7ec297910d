package import Deliveries
import Postgres

extension PostgresStore: TableSource {
    /// Shows one picture of the database over a connection of its own.
    package func picture<Result>(_ look: (any TablePicture) throws -> Result) throws -> Result {
        do {
            let db = try Connection(address)
            try db.script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0")
            return try look(Picture(db: db))
        } catch let error as PostgresError {
            throw PostgresStoreError(error, at: address)
        }
    }

    /// Takes in everything that another store has, in one transaction: whole, or not at all.
    ///
    /// - Parameter source: Where it comes from; nobody may write to it meanwhile.
    /// - Returns: How many rows of each table.
    /// - Throws: ``MoveError``, or ``PostgresStoreError``.
    package func fill(from source: any TableSource) async throws -> Moved {
        try await fill { look in try source.picture(look) }
    }

    /// Takes in everything that another store has, which nobody can write to afterwards.
    ///
    /// The old store is closed in the same hold in which it is copied, just before our commit. Where that is not made, it is
    /// opened again; where nobody can say whether it was made, or we die in between, it stays closed, for two stores that both
    /// take opt-outs are worse than none, and the same can be tried once more.
    ///
    /// - Parameter source: Where it comes from.
    /// - Returns: How many rows of each table.
    /// - Throws: ``MoveError``, or ``PostgresStoreError``.
    package func move(from source: any LeavableSource) async throws -> Moved {
        let wasLeft = try source.isLeft()
        do {
            return try await fill { [address] look in try source.leave(for: address.description, look) }
        } catch {
            var isInDoubt = false
            if case PostgresStoreError.inDoubt = error { isInDoubt = true }
            if !wasLeft && !isInDoubt { try source.comeBack() }
            throw error
        }
    }

    private func fill(
        _ show: @escaping @Sendable (_ look: (any TablePicture) throws -> Moved) throws -> Moved
    ) async throws -> Moved {
        try await pool.write(.long) { db in
            try show { picture in
                try MovedTables.check(picture)
                let living = try picture.livingWorkers() + Picture(db: db).livingWorkers()
                if living > 0 { throw MoveError.workersLive(living) }
                // Nobody else begins to use it before this is done.
                try db.execute("LOCK TABLE \(MovedTables.all.joined(separator: ", ")), workers IN EXCLUSIVE MODE")
                for table in MovedTables.telling
                where try db.execute("SELECT EXISTS (SELECT 1 FROM \(table))").first?[0] == true {
                    throw MoveError.notEmpty
                }
                // What a database has that was opened, and perhaps worked on, but never used.
                for table in MovedTables.all.reversed() where !MovedTables.telling.contains(table) {
                    try db.execute("DELETE FROM \(table)")
                }
                let counts = try MovedTables.all.map { (table: $0, rows: try Self.fill($0, from: picture, db)) }
                try Self.finish(db)
                return Moved(counts: counts, ledger: try Self.verifyLedger(db))
            }
        }
    }

    private static func fill(_ table: String, from picture: any TablePicture, _ db: Connection) throws -> Int {
        var names: [String]?
        var page: [[Value]] = []
        var sent = 0
        func flush() throws {
            guard let names, !page.isEmpty else { return }
            sent += page.count
            try db.copy(into: table, names) { put in for row in page { try put(row) } }
            page.removeAll(keepingCapacity: true)
        }
        try picture.rows(of: table) { columns, row in
            names = columns
            page.append(row.map(\.value))
            if page.count >= 5_000 { try flush() }
        }
        try flush()
        let found: Int = try db.executeOnce("SELECT count(*) FROM \(table)").first?[0] ?? 0
        guard found == sent else { throw MoveError.differs(table: table, sent: sent, found: found) }
        return found
    }

    /// What comes next gets numbers that nobody has; what a dead worker held must not look like a new one's.
    private static func finish(_ db: Connection) throws {
        for table in MovedTables.numbered {
            try db.execute(
                "SELECT setval('\(table)_number_seq', max(number)) FROM \(table) HAVING max(number) IS NOT NULL"
            )
        }
        try db.execute(
            """
            SELECT setval('workers_number_seq', max(worker)) FROM deliveries HAVING max(worker) IS NOT NULL
            """
        )
        // A group without a ledger has no head of one either.
        try db.execute(
            """
            INSERT INTO meta (name, value) VALUES ('ledger', decode(repeat('00', 32), 'hex'))
            ON CONFLICT (name) DO NOTHING
            """
        )
        try db.script("ANALYZE people, consents, calls, deliveries, tallies, completions")
    }
}

/// The database as one transaction sees it.
private struct Picture: TablePicture {
    let db: Connection

    func tables() throws -> Set<String> {
        let rows = try db.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        return Set(rows.map { $0[0] as String }).subtracting(["migrations", "commits"])
    }

    func livingWorkers() throws -> Int {
        try db.execute("SELECT count(*) FROM workers WHERE \(PostgresStore.isAlive)").first?[0] ?? 0
    }

    func rows(of table: String, _ show: ([String], [Field]) throws -> Void) throws {
        let columns = try db.execute(
            """
            SELECT attname::text, format_type(atttypid, NULL) FROM pg_attribute
            WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
            """,
            [.text(table)]
        ).map { (name: $0[0] as String, type: $0[1] as String) }
        let names = columns.map(\.name)
        try db.forEach("SELECT \(names.joined(separator: ", ")) FROM \(table)") { row in
            try show(names, columns.enumerated().map { Field(row, $0.offset, type: $0.element.type) })
        }
    }
}

extension Field {
    fileprivate init(_ row: Row, _ column: Int, type: String) {
        let field: Field? =
            switch type {
            case "bigint": (row[column] as Int64?).map(Field.integer)
            case "double precision": (row[column] as Double?).map(Field.real)
            case "bytea": (row[column] as [UInt8]?).map(Field.blob)
            default: (row[column] as String?).map(Field.text)
            }
        self = field ?? .null
    }

    fileprivate var value: Value {
        switch self {
        case .null: .null
        case .integer(let number): .integer(number)
        case .real(let number): .real(number)
        case .text(let text): .text(text)
        case .blob(let bytes): .blob(bytes)
        }
    }
}
