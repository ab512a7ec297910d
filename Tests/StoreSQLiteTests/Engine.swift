import Foundation
import StoreSQLite
import TestKit
import Testing

extension SQLiteStore: StoreUnderTest {}

/// The engines that keep the law of a store.
enum Engine: String, CaseIterable, CustomTestStringConvertible {
    case sqlite

    var testDescription: String { rawValue }

    /// Hands a fresh, empty store to `body`, and takes it away afterwards.
    func withBench(_ body: (StoreBench) async throws -> Void) async throws {
        switch self {
        case .sqlite:
            try await withDatabasePath { path in
                let bench = StoreBench(try SQLiteStore(path: path)) { time in
                    try SQLiteStore(path: path, steady: { time.now })
                } another: {
                    try SQLiteStore(path: path)
                }
                try await body(bench)
            }
        }
    }
}

/// Hands the path of a database that is not there yet to `body`, in a folder that goes away afterwards.
func withDatabasePath(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "clarion-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder.appending(path: "clarion.db").path)
}

struct EngineTests {
    @Test(arguments: Engine.allCases, StoreContract.rules)
    func engineKeepsRule(engine: Engine, rule: StoreContract) async throws {
        try await engine.withBench(rule.verify)
    }
}
