package import Deliveries
import FileLock
import Foundation
import GRDB

extension SQLiteStore: TableSource {
    /// Shows the file as it is, and keeps everybody from writing to it meanwhile.
    package func picture<Result>(_ look: (any TablePicture) throws -> Result) throws -> Result {
        try pool.hold { db in try look(picture(db)) }
    }

    func picture(_ db: Database) -> any TablePicture { Picture(db: db, lifeLinePath: lifeLinePath) }

    /// Takes in everything that another store has; this one must be new.
    ///
    /// - Parameter source: Where it comes from.
    /// - Returns: How many rows of each table.
    /// - Throws: ``MoveError``, or ``StoreError``.
    package func fill(from source: any TableSource) async throws -> Moved {
        try await pool.write { db in
            try source.picture { picture in
                try MovedTables.check(picture)
                for table in MovedTables.telling
                where try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM \(table))") == true {
                    throw MoveError.notEmpty
                }
                let counts = try MovedTables.all.map { (table: $0, rows: try Self.fill($0, from: picture, db)) }
                return Moved(counts: counts, ledger: try Self.verifyLedger(db))
            }
        }
    }

    private static func fill(_ table: String, from picture: any TablePicture, _ db: Database) throws -> Int {
        var count = 0
        var insert: Statement?
        try picture.rows(of: table) { columns, row in
            let statement: Statement
            if let insert {
                statement = insert
            } else {
                let places = columns.map { _ in "?" }.joined(separator: ", ")
                let names = columns.joined(separator: ", ")
                statement = try db.makeStatement(
                    sql: "INSERT OR REPLACE INTO \(table) (\(names)) VALUES (\(places))"
                )
                insert = statement
            }
            try statement.execute(arguments: StatementArguments(row.map(\.databaseValue)))
            count += 1
        }
        return count
    }
}

/// The file as it is while nobody writes to it.
private struct Picture: TablePicture {
    let db: Database
    let lifeLinePath: String

    func tables() throws -> Set<String> {
        try Set(
            String.fetchAll(
                db,
                sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
        ).subtracting(["grdb_migrations"])
    }

    func livingWorkers() throws -> Int {
        try Int64.fetchAll(db, sql: "SELECT number FROM workers")
            .count { LifeLine.isHeld(path: lifeLinePath, byte: $0) }
    }

    func rows(of table: String, _ show: ([String], [Field]) throws -> Void) throws {
        let statement = try db.makeStatement(sql: "SELECT * FROM \(table)")
        let columns = statement.columnNames
        let rows = try Row.fetchCursor(statement)
        while let row = try rows.next() { try show(columns, row.databaseValues.map(Field.init)) }
    }
}

extension Field {
    fileprivate init(_ value: DatabaseValue) {
        self =
            switch value.storage {
            case .null: .null
            case .int64(let number): .integer(number)
            case .double(let number): .real(number)
            case .string(let text): .text(text)
            case .blob(let data): .blob(Array(data))
            }
    }

    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .real(let number): number.databaseValue
        case .text(let text): text.databaseValue
        case .blob(let bytes): Data(bytes).databaseValue
        }
    }
}
