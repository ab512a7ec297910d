import Deliveries
import Foundation
import Postgres
import StorePostgres
import TestKit
import Testing

/// Databases that are none of ours, or not for us, are refused in words and left alone.
@Suite(.timeLimit(.minutes(3)))
struct OpeningTests {
    @Test func anEmptyDatabaseGetsTablesOnceHoweverManyOpenIt() async throws {
        try await withEmptyDatabase { url in
            let keys = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        let store = try await PostgresStore.open(url, connections: 1)
                        defer { withExtendedLifetime(store) {} }
                        return store.deliveryKey(1)
                    }
                }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(keys.count == 1)
        }
    }

    @Test func aDatabaseOfANewerClarionIsRefused() async throws {
        try await withDatabase { url in
            try await run("INSERT INTO migrations (identifier) VALUES ('9999 the future')", at: url)
            let error = await #expect(throws: PostgresStoreError.self) { try await PostgresStore.open(url) }
            #expect(error?.description.contains("newer Clarion") == true)
        }
    }

    @Test(arguments: ["recipes (name TEXT)", "migrations (name TEXT)", "migrations (identifier TEXT)"])
    func aDatabaseOfAnotherProgramIsRefusedAndLeftAlone(table: String) async throws {
        try await withEmptyDatabase { url in
            try await run("CREATE TABLE \(table)", at: url)
            let name = table.prefix { $0 != " " }
            try await run("INSERT INTO \(name) VALUES ('soup')", at: url)
            let error = await #expect(throws: PostgresStoreError.self) { try await PostgresStore.open(url) }
            #expect(error?.description.contains("another program") == true)
            let tables = "SELECT string_agg(tablename, ' ') FROM pg_tables WHERE schemaname = 'public'"
            #expect(try await run(tables, at: url) == String(name))
            #expect(try await run("SELECT * FROM \(name)", at: url) == "soup")
        }
    }

    @Test func whoIsNotThereIsNamedWithoutUserAndPassword() async throws {
        let port = try FreePorts.find(1)[0]
        let url = "postgres://ada:hush-hush@127.0.0.1:\(port)/clarion"
        let error = await #expect(throws: PostgresStoreError.self) { try await PostgresStore.open(url) }
        let words = error?.description ?? ""
        #expect(words.contains("postgres://127.0.0.1:\(port)/clarion"))
        #expect(!words.contains("hush") && !words.contains("ada"))
    }

    @Test(arguments: ["postgres://a:hush@127.0.0.1:port/x", "postgres://[::1/x", "postgres://a?hush=1", "http://a/b"])
    func whatIsNoAddressIsRefusedAndNotRepeated(url: String) async throws {
        let error = await #expect(throws: PostgresStoreError.invalidAddress) { try await PostgresStore.open(url) }
        #expect(error?.description.contains("hush") == false)
    }

    @Test func aDatabaseThatDoesNotExistIsNamed() async throws {
        let server = try await PostgresServer.shared.value
        let error = await #expect(throws: PostgresStoreError.self) {
            try await PostgresStore.open(server.url("nowhere"))
        }
        #expect(error?.description.contains("nowhere") == true)
    }

    @Test func aDatabaseThatIsNotInUTF8IsRefused() async throws {
        let server = try await PostgresServer.shared.value
        try await run(
            "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'",
            at: server.url()
        )
        let error = await #expect(throws: PostgresStoreError.self) { try await PostgresStore.open(server.url("latin")) }
        #expect(error?.description.contains("LATIN1") == true)
        try await OwnThread.run { try server.dropDatabase("latin") }
    }
}

/// Runs a script past Clarion, and gives its last value.
@discardableResult
func run(_ sql: String, at url: String) async throws -> String? {
    try await OwnThread.run { try Connection(ServerAddress(url)).script(sql).first?[0] }
}
