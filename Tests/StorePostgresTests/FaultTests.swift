import Deliveries
import Foundation
import Postgres
import StorePostgres
import Synchronization
import TestKit
import Testing

/// Connections that break, servers that crash, and commits whose answer is lost.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct FaultTests {
    /// A server that waits, before it answers a commit, for a copy that nobody makes; whoever does not want to wait says so.
    private static let unanswering = ["-c", "synchronous_standby_names=nobody", "-c", "fsync=off"]
    private static let impatient = "?options=-c%20synchronous_commit%3Dlocal"

    @Test func aCommitWhoseAnswerWasLostIsLookedUpAndNotMadeTwice() async throws {
        let server = try await OwnThread.run { try PostgresServer(Self.unanswering) }
        let url = server.url() + Self.impatient
        try await run("\(CommitMark.schema); CREATE TABLE marks (number int)", at: url)
        let pool = ConnectionPool(try ServerAddress(url), size: 1)
        async let written: Int = pool.write { db in
            try db.script("SET LOCAL synchronous_commit = on")
            return try db.execute("INSERT INTO marks VALUES (1)").affected
        }
        try await until("it is committed and nobody knows") {
            try await run("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'", at: url) == "1"
        }
        try await run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'",
            at: url
        )
        #expect(try await written == 1)
        #expect(try await run("SELECT count(*) FROM marks", at: url) == "1")
    }

    @Test func aCommitThatFailedWithoutAnAnswerIsMadeAgain() async throws {
        try await withEmptyDatabase { url in
            // The first commit breaks the connection before it is done.
            try await run(
                """
                \(CommitMark.schema); CREATE TABLE marks (number int); CREATE SEQUENCE tries;
                CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN
                    IF nextval('tries') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(5); END IF;
                    RETURN NULL; END$$;
                CREATE CONSTRAINT TRIGGER breaks AFTER INSERT ON marks DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION break_off()
                """,
                at: url
            )
            let pool = ConnectionPool(try ServerAddress(url), size: 1)
            let written = try await pool.write { try $0.execute("INSERT INTO marks VALUES (1)").affected }
            #expect(written == 1)
            #expect(try await run("SELECT count(*) FROM marks", at: url) == "1")
            #expect(try await run("SELECT last_value FROM tries", at: url) == "2")
        }
    }

    /// A crash takes back the numbers of transactions that had not reached the disk, and gives them to others.
    @Test func aCommitWhoseNumberSomebodyElseHasAfterACrashIsMadeAgain() async throws {
        let server = try await OwnThread.run { try PostgresServer(["-c", "fsync=off"]) }
        let url = server.url()
        try await run("\(CommitMark.schema); CREATE TABLE marks (number int)", at: url)
        let pool = ConnectionPool(try ServerAddress(url), size: 1)
        // The connection is made, and has committed something before.
        #expect(try await pool.write { try $0.execute("INSERT INTO marks VALUES (0)").affected } == 1)
        let tries = Mutex(0)
        let isTaken = Mutex(false)
        try await pool.write { db in
            let isFirst = tries.withLock { tries in
                tries += 1
                return tries == 1
            }
            guard isFirst else { return }
            let number: Int64 = try Int64(db.script("SELECT pg_current_xact_id()").first?[0] as String? ?? "") ?? 0
            try server.killAll()
            try server.start()
            let other = try Connection(ServerAddress(url))
            var last: Int64 = 0
            while last < number {
                last = try Int64(other.script("SELECT pg_current_xact_id()").first?[0] as String? ?? "") ?? .max
            }
            isTaken.withLock { $0 = last == number }
        }
        #expect(isTaken.withLock { $0 })
        #expect(tries.withLock { $0 } == 2)
        await OwnThread.run { server.stop() }
    }

    @Test func aServerThatCrashesLosesNothingThatWasAcknowledged() async throws {
        let server = try await OwnThread.run { try PostgresServer(["-c", "fsync=off"]) }
        let bench = try await bench(server.url())
        try await bench.queue(40)
        let worker = try await bench.enlist()
        var claimed = try await bench.claim(20, by: worker)
        #expect(try await bench.settle(Array(claimed.prefix(5)), by: worker) == 5)
        claimed.removeFirst(5)
        try await OwnThread.run { try server.crash() }
        await #expect(throws: PostgresStoreError.self) { try await bench.settle(claimed, by: worker) }
        try await OwnThread.run { try server.start() }
        // The same pool, without anybody's help.
        #expect(try await bench.settle(claimed, by: worker) == 15)
        #expect(try await bench.counts() == [.sent: 20, .queued: 20])
        #expect(try await bench.settle(try await bench.claim(by: worker), by: worker) == 20)
        try await bench.expectBalance()
        _ = try await bench.store.verifyLedger()
    }

    @Test func aConnectionThatTheServerEndedIsMadeAgainUnseen() async throws {
        try await withDatabase { url in
            let bench = try await bench(url)
            try await bench.queue(3)
            let worker = try await bench.enlist()
            try await run(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """,
                at: url
            )
            #expect(try await bench.settle(try await bench.claim(by: worker), by: worker) == 3)
            #expect(try await bench.log().count == 3)
        }
    }

    /// As after a failover to a standby and back: a session stays as it began.
    @Test func aSessionThatTookNoWritesEndsSoThatTheNextOneMay() async throws {
        let server = try await PostgresServer.shared.value
        try await withDatabase { url in
            let bench = try await bench(url)
            try await bench.queue(3)
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(by: worker)
            let name = try #require(url.split(separator: "/").last)
            try await run("ALTER DATABASE \(name) SET default_transaction_read_only = on", at: server.url())
            try await run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(name)'",
                at: server.url()
            )
            for _ in 0..<5 {
                let error = await #expect(throws: PostgresStoreError.self) {
                    try await bench.settle(claimed, by: worker)
                }
                #expect(error?.description.contains("target_session_attrs=read-write") == true)
            }
            try await run("ALTER DATABASE \(name) RESET default_transaction_read_only", at: server.url())
            // The same pool, without anybody's help.
            #expect(try await bench.settle(claimed, by: worker) == 3)
            #expect(try await bench.store.heartbeat(worker, now: bench.start))
        }
    }

    @Test func writersThatWaitForEachOtherGiveWayAndComeBack() async throws {
        try await withEmptyDatabase { url in
            try await run(CommitMark.schema, at: url)
            try await run("CREATE TABLE counts AS SELECT generate_series(1, 2) AS number, 0 AS count", at: url)
            let quick = url + "?options=-c%20deadlock_timeout%3D20ms"
            let pool = ConnectionPool(try ServerAddress(quick), size: 4)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    group.addTask {
                        for _ in 0..<10 {
                            try await pool.write { db in
                                for number in writer % 2 == 0 ? [1, 2] : [2, 1] {
                                    try db.execute(
                                        "UPDATE counts SET count = count + 1 WHERE number = $1",
                                        [.integer(number)]
                                    )
                                }
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await run("SELECT string_agg(count::text, ' ') FROM counts", at: url) == "40 40")
        }
    }

    @Test func errorsHoldNoValuesAndLeaveTheConnectionUsable() async throws {
        try await withEmptyDatabase { url in
            let pool = ConnectionPool(try ServerAddress(url), size: 1)
            for (sql, value) in [
                ("SELECT $1::bigint", Value.text("secret@example.org")),
                ("SELECT $1::date", .text("secret@example.org")), ("SELECT $1", .text("secret\u{0}")),
            ] {
                let error = await #expect(throws: PostgresError.self) {
                    try await pool.perform { _ = try $0.execute(sql, [value]) }
                }
                #expect(error?.description.contains("secret") == false)
            }
            #expect(
                try await pool.read { try $0.execute("SELECT $1::text", [.text("ß 🏠 \\ \" '")]).first?[0] }
                    == "ß 🏠 \\ \" '"
            )
        }
    }
}
