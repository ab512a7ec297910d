import Rehearsal
import TestKit
import Testing

/// What each command ends with, and that results and words keep to their own streams.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct ExitCodeTests {
    /// A place with two people and one call, whose servers are not there: nothing here sends anything.
    private static func settled() async throws -> Workplace {
        let place = try Workplace(TestSettings(mail: "smtp://127.0.0.1:1"))
        try await place.submit(Crowd.willing(2))
        return place
    }

    @Test(arguments: [
        ["nonsense"], ["status", "--nonsense"], ["people"], ["people", "nonsense"], ["people", "import"], ["check"],
        ["consent", "grant", "p1"], ["consent", "grant", "p1", "--channel", "pigeon"],
        ["log", "--state", "lost"], ["log", "--channel", "emial"], ["log", "--format", "xml"], ["retry"],
        ["retry", "x", "--state", "sent"],
        ["explain", "x"], ["complete"], ["status", "a", "b"], ["--config"],
    ])
    func aWrongCommandLineEndsWith64(_ line: [String]) async throws {
        let place = try Workplace()
        let result = try await place.start(line).end()
        if line == ["people"] {
            // The name of a group alone asks for its help.
            #expect([.exited(0), .exited(64)].contains(result.end))
            return
        }
        #expect(result.end == .exited(64), "\(line): \(result.errors)")
        #expect(result.output.isEmpty, "words go to standard error")
        #expect(!result.errors.isEmpty)
        #expect(!place.has("clarion.db"), "nothing was begun")
    }

    @Test func whatIsNotThereEndsWith66() async throws {
        let place = try await Self.settled()
        for line in [
            ["status", "nothing"], ["log", "--call", "nothing"], ["log", "--person", "nobody"],
            ["check", "absent.md"], ["plan", "absent.md"], ["submit", "absent.md"], ["rehearse", "absent.md"],
            ["people", "import", "absent.csv"], ["people", "show", "nobody"], ["people", "forget", "nobody"],
            ["consent", "show", "nobody"], ["consent", "grant", "nobody", "--channel", "email"],
            ["consent", "withdraw", "nobody", "--channel", "email"], ["explain", "nothing", "p1"],
            ["explain", "rent-hearing", "nobody"], ["complete", "nothing", "p1"],
            ["complete", "rent-hearing", "nobody"], ["pause", "nothing"], ["resume", "nothing"], ["cancel", "nothing"],
            ["retry", "nothing"], ["--config", "absent.yaml", "status"],
        ] {
            let result = try await place.start(line).end()
            #expect(result.end == .exited(66), "\(line): \(result.errors)")
            #expect(result.output.isEmpty, "\(line)")
            #expect(result.errors.hasSuffix(".\n"), "a whole sentence: \(result.errors)")
            result.expectPlainWords(at: #_sourceLocation)
        }
    }

    @Test func aFaultyMessageFileEndsWith65AndNamesEveryFaultWithItsLine() async throws {
        let place = try await Self.settled()
        try place.write(
            "bad.md",
            "---\ntitel: Fill the room\ngoal: many\nchannels: [email, pigeon]\n---\nDear {{first_name\n"
        )
        for command in ["check", "plan", "submit", "rehearse"] {
            let result = try await place.run(command, "bad.md", expect: 65)
            for line in [2, 3, 4, 6] {
                #expect(result.errors.contains("bad.md:\(line):"), "\(command) \(line): \(result.errors)")
            }
            #expect(result.errors.contains("title"), "a near match")
            #expect(result.output.isEmpty)
        }
        try place.write("field.md", TestCall(slug: "field", body: "Dear {{frist_name}}, come.\n").text)
        for command in ["check", "plan", "submit"] {
            let result = try await place.run(command, "field.md", expect: 65)
            #expect(result.errors.contains("first_name"), "a near match: \(result.errors)")
        }
    }

    @Test func aDatabaseThatIsNotThereEndsWith69() async throws {
        let place = try Workplace(TestSettings(mail: "smtp://127.0.0.1:1"))
        try place.write("call.md", TestCall().text)
        try place.write("people.csv", Crowd.willing(1))
        for line in [
            ["status"], ["log"], ["work", "--drain"], ["plan", "call.md"], ["submit", "call.md"], ["people", "list"],
            ["people", "export"], ["people", "import", "people.csv"], ["consent", "show", "p1"], ["pause", "x"],
        ] {
            let result = try await place.start(["--database", "no/such/folder/clarion.db"] + line).end()
            #expect(result.end == .exited(69), "\(line): \(result.errors)")
            #expect(result.errors.contains("no/such/folder/clarion.db"))
            result.expectPlainWords(at: #_sourceLocation)
        }
    }

    @Test func wrongSettingsEndWith78AndNeverShowASecret() async throws {
        let place = try Workplace()
        let cases: [(String, String)] = [
            ("organisation:\n  name: X\n", "organization"),
            ("organization:\n  nmae: X\n", "name"),
            (
                "channels:\n  email:\n    server: smtp://127.0.0.1:25\n    from: a@example.org\n    pasword: s3cret\n",
                "password"
            ),
            ("channels:\n  emial: {}\n", "email"),
            ("channels:\n  sms:\n    gateway: pigeon\n    token: s3cret\n", "twilio"),
            ("channels:\n  email: [s3cret\n", "YAML"),
            ("database: [a, b]\n", "database"),
            ("retry: { first: soon }\n", "retry.first"),
            ("organization:\n  name: ${ABSENT_NAME}\n", "ABSENT_NAME"),
            ("database: postgres://user:s3cret@127.0.0.1:port/clarion\n", "postgres://"),
        ]
        for (text, hint) in cases {
            try place.write("bad.yaml", text)
            try place.write("call.md", TestCall().text)
            let line = hint == "postgres://" ? ["status"] : ["plan", "call.md"]
            let result = try await place.start(["--config", "bad.yaml"] + line).end()
            #expect(result.end == .exited(78), "\(result.errors)")
            result.expectPlainWords(at: #_sourceLocation)
            #expect(result.errors.contains(hint), "\(result.errors)")
            #expect(!result.errors.contains("s3cret"))
            #expect(result.output.isEmpty)
        }
        try place.write("none.yaml", "organization:\n  name: X\n")
        for line in [["plan", "call.md"], ["submit", "call.md"], ["work", "--drain"]] {
            let result = try await place.start(["--config", "none.yaml"] + line).end()
            #expect(result.end == .exited(78), "\(line)")
        }
    }

    @Test func doneWithSomethingToLookAtEndsWith1() async throws {
        let place = try await Self.settled()
        try place.write(
            "some.csv",
            "id,email,email_consent\na1,a1@example.org,yes\na2,not an address,yes\na3,a3@example.org,perhaps\n"
        )
        let result = try await place.run("people", "import", "some.csv", "--format", "json", expect: 1)
        let counts = try result.json()
        #expect(counts.counts == ["read": 3, "added": 1, "updated": 0, "unchanged": 0, "rejected": 2])
        #expect(counts["rejected_file"]?.text == "some.rejected.csv")
        let rejected = try place.read("some.rejected.csv")
        #expect(rejected.split(separator: "\n").count == 3)
        #expect(rejected.contains("not an address"))
        #expect(!result.errors.contains("not an address"), "no address in words")
        let faults = try await place.run("doctor", expect: 1)
        #expect(faults.output.contains("MEND"), "nobody answers at the mail server")
    }

    @Test func workEndsWith0WhateverBecameOfSingleDeliveries() async throws {
        let outside = try Outside(replies: { step in
            if case .recipient = step.event { .say("550 5.7.1 Not wanted here") } else { nil }
        })
        let place = try Workplace(outside.settings(texts: false))
        try await place.submit(Crowd.willing(3))
        let result = try await place.run("work", "--drain", expect: 0)
        #expect(result.output.isEmpty, "words go to standard error")
        #expect(try await place.status().count("email", "failed") == 3)
        await outside.stop()
    }

    @Test func helpAndVersionAreThere() async throws {
        let place = try Workplace()
        #expect(try await place.run("--help", expect: 0).output.contains("rehearse"))
        #expect(try await place.run("--version", expect: 0).output.isEmpty == false)
        #expect(try await place.run("people", "import", "--help", expect: 0).output.contains("--dry-run"))
    }
}
