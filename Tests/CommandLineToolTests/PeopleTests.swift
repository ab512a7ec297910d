import Foundation
import TestKit
import Testing

/// Import, list, show, export, forget, and the consent ledger.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct PeopleTests {
    @Test func importingTwiceChangesNothingAndNeverUndoesAWithdrawal() async throws {
        let place = try Workplace()
        try place.write("people.csv", Crowd.willing(20))
        #expect(try await place.imported() == ["read": 20, "added": 20, "updated": 0, "unchanged": 0, "rejected": 0])
        #expect(try await place.imported() == ["read": 20, "added": 0, "updated": 0, "unchanged": 20, "rejected": 0])
        try await place.run("consent", "withdraw", "p3", "--channel", "sms", expect: 0)
        #expect(try await place.imported()["unchanged"] == 20)
        let ledger = try await place.run("consent", "show", "p3", "--format", "jsonl", expect: 0).jsonLines()
        let sms = ledger.filter { $0["channel"]?.text == "sms" }
        #expect(sms.map { $0["state"]?.text } == ["granted", "withdrawn"])
        try place.write("people.csv", Crowd.willing(20).replacingOccurrences(of: "4 Main St", with: "4 Elm St"))
        #expect(try await place.imported() == ["read": 20, "added": 0, "updated": 2, "unchanged": 18, "rejected": 0])
    }

    @Test func aDryRunSaysTheSameAndWritesNothing() async throws {
        let place = try Workplace()
        try place.write("people.csv", Crowd.willing(5) + "x1,Bad,no address,,,,,,yes,,,,\n")
        let dry = try await place.run("people", "import", "people.csv", "--dry-run", "--format", "json", expect: 1)
            .json()
        #expect(dry.counts == ["read": 6, "added": 5, "updated": 0, "unchanged": 0, "rejected": 1])
        #expect(!place.has("people.rejected.csv"))
        #expect(try await place.run("people", "list", "--format", "json", expect: 0).json() == .list([]))
        let wet = try await place.run("people", "import", "people.csv", "--format", "json", expect: 1).json()
        #expect(wet.counts == dry.counts)
    }

    @Test func rejectedRowsOnceMendedAreImportedAsTheyStand() async throws {
        let place = try Workplace()
        try place.write(
            "people.csv",
            "id,email,phone,email_consent\nr1,r1 example.org,,yes\nr2,r2@example.org,12,yes\n"
        )
        try await place.run("people", "import", "people.csv", expect: 1)
        let rejected = try place.read("people.rejected.csv")
        #expect(rejected.contains("r1") && rejected.contains("r2"))
        try place.write(
            "mended.csv",
            rejected.replacingOccurrences(of: "r1 ex", with: "r1@ex").replacingOccurrences(of: ",12,", with: ",,")
        )
        let mended = try await place.run("people", "import", "mended.csv", "--format", "json", expect: 0).json()
        #expect(mended["added"]?.int == 2)
    }

    @Test func anExportImportsAgainIntoAnEmptyDatabaseWithTheConsentInForce() async throws {
        let place = try Workplace()
        try place.write("people.csv", FortyPeople.file)
        try await place.run("people", "import", "people.csv", expect: 0)
        try await place.run("consent", "withdraw", "t0", "--channel", "email", expect: 0)
        let export = try await place.run("people", "export", expect: 0).output
        try place.write("people.csv", export)
        #expect(try await place.imported()["unchanged"] == 43)
        try await place.run("people", "import", "people.csv", "--database", "new.db", expect: 0)
        #expect(try await place.run("people", "export", "--database", "new.db", expect: 0).output == export)
        let states = try await place.run("people", "list", "--format", "jsonl").jsonLines().map { $0["consent"] }
        let copies = try await place.run("people", "list", "--format", "jsonl", "--database", "new.db").jsonLines()
        #expect(copies.map { $0["consent"] } == states)
        #expect(states.first??["email"]?.text == "withdrawn")
    }

    @Test func listsAreMaskedUnlessAddressesAreAskedFor() async throws {
        let place = try Workplace()
        try place.write("people.csv", Crowd.willing(3))
        try await place.run("people", "import", "people.csv", expect: 0)
        let masked = try await place.run("people", "list", expect: 0).output
        for secret in ["p1@example.org", Crowd.phone(1), "1 Main St"] { #expect(!masked.contains(secret)) }
        let open = try await place.run("people", "list", "--addresses", "--format", "csv", expect: 0).output
        for address in ["p1@example.org", Crowd.phone(1), "1 Main St"] { #expect(open.contains(address)) }
        let person = try await place.run("people", "show", "p1", "--format", "json", expect: 0).json()
        #expect(person["given_name"]?.text == "Name1")
        #expect(person["consents"]?.list?.count == 3)
    }

    @Test func theForgottenAreGoneAndComeBackOnlyByTheirOwnNewYes() async throws {
        let place = try Workplace()
        try place.write("people.csv", Crowd.willing(3))
        try await place.run("people", "import", "people.csv", expect: 0)
        try await place.run("people", "forget", "p2", expect: 0)
        try await place.run("people", "show", "p2", expect: 66)
        for line in [["people", "list", "--addresses"], ["people", "export"]] {
            let output = try await place.start(line).end().output
            for trace in ["p2@example.org", "Name2", Crowd.phone(2)] { #expect(!output.contains(trace)) }
        }
        let traces = try await place.python(
            "import glob; print(sum(open(f, 'rb').read().count(b'p2@example.org') for f in glob.glob('clarion.db*')))"
        )
        #expect(traces.output == "0\n", "not in the database's file either: \(traces.errors)")
        let again = try await place.run("people", "import", "people.csv", "--format", "json", expect: 1).json()
        #expect(again.counts == ["read": 3, "added": 0, "updated": 0, "unchanged": 2, "rejected": 1])
        let header = "email,email_consent,consent_at\n"
        try place.write("people.csv", header + "P2@example.org,yes,2026-03-14\n")
        #expect(try await place.imported(expect: 1)["rejected"] == 1, "an old yes, under a new name")
        try place.write("people.csv", header + "p2@example.org,yes,2099-01-01\n")
        #expect(try await place.imported(expect: 1)["rejected"] == 1, "a yes from the future is none")
    }

    @Test func theLedgerOnlyGrowsAndIsAReceipt() async throws {
        let place = try Workplace()
        try place.write("people.csv", "id,email\nq1,q1@example.org\n")
        try await place.run("people", "import", "people.csv", expect: 0)
        #expect(try await place.run("consent", "show", "q1", expect: 0).output.contains("nothing is sent"))
        try await place.run(
            "consent",
            "grant",
            "q1",
            "--channel",
            "email",
            "--source",
            "Web form",
            "--evidence",
            "scan-17",
            expect: 0
        )
        try await place.run("consent", "withdraw", "q1", "--channel", "email", expect: 0)
        try await place.run("consent", "withdraw", "q1", "--channel", "email", expect: 0)
        try await place.run("consent", "grant", "q1", "--channel", "email", expect: 0)
        let entries = try await place.run("consent", "show", "q1", "--format", "json", expect: 0).json().list ?? []
        #expect(entries.map { $0["state"]?.text } == ["granted", "withdrawn", "granted"])
        #expect(entries.first?["source"]?.text == "Web form")
        #expect(entries.first?["evidence"]?.text == "scan-17")
        #expect(entries.compactMap { $0["entry"]?.int } == [1, 2, 3])
    }
}

extension Workplace {
    /// Imports `people.csv`.
    fileprivate func imported(expect code: Int32 = 0) async throws -> [String: Int] {
        try await run("people", "import", "people.csv", "--format", "json", expect: code).json().counts
    }
}
