import FileLock
import Foundation
import GRDB

/// A copy that was made of a database.
package struct DatabaseCopy: Sendable, Equatable {
    /// Its size.
    package let bytes: Int
    /// How many entries its consent ledger has.
    package let entries: Int64
}

/// Why a copy was not made; nothing of it is left behind.
package enum BackupError: Error, Equatable, Sendable {
    /// Something of that name is there.
    case taken(path: String)
    /// The copy cannot be written.
    case unwritable(path: String, reason: String)
    /// The copy is not what the database is.
    case damaged(reason: String)

    /// Whether the name was free, so that the fault lies elsewhere.
    package var isFree: Bool { if case .taken = self { false } else { true } }
}

extension BackupError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .taken(let path): "'\(path)' is there already, and a backup is never written over. Name another file."
        case .unwritable(let path, let reason):
            "The backup '\(path)' cannot be written: \(reason). Does its folder exist, may you write there, is there room?"
        case .damaged(let reason):
            "The copy was thrown away, since it is not sound: \(reason). Look at the database with 'clarion doctor'."
        }
    }
}

extension SQLiteStore {
    /// Copies the database, as it stands at one moment, into a file of its own; readers and writers go on meanwhile.
    ///
    /// The copy is made under another name, checked, written through to the disk, and given its name last, so that a file
    /// that bears the name is a whole backup.
    ///
    /// - Parameter path: The file; nothing may bear the name.
    /// - Returns: What was copied.
    /// - Throws: ``BackupError``, or what the database says when it cannot be read.
    package func backUp(to path: String) async throws -> DatabaseCopy {
        if FileManager.default.fileExists(atPath: path) { throw BackupError.taken(path: path) }
        let draft = "\(path).\(UUID().uuidString.prefix(8)).part"
        guard FileManager.default.createFile(atPath: draft, contents: nil, attributes: [.posixPermissions: 0o600])
        else {
            throw BackupError.unwritable(path: path, reason: "its folder is not there or closed to you")
        }
        defer { try? FileManager.default.removeItem(atPath: draft) }
        let entries = try await copy(to: draft, named: path)
        let attributes = try FileManager.default.attributesOfItem(atPath: draft)
        let bytes = (attributes[.size] as? Int) ?? 0
        switch Placing.place(draft, as: path) {
        case .placed: return DatabaseCopy(bytes: bytes, entries: entries)
        case .taken: throw BackupError.taken(path: path)
        case .failed(let reason): throw BackupError.unwritable(path: path, reason: reason)
        }
    }

    /// Copies and checks; on a reader's thread, since it may take minutes.
    ///
    /// All pages go in one step: it reads one snapshot of the write-ahead log, which holds up nobody. In several steps SQLite
    /// would begin anew whenever another process has written in between, and under load never end.
    private func copy(to draft: String, named path: String) async throws -> Int64 {
        try await pool.read { db in
            do {
                let copy = try DatabaseQueue(path: draft)
                defer { try? copy.close() }
                try copy.writeWithoutTransaction { target in
                    try db.backup(to: target)
                    // One file that needs no other beside it.
                    try target.execute(sql: "PRAGMA journal_mode = DELETE")
                }
                return try copy.read { try Self.examineCopy($0) }
            } catch let error as DatabaseError {
                throw BackupError.unwritable(path: path, reason: error.message ?? "\(error.resultCode)")
            }
        }
    }

    private static func examineCopy(_ db: Database) throws -> Int64 {
        let check = try String.fetchOne(db, sql: "PRAGMA integrity_check(1)") ?? "no answer"
        guard check == "ok" else { throw BackupError.damaged(reason: check) }
        do {
            return try verifyLedger(db)
        } catch let fault as any Error & CustomStringConvertible where !(fault is DatabaseError) {
            throw BackupError.damaged(reason: fault.description)
        }
    }
}
