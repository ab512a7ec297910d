import Foundation
import Rehearsal
import TestKit
import Testing

/// The whole job on a PostgreSQL database.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct PostgresTests {
    /// Settings with a database of their own on the shared server.
    static func place(_ settings: TestSettings) async throws -> (Workplace, url: String) {
        let server = try await PostgresServer.shared.value
        let name = try await OwnThread.run { try server.makeDatabase() }
        let url = server.url(name)
        let place = try Workplace()
        let text = settings.text.replacingOccurrences(of: "database: clarion.db", with: "database: \(url)")
        try place.write("clarion.yaml", text)
        return (place, url)
    }

    @Test func aCallGoesOutAndIsAccountedFor() async throws {
        let outside = try Outside()
        let (place, _) = try await Self.place(outside.settings(sheets: true))
        try await place.submit(Crowd.willing(30))
        #expect(!place.has("clarion.db"))
        try await place.run("people", "import", "people.csv", "--dry-run", expect: 0)
        try await place.run("complete", "rent-hearing", "p1", expect: 0)
        try await place.run("consent", "withdraw", "p2", "--channel", "email", expect: 0)
        try await place.run("work", "--drain", expect: 0)
        #expect(outside.mails.count == 28)
        #expect(outside.texts.count == 29)
        let status = try await place.status()
        #expect(status["done"]?.int == 1)
        #expect(status.count("email", "sent") == 28)
        #expect(status.count("email", "skipped") == 1)
        #expect(status.count("canvass", "sent") == 29)
        #expect(
            try await place.log("--person", "p2", "--channel", "email").map { $0["reason"]?.text } == [
                "consent-withdrawn"
            ]
        )
        let again = try await place.run("submit", "call.md", "--format", "json", expect: 0).json()
        #expect(again["changed"] == .bool(false))
        #expect(again["audience"]?.int == 30)
        #expect(again["queued"]?.int == 0)
        #expect(try await place.run("people", "list", "--format", "json", expect: 0).json().list?.count == 30)
        try await place.run("rehearse", "call.md", "--people", "people.csv", "--output", "out", expect: 0)
        await outside.stop()
    }

    @Test func aServerThatTalksTLSIsCheckedAgainstItsRoot() async throws {
        let server = try await OwnThread.run { try PostgresServer(isEncrypted: true) }
        let name = try await OwnThread.run { try server.makeDatabase() }
        func place(_ query: String) throws -> Workplace {
            let place = try Workplace()
            let text = TestSettings(mail: "smtp://127.0.0.1:1").text
                .replacingOccurrences(of: "database: clarion.db", with: "database: \(server.url(name))?\(query)")
            try place.write("clarion.yaml", text)
            return place
        }
        let trusting = try place("sslmode=verify-full&sslrootcert=\(server.certificate)")
        try await trusting.run("people", "list", expect: 0)
        // Another server's certificate is no root of this one's.
        let other = try await OwnThread.run { try PostgresServer(isEncrypted: true) }
        let wary = try await place("sslmode=verify-full&sslrootcert=\(other.certificate)").run(
            "people",
            "list",
            expect: 69
        )
        #expect(wary.errors.contains("certificate"), "\(wary.errors)")
        let plain = try await place("sslmode=disable").run("people", "list", expect: 69)
        #expect(plain.errors.contains("no encryption"), "\(plain.errors)")
        await OwnThread.run {
            server.stop(); other.stop()
        }
    }

    @Test func twoWorkersSendEachDeliveryOnce() async throws {
        let outside = try Outside()
        let (place, _) = try await Self.place(outside.settings(texts: false))
        try await place.submit(Crowd.willing(400))
        let workers = try (0..<2).map { _ in try place.start(["work", "--drain"]) }
        for worker in workers { #expect(await worker.end().end == .exited(0)) }
        #expect(outside.mails.count == 400)
        #expect(Set(outside.mails.values.compactMap { $0.field("Message-ID") }).count == 400)
        #expect(try await place.status().count("email", "sent") == 400)
        await outside.stop()
    }

    @Test func aFileMovesToAServerAndWorkGoesOnThere() async throws {
        let outside = try Outside()
        let (place, url) = try await Self.place(outside.settings(texts: false))
        try place.write("people.csv", Crowd.willing(20))
        try place.write("call.md", TestCall().text)
        try await place.run("--database", "old.db", "people", "import", "people.csv", expect: 0)
        try await place.run("--database", "old.db", "submit", "call.md", expect: 0)
        let moved = try await place.run("migrate", "--from", "old.db", "--to", url, "--format", "json", expect: 0)
            .json()
        #expect(moved["people"]?.int == 20)
        #expect(moved["deliveries"]?.int == 20)
        #expect(try await place.run("migrate", "--from", "old.db", "--to", url, expect: 69).errors.contains("has data"))
        try await place.run("migrate", "--from", "absent.db", "--to", url, expect: 66)
        try await place.run("migrate", "--from", "old.db", "--to", "new.db", expect: 64)
        #expect(!place.has("absent.db"))
        let late = try await place.run("--database", "old.db", "pause", "rent-hearing")
        #expect(late.errors.contains("nothing is written here any more"), "who still has the old file is refused")
        try await place.run("work", "--drain", expect: 0)
        #expect(outside.mails.count == 20)
        await outside.stop()
    }

    @Test func aServerThatIsNotThereEndsWith69AndNoPassword() async throws {
        let port = try FreePorts.find(1)[0]
        let place = try Workplace(TestSettings(mail: "smtp://127.0.0.1:1"))
        let url = "postgres://ada:hush-hush@127.0.0.1:\(port)/clarion"
        for line in [["status"], ["people", "list"], ["work", "--drain"]] {
            let result = try await place.start(["--database", url] + line).end()
            #expect(result.end == .exited(69))
            #expect(result.errors.contains("127.0.0.1:\(port)"))
            #expect(!result.errors.contains("hush") && !result.errors.contains("ada:"))
        }
        let doctor = try await place.run("--database", url, "doctor", expect: 1)
        #expect(doctor.output.contains("cannot be reached") && !doctor.output.contains("hush"))
    }
}
