package import Deliveries
import GRDB

/// A file that was moved away refuses every write by triggers of its own: a page or a worker that has it open, of whatever
/// version, would else go on taking opt-outs that nobody ever looks at.
extension SQLiteStore: LeavableSource {
    package func isLeft() throws -> Bool {
        try pool.hold { db in try !Self.triggers(db).isEmpty }
    }

    package func leave(for address: String, _ look: (any TablePicture) throws -> Moved) throws -> Moved {
        try pool.hold { db in
            let moved = try look(picture(db))
            let reason = (StoreError.movedPrefix + address).replacing("'", with: "''")
            for table in try picture(db).tables().sorted() {
                for change in ["INSERT", "UPDATE", "DELETE"] {
                    try db.execute(
                        sql: """
                            CREATE TRIGGER IF NOT EXISTS moved_\(table)_\(change.lowercased()) BEFORE \(change) ON \(table)
                            BEGIN SELECT RAISE (ABORT, '\(reason)'); END
                            """
                    )
                }
            }
            return moved
        }
    }

    package func comeBack() throws {
        try pool.hold { db in
            for trigger in try Self.triggers(db) { try db.execute(sql: "DROP TRIGGER \(trigger)") }
        }
    }

    private static func triggers(_ db: Database) throws -> [String] {
        try String.fetchAll(
            db,
            sql: "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'moved_*' ORDER BY name"
        )
    }
}
