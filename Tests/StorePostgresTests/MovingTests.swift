import Calls
import Deliveries
import Foundation
import People
import Reviews
import StorePostgres
import StoreSQLite
import TestKit
import Testing

extension SQLiteStore: StoreUnderTest {}

/// A group that outgrew its file, and takes everything along.
@Suite(.timeLimit(.minutes(3)))
struct MovingTests {
    /// A file with people, consent, a forgotten person, and a call that is half done.
    private func withFile(_ body: (SQLiteStore, StoreBench) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "clarion-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "clarion.db").path
        let store = try SQLiteStore(path: path)
        let bench = StoreBench(store) { try SQLiteStore(path: path) }
        try await bench.add([
            try Samples.record(90).with {
                $0.givenName = "Zoë \\N \t \"quoted\""
                $0.attributes = ["note": "line\nbreak, {braces}"]
                $0.tags = ["tenant", "board"]
            }
        ])
        try await bench.queue(12, [ScriptedDriver<MailChannel>(), ScriptedDriver<SheetChannel>()])
        try await bench.cut()
        _ = try await store.assign(try await bench.turfs().prefix(1).map(\.id), on: SheetChannel.id, to: "Ada")
        let worker = try await bench.enlist()
        let claimed = try await bench.claim(6, by: worker)
        try await bench.settle(Array(claimed.prefix(2)), .sent(reference: "250 ok"), by: worker)
        try await bench.settle(Array(claimed.dropFirst(2)), .retry(at: bench.start, "busy"), by: worker)
        try await bench.complete("hearing", "p3", via: "sms")
        let link = try await bench.delivery(of: "p2").number
        let friend = try await bench.arrive("Grace", through: .delivery(link))
        _ = try await bench.arrive("Joan", through: friend.map { .arrival($0) })
        _ = try await bench.join("Ada", "ada@example.org")
        _ = try await store.choose(.month, for: PersonID(rawValue: "p4"), now: bench.start)
        _ = try await store.forget(PersonID(rawValue: "p5"), now: bench.start)
        try await store.discharge(worker)
        try await body(store, bench)
    }

    @Test func everythingArrivesAndWorkGoesOn() async throws {
        try await withFile { file, old in
            try await withDatabase { url in
                let lines = try await file.verifyLedger()
                let moved = try await PostgresStore.open(url).fill(from: file)
                #expect(moved.ledger == lines)
                let new = try await bench(url)
                #expect(try await new.people() == old.people())
                #expect(try await new.log { $0.showsAddresses = true } == old.log { $0.showsAddresses = true })
                #expect(try await new.status() == old.status())
                #expect(try await new.turfs() == old.turfs())
                #expect(try await new.turfs().map(\.walker).contains("Ada"))
                try await new.expectBalance()
                #expect(try await new.store.verifyLedger() == lines)
                let (here, there) = (try await new.enlist(), try await old.enlist())
                let keys = try await new.claim(by: here).map(\.item.key)
                #expect(try await old.claim(by: there).map(\.item.key) == keys, "links and message ids stay the same")
                #expect(!keys.isEmpty)
                let ada = try #require(try await old.people().last { $0.givenName == "Ada" }).id
                let question = try await old.question(to: ada.rawValue).number
                #expect(try await new.store.confirm(question, now: new.start) == .granted)
                let back = try await new.store.take([try Samples.record(5)], by: "test", now: new.start + .seconds(60))
                #expect(back != [.added], "who was forgotten stays so")
                let link = Sharer.delivery(try await old.delivery(of: "p2").number)
                #expect(try await new.store.countOfArrivals(through: link) == 2)
                // Whoever comes next gets a number of their own.
                #expect(try await new.arrive("Mary", through: link) != nil)
                #expect(try await new.status().shared == 3)
                try await new.add([try Samples.record(40)])
                try await new.submit(Samples.call("second"))
                #expect(try await new.store.verifyLedger() == lines + 2)
            }
        }
    }

    @Test func whatWasMovedCanBeCopiedBackAsItWas() async throws {
        try await withFile { file, old in
            try await withDatabase { url in
                let server = try await PostgresStore.open(url)
                let there = try await server.fill(from: file)
                let folder = FileManager.default.temporaryDirectory.appending(path: "clarion-\(UUID().uuidString)")
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                defer { try? FileManager.default.removeItem(at: folder) }
                let path = folder.appending(path: "copy.db").path
                let copy = try SQLiteStore(path: path)
                #expect(try await copy.fill(from: server) == there)
                let bench = StoreBench(copy) { try SQLiteStore(path: path) }
                #expect(try await bench.log() == old.log())
                #expect(try await bench.people() == old.people())
                try await bench.expectBalance()
            }
        }
    }

