import Foundation
import TestKit
import Testing

/// Where settings and data are found: options before and behind the command, the environment, the folder.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct PlaceTests {
    /// A place with three settings files whose databases hold one call each, named like the database.
    private static func threefold() async throws -> Workplace {
        let place = try Workplace()
        for name in ["here", "there", "elsewhere"] {
            try place.write(
                "\(name).yaml",
                TestSettings(mail: "smtp://127.0.0.1:1").text.replacingOccurrences(of: "clarion.db", with: "\(name).db")
            )
            try place.write("call.md", TestCall(slug: name).text)
            try await place.run("submit", "call.md", "--config", "\(name).yaml", expect: 0)
        }
        try place.write("clarion.yaml", try place.read("here.yaml"))
        return place
    }

    @Test func optionsStandBeforeOrBehindTheCommandAndGoBeforeTheEnvironment() async throws {
        let place = try await Self.threefold()
        func calls(_ line: [String], _ environment: [String: String] = [:]) async throws -> [String] {
            let result = try await place.start(line + ["--format", "jsonl"], environment: environment).end()
            #expect(result.end == .exited(0), "\(line) \(result.errors)")
            return try result.jsonLines().compactMap { $0["call"]?.text }
        }
        #expect(try await calls(["status"]) == ["here"], "./clarion.yaml")
        #expect(try await calls(["--config", "there.yaml", "status"]) == ["there"])
        #expect(try await calls(["status", "--config", "there.yaml"]) == ["there"])
        #expect(try await calls(["--config", "there.yaml", "--database", "elsewhere.db", "status"]) == ["elsewhere"])
        #expect(try await calls(["--config", "there.yaml", "status", "--database", "elsewhere.db"]) == ["elsewhere"])
        #expect(try await calls(["--database=elsewhere.db", "status"]) == ["elsewhere"])
        #expect(try await calls(["status"], ["CLARION_CONFIG": "there.yaml"]) == ["there"])
        #expect(try await calls(["status"], ["CLARION_DATABASE": "elsewhere.db"]) == ["elsewhere"])
        let both = ["CLARION_CONFIG": "there.yaml", "CLARION_DATABASE": "there.db"]
        #expect(try await calls(["status", "--config", "here.yaml", "--database", "here.db"], both) == ["here"])
        #expect(try await calls(["--database", "elsewhere.db", "status"], both) == ["elsewhere"])
        #expect(
            try await calls(["status"], ["CLARION_CONFIG": "", "CLARION_DATABASE": ""]) == ["here"],
            "empty is unset"
        )
    }

    @Test func optionsStandBeforeCommandsOfTwoWordsToo() async throws {
        let place = try await Self.threefold()
        try place.write("people.csv", Crowd.willing(2))
        try await place.run("--config", "there.yaml", "people", "import", "people.csv", expect: 0)
        let there = try await place.run("people", "list", "--config", "there.yaml", "--format", "json", expect: 0)
            .json()
        #expect(there.list?.count == 2)
        #expect(try await place.run("people", "list", "--format", "json", expect: 0).json() == .list([]))
    }

    @Test func withoutSettingsThereAreDefaults() async throws {
        let place = try Workplace()
        try FileManager.default.removeItem(atPath: place.path("clarion.yaml"))
        try place.write("people.csv", Crowd.willing(2))
        try await place.run("people", "import", "people.csv", expect: 0)
        #expect(place.has("clarion.db"))
    }

    @Test func secretsComeFromTheEnvironment() async throws {
        let outside = try Outside()
        let settings = outside.settings(mail: false).text.replacingOccurrences(
            of: "hush-hush-token",
            with: "${SMS_TOKEN}"
        )
        let place = try Workplace()
        try place.write("clarion.yaml", settings)
        try await place.run("work", "--drain", expect: 78)
        try place.write("people.csv", Crowd.willing(1))
        try place.write("call.md", TestCall().text)
        let environment = ["SMS_TOKEN": "from-outside"]
        try await place.run("people", "import", "people.csv", expect: 78)
        try await place.run("people", "import", "people.csv", expect: 0, environment: environment)
        try await place.run("submit", "call.md", expect: 0, environment: environment)
        try await place.run("work", "--drain", expect: 0, environment: environment)
        #expect(outside.texts.count == 1)
        await outside.stop()
    }
}
