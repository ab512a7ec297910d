import Foundation
import TestKit
import Testing

/// People files that nobody meant well with: each ends with a sentence and the right code.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct HostilePeopleTests {
    private static let utf16 = Array("id,email\nu1,u1@example.org\n".utf16).flatMap {
        [UInt8($0 & 0xFF), UInt8($0 >> 8)]
    }

    private static let noFiles: [String: [UInt8]] = [
        "empty": [],
        "blank": Array("\n\n\n".utf8),
        "utf16": [0xFF, 0xFE] + utf16,
        "utf16 without a mark": utf16,
        "a workbook": Array("PK\u{3}\u{4}".utf8) + Array(repeating: 7, count: 2_000),
        "noise": (0..<4_000).map { UInt8(truncatingIfNeeded: $0 &* 7_919 &+ $0 / 251) },
        "nuls": Array(repeating: 0, count: 4_000),
        "the same column twice": Array("id,email,email\nx,a@example.org,b@example.org\n".utf8),
        "a thousand and one columns": Array(((0...1_000).map { "c\($0)" }.joined(separator: ",") + "\n").utf8),
    ]

    @Test(arguments: noFiles.keys.sorted())
    func aFileThatIsNoPeopleFileEndsWith65(_ name: String) async throws {
        let bytes = try #require(Self.noFiles[name])
        let place = try Workplace()
        try place.write("people.csv", bytes)
        try await place.run("people", "import", "people.csv", expect: 65)
        #expect(try await place.run("people", "list", "--format", "json", expect: 0).json() == .list([]))
    }

    private static let badRows: [String: [UInt8]] = [
        "Latin-1": Array("id,email,given_name\ng1,g1@example.org,Ada\ng2,g2@example.org,Ren".utf8) + [0xE9, 0x0A],
        "a NUL": Array("id,email,given_name\ng1,g1@example.org,Ada\ng2,g2@example.org,A\u{0}B\n".utf8),
        "too many cells": Array("id,email\ng1,g1@example.org\ng2,g2@example.org,more,and,more\n".utf8),
        "an open quote": Array("id,email,given_name\ng1,g1@example.org,Ada\ng2,g2@example.org,\"Ben\n".utf8),
        "a date that is none": Array(
            "id,email,email_consent,consent_at\ng1,g1@example.org,,\ng2,g2@example.org,yes,soon\n".utf8
        ),
        "attributes that are no object": Array(
            "id,email,attributes\ng1,g1@example.org,\ng2,g2@example.org,\"[1\"\n".utf8
        ),
        "a name of 10,000 letters": Array(
            ("id,email,given_name\ng1,g1@example.org,Ada\ng2,g2@example.org," + String(repeating: "é", count: 10_000)
                + "\n").utf8
        ),
        "a header injected": Array("id,email\ng1,g1@example.org\ng2,\"g2@example.org\r\nBcc: all@example.org\"\n".utf8),
    ]

    @Test(arguments: badRows.keys.sorted())
    func aBadRowIsRejectedAndTheGoodOnesGoIn(_ name: String) async throws {
        let bytes = try #require(Self.badRows[name])
        let place = try Workplace()
        try place.write("people.csv", bytes)
        let result = try await place.run("people", "import", "people.csv", "--format", "json", expect: 1)
        #expect(try result.json().counts == ["read": 2, "added": 1, "updated": 0, "unchanged": 0, "rejected": 1])
        #expect(place.has("people.rejected.csv"))
        try await place.run("people", "show", "g1", expect: 0)
    }

    @Test func namesInEveryScriptAndShapeTravelUnharmedOrAreRefused() async throws {
        let names = [
            "O'Brien \"Bob\"", "日本 太郎", "مُحَمَّد", "\u{202E}drow", "👩‍👩‍👧‍👦", "a,b;c", "=HYPERLINK(1)", "{{ask}}",
            "<b>&amp;</b>",
            "Zoë\u{301}", String(repeating: "n", count: 200), "\u{1B}[2J", "a\tb",
        ]
        let outside = try Outside()
        let place = try Workplace(outside.settings(sheets: true))
        let rows = names.enumerated().map { index, name in
            let quoted = name.replacingOccurrences(of: "\"", with: "\"\"")
            return
                "n\(index),n\(index)@example.org,\(Crowd.phone(index)),\(index + 1) Main St,Springfield,\"\(quoted)\","
                + "yes,yes,yes"
        }
        let header = "id,email,phone,street,locality,given_name,email_consent,sms_consent,canvass_consent"
        try place.write("people.csv", ([header] + rows).joined(separator: "\n") + "\n")
        let imported = try await place.run("people", "import", "people.csv", "--format", "json")
        #expect([.exited(0), .exited(1)].contains(imported.end), "\(imported.errors)")
        let counts = try imported.json().counts
        let added = counts["added"] ?? 0
        #expect(added + (counts["rejected"] ?? 0) == names.count)
        #expect(added >= names.count - 3)
        var call = TestCall()
        call.body =
            "Dear {{first_name}}, come.\n\n# sms\n\n{{first_name}}, come.\n\n# canvass\n\nGreet {{first_name}}.\n"
        try place.write("call.md", call.text)
        try await place.run("submit", "call.md", expect: 0)
        try await place.run("work", "--drain", expect: 0)
        let status = try await place.status()
        for channel in ["email", "canvass"] { #expect(status.count(channel, "sent") == added, "\(channel)") }
        for line in [["people", "list"], ["people", "show", "n11"], ["log"]] {
            let shown = try await place.start(line).end()
            shown.expectPlainWords(at: #_sourceLocation)
        }
        await outside.stop()
    }

    @Test func aLineOf200MegabytesIsRefusedEarlyThroughAPipeToo() async throws {
        let place = try Workplace()
        let writer = "head -c 200000000 /dev/zero | tr '\\0' x"
        let piped = try await place.shell(
            "mkfifo endless.csv; ( { echo 'id,email'; \(writer); } > endless.csv & ); "
                + "\"$CLARION\" people import endless.csv"
        )
        #expect([.exited(1), .exited(65)].contains(piped.end), "\(piped.errors)")
        piped.expectPlainWords(at: #_sourceLocation)
        #expect(!piped.errors.isEmpty)
        try place.write("sparse.csv", "id,email\n")
        let handle = try FileHandle(forWritingTo: URL(filePath: place.path("sparse.csv")))
        try handle.truncate(atOffset: 2_000_000_000)
        try handle.close()
        try await place.run("people", "import", "sparse.csv", expect: 65)
    }

    @Test func aFolderOrAFileThatMayNotBeReadEndsWith66() async throws {
        let place = try Workplace()
        try FileManager.default.createDirectory(atPath: place.path("folder.csv"), withIntermediateDirectories: true)
        try await place.run("people", "import", "folder.csv", expect: 66)
        try place.write("locked.csv", "id,email\n")
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: place.path("locked.csv"))
        if geteuid() != 0 { try await place.run("people", "import", "locked.csv", expect: 66) }
    }
}
