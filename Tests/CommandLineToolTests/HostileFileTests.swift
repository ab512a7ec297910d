import Foundation
import TestKit
import Testing

/// Message files, settings and databases that nobody meant well with.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct HostileFileTests {
    /// Nine levels of nine: a thousand million texts, if anybody unfolds it.
    private static let bomb =
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
        + zip("bcdefghij", "abcdefghi").map {
            "\($0): &\($0) [" + Array(repeating: "*\($1)", count: 9).joined(separator: ",") + "]\n"
        }
        .joined()

    /// By name, so that a test's own name does not hold megabytes.
    private static let noCalls: [String: [UInt8]] = [
        "nothing": [],
        "noise": (0..<4_000).map { UInt8(truncatingIfNeeded: $0 &* 7_919 &+ $0 / 251) },
        "nuls": Array(repeating: 0, count: 4_000),
        "no header": Array("Come on Tuesday.\n".utf8),
        "a header without end": Array("---\ntitle: Come\n".utf8),
        "a bomb": Array("---\n\(bomb)title: Come\n---\nCome.\n".utf8),
        "a deep nest": Array(("---\ntitle: " + String(repeating: "[", count: 20_000) + "\n---\nCome.\n").utf8),
        "a header that is a list": Array("---\n- title\n---\nCome.\n".utf8),
        "YAML's own types": Array("---\ntitle: !!binary aGk=\ngoal: 1e9\n---\nCome.\n".utf8),
        "an endless section": Array("---\ntitle: Come\n---\n{{#first_name}}\n".utf8),
        "a deep quotation": Array(
            ("---\ntitle: Come\naction: { ask: Come }\n---\n" + String(repeating: ">", count: 60_000) + "x {{#a}}\n")
                .utf8
        ),
        "nine megabytes": Array("---\ntitle: Come\n---\n".utf8) + Array(repeating: UInt8(ascii: "x"), count: 9_000_000),
        "UTF-16": [0xFF, 0xFE] + Array("---\ntitle: Come\n---\nCome.\n".utf16).flatMap { [UInt8($0 & 0xFF), 0] },
    ]

    @Test(arguments: noCalls.keys.sorted())
    func aMessageFileThatIsNoneEndsWith65(_ name: String) async throws {
        let bytes = try #require(Self.noCalls[name])
        let place = try Workplace(TestSettings(mail: "smtp://127.0.0.1:1"))
        try place.write("call.md", bytes)
        for command in ["check", "submit"] { try await place.run(command, "call.md", expect: 65) }
    }

    @Test func aFolderOrAFileThatMayNotBeReadEndsWith66() async throws {
        let place = try Workplace(TestSettings(mail: "smtp://127.0.0.1:1"))
        try FileManager.default.createDirectory(atPath: place.path("call.md"), withIntermediateDirectories: true)
        for command in ["check", "plan", "submit", "rehearse"] { try await place.run(command, "call.md", expect: 66) }
        try await place.run("--config", "call.md", "status", expect: 66)
    }

    private static let noDatabases: [String: [UInt8]] = [
        "a text file": Array("Dear diary, ".utf8) + Array(repeating: UInt8(ascii: "x"), count: 9_000),
        "noise with the right first bytes": Array("SQLite format 3\u{0}".utf8) + Array(repeating: 0xA5, count: 9_000),
    ]

    @Test(arguments: noDatabases.keys.sorted())
    func aDatabaseThatIsNoneEndsWith69(_ name: String) async throws {
        let bytes = try #require(Self.noDatabases[name])
        let place = try Workplace(TestSettings(mail: "smtp://127.0.0.1:1"))
        try place.write("clarion.db", bytes)
        for line in [["status"], ["work", "--drain"], ["people", "list"]] {
            let result = try await place.start(line).end()
            #expect(result.end == .exited(69), "\(line): \(result.errors)")
            result.expectPlainWords(at: #_sourceLocation)
        }
        #expect(try Data(contentsOf: URL(filePath: place.path("clarion.db"))) == Data(bytes), "it is left as it is")
    }

    @Test func aDatabaseOfAnotherProgramOrAFolderEndsWith69() async throws {
        let place = try Workplace(TestSettings(mail: "smtp://127.0.0.1:1"))
        try await place.python("import sqlite3; sqlite3.connect('clarion.db').execute('CREATE TABLE mine (x)')")
        try await place.run("status", expect: 69)
        try FileManager.default.createDirectory(atPath: place.path("folder.db"), withIntermediateDirectories: true)
        try await place.run("status", "--database", "folder.db", expect: 69)
    }

    @Test func aDatabaseDamagedInTheMiddleEndsWithASentence() async throws {
        let place = try Workplace(TestSettings(mail: "smtp://127.0.0.1:1"))
        try await place.submit(Crowd.willing(500))
        let damage = """
            import os, sqlite3
            base = sqlite3.connect('clarion.db'); base.execute('PRAGMA wal_checkpoint(TRUNCATE)'); base.close()
            size = os.path.getsize('clarion.db')
            with open('clarion.db', 'r+b') as file:
                for offset in range(4096 * 8, size, 4096): file.seek(offset); file.write(b'\\xA5' * 4096)
            """
        #expect(try await place.python(damage).end == .exited(0))
        for line in [
            ["log"], ["people", "list"], ["people", "export"], ["work", "--drain"], ["submit", "call.md"],
            ["explain", "rent-hearing", "p1"], ["complete", "rent-hearing", "p1"], ["people", "import", "people.csv"],
            ["consent", "withdraw", "p1", "--channel", "email"], ["retry", "rent-hearing"], ["cancel", "rent-hearing"],
        ] {
            let result = try await place.start(line).end()
            #expect([.exited(0), .exited(66), .exited(69)].contains(result.end), "\(line): \(result.errors)")
            result.expectPlainWords(at: #_sourceLocation)
        }
        let doctor = try await place.run("doctor", expect: 1)
        #expect(doctor.output.contains("MEND  database"))
    }

    @Test(arguments: [
        "", "\u{0}\u{1}\u{2}", "channels: *nothing\n", "{{{{", "- a\n- b\n", "organization: 7\n",
        "channels: { email: }\n",
        "a: b: c\n", "\tdatabase: x\n", bomb, "database: x\ndatabase: y\n", "? [a, b]\n: c\n",
        "organization: { timezone: Mars/Base }\n", "organization: &o { name: *o }\n",
    ])
    func settingsThatAreNoneEndWith78OrMeanNothing(_ text: String) async throws {
        let place = try Workplace()
        try place.write("clarion.yaml", text)
        let result = try await place.run("work", "--drain")
        #expect([.exited(78), .exited(65)].contains(result.end), "\(result.end) \(result.errors)")
        result.expectPlainWords(at: #_sourceLocation)
        if !text.isEmpty { #expect(result.errors.contains("clarion.yaml"), "\(result.errors)") }
    }

    @Test func argumentsThatAreHostileAreNamesLikeAnyOther() async throws {
        let place = try Workplace(TestSettings(mail: "smtp://127.0.0.1:1"))
        try await place.submit(Crowd.willing(2))
        for name in [
            "'; DROP TABLE people; --", "%", "", "\u{202E}x", String(repeating: "x", count: 100_000),
            "../../etc/passwd",
        ] {
            for line in [
                ["status", name], ["people", "show", name], ["log", "--call", name], ["explain", name, name],
            ] {
                let result = try await place.start(line).end()
                #expect(result.end == .exited(66), "\(result.errors.prefix(200))")
                result.expectPlainWords(at: #_sourceLocation)
            }
        }
        #expect(try await place.status()["audience"]?.int == 2)
    }
}
