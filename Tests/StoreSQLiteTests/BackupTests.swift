import Deliveries
import Foundation
import StoreSQLite
import Synchronization
import TestKit
import Testing

/// A backup is a whole database of one moment, whatever goes on meanwhile.
@Suite(.timeLimit(.minutes(1)))
struct BackupTests {
    /// The books and the ledger of a copy hold.
    private func examine(_ path: String) async throws -> StoreBench {
        let store = try SQLiteStore(path: path)
        for finding in try await store.examine() { #expect(finding.isGood, "\(finding.text)") }
        _ = try await store.verifyLedger()
        return StoreBench(store) { try SQLiteStore(path: path) }
    }

    @Test func aCopyHasEverythingAndIsForItsOwnerAlone() async throws {
        try await withDatabasePath { path in
            let store = try SQLiteStore(path: path)
            let bench = StoreBench(store) { try SQLiteStore(path: path) }
            try await bench.queue(20)
            let copy = try await store.backUp(to: "\(path).backup")
            #expect(copy.entries == 20)
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(path).backup")
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            #expect(attributes[.size] as? Int == copy.bytes)
            let folder = URL(filePath: path).deletingLastPathComponent().path
            let files = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(files.filter { $0.contains("backup") } == ["clarion.db.backup"], "one file, and no leftovers")
            #expect(try await examine("\(path).backup").counts() == [.queued: 20])
        }
    }

    @Test func copiesMadeWhileAWorkerWritesAreEachOfOneMoment() async throws {
        try await withDatabasePath { path in
            let store = try SQLiteStore(path: path)
            let bench = StoreBench(store) { try SQLiteStore(path: path) }
            try await bench.queue(400)
            // The writer is another connection, as another process would be.
            let writer = StoreBench(try SQLiteStore(path: path), another: bench.another)
            let isDone = Mutex(false)
            async let writing: Int = {
                let worker = try await writer.enlist()
                var commits = 0
                while !isDone.withLock({ $0 }) {
                    let claimed = try await writer.claim(2, by: worker)
                    if claimed.isEmpty {
                        _ = try await writer.store.requeue("hearing", from: .failed, now: writer.start)
                    }
                    try await writer.settle(claimed, .failed("no such mailbox"), by: worker)
                    commits += 1
                }
                return commits
            }()
            var copies: [String] = []
            for number in 1...5 {
                let copy = "\(path).\(number)"
                _ = try await store.backUp(to: copy)
                copies.append(copy)
            }
            isDone.withLock { $0 = true }
            #expect(try await writing > 0)
            for copy in copies {
                let counts = try await examine(copy).counts()
                #expect(counts.values.reduce(0, +) == 400)
            }
        }
    }

    @Test func nothingIsEverWrittenOver() async throws {
        try await withDatabasePath { path in
            let store = try SQLiteStore(path: path)
            let taken = "\(path).taken"
            try Data("dear".utf8).write(to: URL(filePath: taken))
            await #expect(throws: BackupError.taken(path: taken)) { try await store.backUp(to: taken) }
            #expect(try String(contentsOfFile: taken, encoding: .utf8) == "dear")
            await #expect(throws: BackupError.taken(path: path)) { try await store.backUp(to: path) }
        }
    }

    @Test func aFolderThatIsNotThereIsNamed() async throws {
        try await withDatabasePath { path in
            let store = try SQLiteStore(path: path)
            let nowhere = "\(path).d/backup.db"
            let error = await #expect(throws: BackupError.self) { try await store.backUp(to: nowhere) }
            #expect(error?.isFree == true)
            #expect(error?.description.contains(nowhere) == true)
        }
    }
}
