import Postgres
import StorePostgres
import TestKit
import Testing

extension PostgresStore: StoreUnderTest {}

/// A database with tables and nothing in them, from which the others are made.
private let template = Task {
    let server = try await PostgresServer.shared.value
    let name = try await OwnThread.run { try server.makeDatabase() }
    try await PostgresStore.open(server.url(name)).close()
    return name
}

/// Hands the address of a database with tables and nothing in them to `body`; it goes away afterwards.
func withDatabase(_ body: (String) async throws -> Void) async throws {
    try await withDatabase(from: try await template.value, body)
}

/// Hands the address of a database without tables to `body`; it goes away afterwards.
func withEmptyDatabase(_ body: (String) async throws -> Void) async throws {
    try await withDatabase(from: "template0", body)
}

private func withDatabase(from template: String, _ body: (String) async throws -> Void) async throws {
    let server = try await PostgresServer.shared.value
    let name = try await OwnThread.run { try server.makeDatabase(from: template) }
    let result = await Result { try await body(server.url(name)) }
    try await OwnThread.run { try server.dropDatabase(name) }
    try result.get()
}

extension Result where Failure == any Error {
    fileprivate init(_ work: () async throws -> Success) async {
        do { self = .success(try await work()) } catch { self = .failure(error) }
    }
}

/// A bench over a database.
func bench(_ url: String) async throws -> StoreBench {
    StoreBench(try await PostgresStore.open(url)) { time in
        try await PostgresStore.open(url, steady: { time.now })
    } another: {
        try await PostgresStore.open(url)
    }
}

@Suite(.timeLimit(.minutes(5)))
struct EngineTests {
    @Test(arguments: StoreContract.rules)
    func engineKeepsRule(rule: StoreContract) async throws {
        try await withDatabase { url in try await rule.verify(try await bench(url)) }
    }
}