    @Test func aDatabaseThatHasDataIsRefusedAndKeepsIt() async throws {
        try await withFile { file, _ in
            try await withDatabase { url in
                let bench = try await bench(url)
                try await bench.addPeople(1)
                await #expect(throws: MoveError.notEmpty) { try await PostgresStore.open(url).fill(from: file) }
                #expect(try await bench.people().count == 1)
            }
        }
    }

    @Test func nothingMovesWhileAWorkerLives() async throws {
        try await withFile { file, old in
            try await withDatabase { url in
                let target = try await PostgresStore.open(url)
                let worker = try await old.enlist()
                await #expect(throws: MoveError.workersLive(1)) { try await target.fill(from: file) }
                try await file.discharge(worker)
                let other = try await bench(url)
                let there = try await other.enlist()
                await #expect(throws: MoveError.workersLive(1)) { try await target.fill(from: file) }
                try await other.store.discharge(there)
                #expect(try await target.fill(from: file).ledger > 0)
            }
        }
    }

    @Test func whoHasTheOldFileOpenIsRefusedAfterTheMove() async throws {
        try await withFile { file, old in
            try await withDatabase { url in
                let serving = try await old.another()
                _ = try await serving.record(Self.optOut, of: PersonID(rawValue: "p1"), by: "test", now: old.start)
                let target = try await PostgresStore.open(url)
                let moved = try await target.move(from: file)
                #expect(try file.isLeft())
                for store in [serving, try await old.another()] {
                    let refusal = await #expect(throws: StoreError.self) {
                        try await store.record(Self.optOut, of: PersonID(rawValue: "p2"), by: "test", now: old.start)
                    }
                    #expect(refusal.map { "\($0)".contains("was moved to postgres") } == true)
                    await #expect(throws: StoreError.self) { try await store.enlist(now: old.start) }
                    let calls = try await store.statuses(now: old.start)
                    #expect(calls.count == 1, "it can be read")
                }
                // What was taken before the move is there, and the move can be looked at once more.
                let new = try await bench(url)
                #expect(try await new.consent(of: PersonID(rawValue: "p1")) == .withdrawn)
                await #expect(throws: MoveError.notEmpty) { try await target.move(from: file) }
                #expect(try file.isLeft(), "a second try takes nothing back")
                try await withDatabase { url in
                    let again = try await PostgresStore.open(url).move(from: file)
                    #expect(again == moved)
                }
            }
        }
    }

    private static let optOut = ConsentChange(
        channel: MailChannel.id,
        state: .withdrawn,
        at: Samples.start,
        source: "a page"
    )

    @Test func aMoveThatBreaksOffLeavesTheFileOpen() async throws {
        try await withFile { file, old in
            try await withDatabase { url in
                // Refused only as it is committed, when the file is closed already.
                try await run(
                    """
                    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION $$no$$; END';
                    CREATE CONSTRAINT TRIGGER refuses AFTER INSERT ON completions
                        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()
                    """,
                    at: url
                )
                let target = try await PostgresStore.open(url)
                await #expect(throws: PostgresStoreError.self) { try await target.move(from: file) }
                #expect(try await run("SELECT count(*) FROM people", at: url) == "0")
                #expect(try !file.isLeft())
                try await old.withdraw("p1")
            }
        }
    }

    @Test func aMoveThatBreaksOffLeavesNothing() async throws {
        try await withFile { file, _ in
            try await withDatabase { url in
                // The last table but one refuses its rows.
                try await run("ALTER TABLE completions ADD CHECK (via = 'nothing')", at: url)
                let target = try await PostgresStore.open(url)
                await #expect(throws: PostgresStoreError.self) { try await target.fill(from: file) }
                #expect(try await run("SELECT count(*) FROM people", at: url) == "0")
                try await run("ALTER TABLE completions DROP CONSTRAINT completions_via_check", at: url)
                #expect(try await target.fill(from: file).ledger > 0)
            }
        }
    }
}
