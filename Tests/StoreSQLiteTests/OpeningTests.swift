import Deliveries
import Foundation
import GRDB
import StoreSQLite
import TestKit
import Testing

/// Files that are none of ours, or not for us, are refused in words and left alone.
struct OpeningTests {
    @Test func aNewFileIsMadeAndKept() async throws {
        try await withDatabasePath { path in
            let bench = StoreBench(try SQLiteStore(path: path)) { try SQLiteStore(path: path) }
            try await bench.queue(2)
            let keys = try await bench.claim(by: bench.enlist()).map(\.item.key)
            let again = StoreBench(try SQLiteStore(path: path), another: bench.another)
            #expect(try await again.counts() == [.sending: 2])
            _ = try await again.store.rescue(
                channels: [MailChannel.id],
                repeating: [MailChannel.id],
                silence: .zero,
                now: again.start
            )
            #expect(try await again.claim(by: again.enlist()).map(\.item.key) == keys)
        }
    }

    @Test func everyDatabaseHasKeysOfItsOwn() async throws {
        var keys: Set<String> = []
        for _ in 0..<2 {
            try await withDatabasePath { path in
                let bench = StoreBench(try SQLiteStore(path: path)) { try SQLiteStore(path: path) }
                try await bench.queue(1)
                keys.formUnion(try await bench.claim(by: bench.enlist()).map(\.item.key))
            }
        }
        #expect(keys.count == 2)
    }

    @Test func aDatabaseOfANewerClarionIsRefused() async throws {
        try await withDatabasePath { path in
            _ = try SQLiteStore(path: path)
            let file = try DatabaseQueue(path: path)
            try await file.write { db in
                try db.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('9999 the future')")
            }
            #expect(throws: StoreError.newer(path: path)) { try SQLiteStore(path: path) }
        }
    }

    @Test func aDatabaseOfAnotherProgramIsRefusedAndLeftAlone() async throws {
        try await withDatabasePath { path in
            let file = try DatabaseQueue(path: path)
            try await file.write { db in
                try db.execute(sql: "CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('soup')")
            }
            #expect(throws: StoreError.foreign(path: path)) { try SQLiteStore(path: path) }
            let (tables, recipe) = try await file.read { db in
                (
                    try String.fetchAll(db, sql: "SELECT name FROM sqlite_master"),
                    try String.fetchOne(db, sql: "SELECT name FROM recipes")
                )
            }
            #expect(tables == ["recipes"])
            #expect(recipe == "soup")
        }
    }

    @Test func whatIsNoDatabaseIsRefusedAndLeftAlone() async throws {
        try await withDatabasePath { path in
            let text = String(repeating: "This is a letter and no database. ", count: 300)
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            #expect(throws: StoreError.foreign(path: path)) { try SQLiteStore(path: path) }
            #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
        }
    }

    @Test func aFolderAndAPathIntoNowhereAreRefused() async throws {
        try await withDatabasePath { path in
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            expectUnavailable(path)
            expectUnavailable(path + "/nowhere/clarion.db")
        }
    }

    private func expectUnavailable(_ path: String, location: SourceLocation = #_sourceLocation) {
        let error = #expect(throws: StoreError.self, sourceLocation: location) { try SQLiteStore(path: path) }
        guard case .unavailable(path, let reason)? = error else {
            Issue.record("expected .unavailable, got \(String(describing: error))", sourceLocation: location)
            return
        }
        #expect(!reason.isEmpty, sourceLocation: location)
    }

    @Test func aCopyHasEverythingAndGoesItsOwnWay() async throws {
        try await withDatabasePath { path in
            let store = try SQLiteStore(path: path)
            let bench = StoreBench(store) { try SQLiteStore(path: path) }
            try await bench.queue(3)
            try await store.copy(to: path + "-copy")
            let copy = StoreBench(try SQLiteStore(path: path + "-copy"), another: bench.another)
            #expect(try await copy.people() == bench.people())
            #expect(try await copy.claim(by: copy.enlist()).count == 3)
            #expect(try await bench.counts() == [.queued: 3])
            try await copy.expectBalance()
        }
    }
}
