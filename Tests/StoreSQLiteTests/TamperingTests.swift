import Calls
import Deliveries
import Foundation
import GRDB
import People
import StoreSQLite
import TestKit
import Testing

/// What the ledger's chain, the triggers and the checks notice when somebody writes to the file past Clarion.
struct TamperingTests {
    /// A ledger of four lines, and the file it lies in.
    private func withLedger(_ body: (SQLiteStore, DatabaseQueue) async throws -> Void) async throws {
        try await withDatabasePath { path in
            let store = try SQLiteStore(path: path)
            let bench = StoreBench(store) { try SQLiteStore(path: path) }
            try await bench.queue(3)
            try await bench.withdraw("p2")
            #expect(try await store.verifyLedger() == 4)
            try await body(store, try DatabaseQueue(path: path))
        }
    }

    private static let triggers = "DROP TRIGGER consent_entries_stay; DROP TRIGGER consent_entries_hold;"

    @Test(
        arguments: [
            ("a changed state", "UPDATE consent_entries SET state = 'granted' WHERE sequence = 4"),
            ("a changed time", "UPDATE consent_entries SET at = at - 1 WHERE sequence = 2"),
            ("another person", "UPDATE consent_entries SET person = 1 WHERE sequence = 3"),
            ("another recorder", "UPDATE consent_entries SET recorded_by = 'somebody' WHERE sequence = 1"),
            ("a changed hash", "UPDATE consent_entries SET hash = zeroblob(32) WHERE sequence = 4"),
        ]
    )
    func aChangedLineIsNoticed(what: String, tampering: String) async throws {
        try await withLedger { store, file in
            try await file.write { try $0.execute(sql: Self.triggers + tampering) }
            await #expect(throws: ConsentChain.Fault.self, "\(what)") { try await store.verifyLedger() }
        }
    }

    @Test func changedTextsAreNoticedWithoutTouchingTriggers() async throws {
        try await withLedger { store, file in
            try await file.write { try $0.execute(sql: "UPDATE consent_entries SET source = 'x' WHERE sequence = 2") }
            await #expect(throws: ConsentChain.Fault.textsChanged(sequence: 2)) { try await store.verifyLedger() }
        }
    }

    @Test(arguments: [1, 2, 3])
    func aRemovedLineIsNoticed(sequence: Int64) async throws {
        try await withLedger { store, file in
            try await file.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA foreign_keys = OFF;" + Self.triggers)
                try $0.execute(sql: "DELETE FROM consent_entries WHERE sequence = ?", arguments: [sequence])
            }
            let fault = ConsentChain.Fault.missing(first: sequence, found: sequence + 1)
            await #expect(throws: fault) { try await store.verifyLedger() }
        }
    }

    @Test func aLastLineThatIsCutOffIsNoticedEvenWhenTheFoldIsCutToFit() async throws {
        try await withLedger { store, file in
            try await file.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA foreign_keys = OFF;" + Self.triggers)
                try $0.execute(sql: "DELETE FROM consent_entries WHERE sequence = 4")
                try $0.execute(sql: "UPDATE consents SET state = 'granted', entry = 2 WHERE person = 2")
            }
            await #expect(throws: ConsentChain.Fault.cutOff(after: 3)) { try await store.verifyLedger() }
        }
    }

    @Test(
        arguments: [
            "UPDATE consents SET state = 'granted' WHERE person = 2", "DELETE FROM consents WHERE person = 1",
            "UPDATE consents SET entry = 1 WHERE person = 2",
            "INSERT INTO consents (person, channel, state, entry) VALUES (1, 'sms', 'granted', 1)",
        ]
    )
    func aChangedFoldIsNoticed(tampering: String) async throws {
        try await withLedger { store, file in
            try await file.write { try $0.execute(sql: tampering) }
            await #expect(throws: LedgerFault.foldDiffers(count: 1)) { try await store.verifyLedger() }
        }
    }

    @Test(
        arguments: [
            "DELETE FROM consent_entries", "DELETE FROM consent_entries WHERE sequence = 4",
            "UPDATE consent_entries SET state = 'granted'", "UPDATE consent_entries SET at = 0",
            "UPDATE consent_entries SET recorded_by = 'x'", "UPDATE consent_entries SET hash = zeroblob(32)",
            "UPDATE consent_entries SET person = 1", "UPDATE consent_entries SET channel = 'sms'",
            "UPDATE consent_entries SET sequence = 100 WHERE sequence = 4",
        ]
    )
    func theDatabaseRefusesToRewriteTheLedger(tampering: String) async throws {
        try await withLedger { store, file in
            let error = await #expect(throws: DatabaseError.self) {
                try await file.write { try $0.execute(sql: tampering) }
            }
            #expect(error?.message == "the consent ledger is append-only")
            let lines = try await store.verifyLedger()
            #expect(lines == 4)
        }
    }

    @Test(
        arguments: [
            "UPDATE deliveries SET state = 'lost' WHERE number = 1",
            "UPDATE deliveries SET due = NULL WHERE number = 1",
            "UPDATE deliveries SET state = 'sent' WHERE number = 1",
            "UPDATE deliveries SET state = 'sending', due = NULL WHERE number = 1",
            "UPDATE deliveries SET state = 'skipped', due = NULL, reason = NULL WHERE number = 1",
            "UPDATE deliveries SET attempts = -1 WHERE number = 1",
            "INSERT INTO deliveries (call, person, channel, state, due, at) VALUES (1, 1, 'email', 'queued', 0, 0)",
            "INSERT INTO deliveries (call, person, channel, state, due, at) VALUES (1, 99, 'email', 'queued', 0, 0)",
            "UPDATE calls SET course = 'flying'", "DELETE FROM people WHERE number = 1",
        ]
    )
    func theDatabaseRefusesStatesThatMustNotBe(tampering: String) async throws {
        try await withLedger { store, file in
            await #expect(throws: DatabaseError.self) { try await file.write { try $0.execute(sql: tampering) } }
            for finding in try await store.examine() { #expect(finding.isGood) }
        }
    }

    @Test(
        arguments: [
            "UPDATE tallies SET count = count + 1 WHERE state = 'queued'", "DELETE FROM tallies",
            "UPDATE deliveries SET state = 'sent', due = NULL WHERE number = 1", "UPDATE calls SET audience = 4",
        ]
    )
    func booksThatDoNotBalanceAreNoticed(tampering: String) async throws {
        try await withLedger { store, file in
            try await file.write { try $0.execute(sql: tampering) }
            #expect(try await store.examine().contains { !$0.isGood })
        }
    }
}
